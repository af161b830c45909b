import { isIPv4 } from 'node:net';

// One request against one key policy, as AWS's text says it ("Policy evaluation logic", "Condition operators" of the IAM User
// Guide), naive and slow on purpose. It shares no code with the comparison.

export interface Request {
  /** The ARN of a role, user or session; or a service. */
  readonly principal: string;
  /** Whether IAM policies of its account allow the request too, which counts where the key policy names the account. */
  readonly isAllowedByIam: boolean;
  readonly action: string;
  /** By key in lower case; a list where the key has several values. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

type Json = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

const like = (pattern: string, text: string): boolean =>
  pattern === '*' ||
  new RegExp(
    `^${pattern
      .split('')
      .map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/\W/, '\\$&')))
      .join('')}$`,
    's',
  ).test(text);

const arnLike = (pattern: string, text: string): boolean => {
  const cut = (arn: string): readonly string[] => {
    const parts = arn.split(':');
    return [...parts.slice(0, 5), parts.slice(5).join(':')];
  };
  const [a, b] = [cut(pattern), cut(text)];
  return (
    pattern.split(':').length >= 6 &&
    text.split(':').length >= 6 &&
    a.every((p, i) => like(p, b[i] ?? ''))
  );
};

const bits = (address: string): string =>
  address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');

const inBlock = (block: string, address: string): boolean => {
  const [network = '', length = '32'] = block.split('/');
  return (
    isIPv4(address) &&
    bits(network).slice(0, Number(length)) === bits(address).slice(0, Number(length))
  );
};

type Test = (wanted: string, given: string) => boolean;
const number =
  (test: (a: number, b: number) => boolean): Test =>
  (w, g) =>
    test(Number(g), Number(w));
const tests: Readonly<Record<string, Test>> = {
  StringEquals: (w, g) => w === g,
  StringEqualsIgnoreCase: (w, g) => w.toLowerCase() === g.toLowerCase(),
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  NumericEquals: number((a, b) => a === b),
  NumericLessThan: number((a, b) => a < b),
  NumericLessThanEquals: number((a, b) => a <= b),
  NumericGreaterThan: number((a, b) => a > b),
  NumericGreaterThanEquals: number((a, b) => a >= b),
  Bool: (w, g) => w.toLowerCase() === g.toLowerCase(),
  IpAddress: inBlock,
};

function conditionHolds(
  operator: string,
  given: string | readonly string[] | undefined,
  wanted: readonly string[],
): boolean {
  if (operator === 'Null') return wanted.includes(String(given === undefined));
  const [, set, name = '', exists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/u.exec(operator) ?? [];
  const positive = name
    .replace('NotEquals', 'Equals')
    .replace('NotLike', 'Like')
    .replace('NotIpAddress', 'IpAddress');
  const isNegated = positive !== name;
  const test = tests[positive];
  if (test === undefined) throw new Error(`the evaluator does not know ${operator}`);
  const one = (value: string): boolean => wanted.some((w) => test(w, value)) !== isNegated;
  if (given === undefined)
    return exists !== undefined || set === 'ForAllValues' || (isNegated && set === undefined);
  const values = listOf(given);
  return set === 'ForAllValues' ? values.every(one) : values.some(one);
}

const accountOf = (arn: string): string | undefined => arn.split(':')[4];

/** Whether a principal element names who asks. An Allow for an account lets IAM decide. */
function principalMatches(element: unknown, principal: string, reachesAccount: boolean): boolean {
  if (element === '*') return true;
  return Object.entries(element ?? {}).some(([type, value]) =>
    listOf(value).some((name) => {
      if (type === 'Service') return principal === name;
      if (name === '*') return true;
      if (!principal.startsWith('arn:')) return false;
      const account = /^\d{12}$/u.test(name)
        ? name
        : name.endsWith(':root')
          ? accountOf(name)
          : undefined;
      if (account !== undefined) return account === accountOf(principal) && reachesAccount;
      const role = /:assumed-role\/([^/]+)\//u.exec(principal)?.[1];
      return (
        name === principal ||
        (role !== undefined &&
          accountOf(name) === accountOf(principal) &&
          name.endsWith(`role/${role}`))
      );
    }),
  );
}

function statementMatches(
  statement: Json,
  { principal, isAllowedByIam, action, context }: Request,
  key: string,
): boolean {
  const isDeny = statement['Effect'] === 'Deny';
  const names = (element: string, test: (item: string) => boolean): boolean =>
    statement[element] === undefined
      ? statement[`Not${element}`] !== undefined && !listOf(statement[`Not${element}`]).some(test)
      : listOf(statement[element]).some(test);
  const isNamed =
    statement['Principal'] === undefined
      ? !principalMatches(statement['NotPrincipal'], principal, true)
      : principalMatches(statement['Principal'], principal, isDeny || isAllowedByIam);
  if (
    !isNamed ||
    !names('Action', (item) => item === '*' || like(item.toLowerCase(), action.toLowerCase()))
  )
    return false;
  if (!names('Resource', (item) => like(item, key))) return false;
  return Object.entries(statement['Condition'] ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([name, wanted]) =>
      conditionHolds(operator, context[name.toLowerCase()], listOf(wanted)),
    ),
  );
}

/** What the policy of a key says to a request. */
export function evaluate(
  statements: readonly Json[],
  request: Request,
  key: string,
): 'Allow' | 'Deny' | null {
  const met = statements.filter((statement) => statementMatches(statement, request, key));
  if (met.some((s) => s['Effect'] === 'Deny')) return 'Deny';
  return met.length > 0 ? 'Allow' : null;
}
