import * as fc from 'fast-check';
import type { Json } from '../build/policies.ts';
import type { Request } from './policy-evaluator.ts';

export const account = '111122223333';
const other = '444455556666';
const role = (name: string, owner = account) => `arn:aws:iam::${owner}:role/${name}`;
const root = (owner: string) => `arn:aws:iam::${owner}:root`;
const session = `arn:aws:sts::${account}:assumed-role/app/i-1`;

const principals = [
  '*',
  root(account),
  root(other),
  role('app'),
  role('ops'),
  `arn:aws:iam::${account}:user/Example`,
  session,
];
const services = ['s3.amazonaws.com', 'logs.eu-west-1.amazonaws.com'];
const actions = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey*',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
  'kms:Describe*',
  'kms:CreateGrant',
  'kms:*',
  'kms:ListAliases',
  's3:GetObject',
];
const regions = ['eu-west-1', 'us-east-1'];
const via = ['s3', 'rds'].flatMap((name) =>
  regions.map((region) => `${name}.${region}.amazonaws.com`),
);
const topics = ['a', 'b'].map((name) => `arn:aws:sns:eu-west-1:${account}:${name}`);

/** Operators that go with a key, and values that the policies give it. */
const keys: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  'kms:ViaService': [
    [
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIfExists',
      'StringEqualsIgnoreCase',
    ],
    [...via, 's3.*.amazonaws.com', '*.eu-west-1.amazonaws.com'],
  ],
  'aws:SourceArn': [
    ['ArnEquals', 'ArnLike', 'ArnNotLike', 'StringEquals', 'StringLike'],
    [...topics, `arn:aws:sns:*:${account}:*`, `arn:aws:sns:eu-west-1:${account}:*`],
  ],
  'aws:SourceIp': [
    ['IpAddress', 'NotIpAddress'],
    ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3', '192.0.2.0/24', '192.0.2.0/25', '192.0.2.128/25'],
  ],
  'aws:SecureTransport': [
    ['Bool', 'BoolIfExists'],
    ['true', 'false'],
  ],
  'aws:MultiFactorAuthAge': [
    [
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
      'NumericEquals',
    ],
    ['60', '300', '3600'],
  ],
  'kms:EncryptionContextKeys': [
    [
      'ForAnyValue:StringEquals',
      'ForAllValues:StringEquals',
      'ForAllValues:StringLike',
      'ForAnyValue:StringNotEquals',
    ],
    ['a', 'b', 'a*'],
  ],
  'aws:PrincipalAccount': [
    ['StringEquals', 'StringNotEquals'],
    [account, other],
  ],
  'kms:CallerAccount': [
    ['StringEquals', 'StringNotEquals'],
    [account, other],
  ],
  'aws:PrincipalArn': [
    ['ArnEquals', 'ArnNotEquals', 'StringLike'],
    [role('app'), role('ops'), `arn:aws:iam::${account}:role/*`],
  ],
  'aws:SourceVpce': [
    ['StringEquals', 'StringNotEquals'],
    ['vpce-1', 'vpce-2'],
  ],
};

const some = <T>(items: readonly T[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength });

const conjunct = fc.constantFrom(...Object.keys(keys)).chain((key) => {
  const [operators = [], values = []] = keys[key] ?? [];
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fc.constant(key), fc.constantFrom(...operators), some(values, 3)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant(key), fc.constant('Null'), some(['true', 'false'], 1)),
    },
  );
});

const condition = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.array(conjunct, { minLength: 1, maxLength: 2 }) },
  )
  .map((conjuncts) => {
    const result: Record<string, Record<string, readonly string[]>> = {};
    for (const [key, operator, values] of conjuncts) (result[operator] ??= {})[key] = values;
    return result;
  });

const principal = fc.oneof(
  { weight: 5, arbitrary: some(principals, 2).map((AWS) => ({ AWS })) },
  { weight: 1, arbitrary: some(services, 2).map((Service) => ({ Service })) },
);

export const statement: fc.Arbitrary<Json> = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  Principal: principal,
  Action: some(actions, 3),
  Resource: fc.constantFrom(
    '*',
    '*',
    '*',
    'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  ),
  Condition: condition,
});

type Change = (list: readonly Json[], pick: number) => readonly Json[];

/** A statement with one of its members changed. */
const edit =
  (change: (s: Json, pick: number) => readonly Json[]): Change =>
  (list, pick) =>
    list.flatMap((s, at) => (at === pick % list.length ? change(s, pick) : [s]));

const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const changes: readonly Change[] = [
  (list) => list.toReversed(),
  (list, pick) => list.toSpliced(pick % list.length, 1),
  edit((s) => items(s['Action']).map((Action) => ({ ...s, Action }))),
  edit((s) => [{ ...s, Action: 'kms:*' }]),
  edit((s) => [{ ...s, Action: ['kms:ReEncryptFrom', 'kms:ReEncryptTo', ...items(s['Action'])] }]),
  edit((s) => [{ ...s, Principal: '*' }]),
  edit((s) => [{ ...s, Principal: { AWS: account } }]),
  edit((s) => [{ ...s, Condition: {} }]),
  edit((s, pick) => [
    {
      ...s,
      Condition: {
        ...(s['Condition'] as Json),
        Bool: { 'aws:SecureTransport': String(pick % 2 === 0) },
      },
    },
  ]),
  edit((s) => splitValues(s)),
  (list) => [
    ...list,
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': account } },
    },
  ],
];

/** One statement for each value of its first condition. */
function splitValues(s: Json): readonly Json[] {
  const condition_ = (s['Condition'] ?? {}) as Record<string, Record<string, readonly string[]>>;
  const [operator, keyed] = Object.entries(condition_)[0] ?? [];
  const [key, values] = Object.entries(keyed ?? {})[0] ?? [];
  if (operator === undefined || key === undefined || values === undefined) return [s];
  return [values].flat().map((value) => ({
    ...s,
    Condition: { ...condition_, [operator]: { ...keyed, [key]: [value] } },
  }));
}

/** Two policies, the second a changed copy of the first, or another one. */
export const pair: fc.Arbitrary<readonly [readonly Json[], readonly Json[]]> = fc
  .tuple(
    fc.array(statement, { minLength: 1, maxLength: 3 }),
    fc.array(statement, { maxLength: 2 }),
    fc.array(fc.tuple(fc.nat(changes.length - 1), fc.nat(100)), { maxLength: 3 }),
  )
  .map(([first, more, edits]) => {
    let second: readonly Json[] = first;
    for (const [change, pick] of edits)
      second = second.length === 0 ? second : (changes[change]?.(second, pick) ?? second);
    return [first, [...second, ...more]];
  });

const asked = [
  'Encrypt',
  'Decrypt',
  'ReEncryptFrom',
  'ReEncryptTo',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyWithoutPlaintext',
  'DescribeKey',
  'CreateGrant',
  'PutKeyPolicy',
].map((name) => `kms:${name}`);
const askers = [
  role('app'),
  role('ops'),
  `arn:aws:iam::${account}:user/Example`,
  session,
  role('third'),
  `arn:aws:sts::${account}:assumed-role/app/i-2`,
  role('app', other),
  ...services,
  'ec2.amazonaws.com',
];

/** Values that a request may bring for a key: those that policies name, and some beside them. */
const brought: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  'kms:viaservice': [
    ...via,
    's3.*.amazonaws.com',
    '*.eu-west-1.amazonaws.com',
    'S3.EU-WEST-1.AMAZONAWS.COM',
    'ec2.eu-west-1.amazonaws.com',
    'ec2.us-east-1.amazonaws.com',
    's3.eu-central-1.amazonaws.com',
  ],
  'aws:sourcearn': [
    ...topics,
    `arn:aws:sns:us-east-1:${account}:a`,
    `arn:aws:sns:us-east-1:${account}:c`,
    `arn:aws:sns:eu-west-1:${account}:c`,
    `arn:aws:sns:eu-west-1:x:${account}:a`,
    'arn:aws:s3:::x',
    ...['*', `eu-west-1`].map((r) => `arn:aws:sns:${r}:${account}:*`),
  ],
  'aws:sourceip': ['10.0.0.1', '10.1.0.1', '10.1.2.3', '192.0.2.1', '192.0.2.200', '203.0.113.1'],
  'aws:securetransport': ['true', 'false'],
  'aws:multifactorauthage': ['59', '60', '61', '299', '300', '301', '3599', '3600', '3601'],
  'kms:encryptioncontextkeys': [
    ['a'],
    ['b'],
    ['ab'],
    ['c'],
    ['a', 'b'],
    ['a', 'c'],
    ['a', 'ab'],
    ['b', 'c'],
    ['a*'],
    ['a*', 'c'],
    ['a', 'b', 'c'],
    ['ab', 'b'],
    ['a', 'a*'],
    ['a*', 'b'],
  ],
  'aws:sourcevpce': ['vpce-1', 'vpce-2', 'vpce-3'],
};

/** The condition keys that a policy asks for. */
function keysIn(list: readonly Json[]): readonly string[] {
  const found = list.flatMap((s) =>
    Object.values((s['Condition'] ?? {}) as Record<string, object>).flatMap((keyed) =>
      Object.keys(keyed),
    ),
  );
  return [...new Set(found.map((key) => key.toLowerCase()))];
}

/** What a principal settles, as AWS fills it in. */
function settled(who: string): Record<string, string> {
  if (!who.startsWith('arn:')) return {};
  const [, , , , owner = '', resource = ''] = who.split(':');
  const name = /^assumed-role\/([^/]+)\//u.exec(resource)?.[1];
  const arn = name === undefined ? who : role(name, owner);
  return {
    'aws:principalarn': arn,
    'aws:principalaccount': owner,
    'kms:calleraccount': owner,
  };
}

/** Who asks, with what that settles. */
function personsFor(callers: boolean): readonly (readonly [string, Record<string, string>])[] {
  return askers.flatMap((who) => {
    const own = settled(who);
    const called = [account, other].map((id) => ({ ...own, 'kms:calleraccount': id }));
    const isService = !who.startsWith('arn:');
    return [own, ...(callers && isService ? called : [])].map((facts) => [who, facts] as const);
  });
}

/**
 * Requests that may tell two policies apart: all that can be made of the values above, or so many of them, spread evenly.
 */
export function* requestsFor(
  limit: number,
  ...policies: readonly (readonly Json[])[]
): Generator<Request> {
  const used = keysIn(policies.flat());
  const named = used.filter((key) => brought[key] !== undefined);
  const values = named.map((key) => [undefined, ...(brought[key] ?? [])]);
  const persons = personsFor(used.includes('kms:calleraccount'));
  const total = values.reduce(
    (product, list) => product * list.length,
    persons.length * asked.length * 2,
  );
  const step = total <= limit ? 1 : 7919;
  for (let count = 0, at = 0; count < Math.min(total, limit); count++, at = (at + step) % total) {
    let rest = at;
    const take = <T>(list: readonly T[]): T | undefined => {
      const item = list[rest % list.length];
      rest = Math.floor(rest / list.length);
      return item;
    };
    const [principal = '', facts = {}] = take(persons) ?? [];
    const action = take(asked) ?? '';
    const isAllowedByIam = take([true, false]) ?? false;
    const context: Record<string, string | readonly string[]> = { ...facts };
    for (const [i, list] of values.entries()) {
      const value = take(list);
      if (value !== undefined) context[named[i] ?? ''] = value;
    }
    yield { principal, isAllowedByIam, action, context };
  }
}
