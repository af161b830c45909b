/** An event of AWS as far as it is known beforehand: a field that is absent here may have any value. */
export type EventShape = { readonly [field: string]: string | EventShape };

/** Whether an event pattern takes an event; null where that hangs on fields that are not known, or on what is no pattern. */
export function takesEvent(pattern: string, event: EventShape): boolean | null {
  const read = parse(pattern);
  return isObject(read) ? takes(read, event) : null;
}

type Fields = Readonly<Record<string, unknown>>;

/** All fields of a pattern must be met (EventBridge User Guide, "Event patterns"). */
function takes(pattern: Fields, event: EventShape): boolean | null {
  return every(
    Object.entries(pattern).map(([name, condition]) => {
      if (name === '$or' && Array.isArray(condition))
        return some(condition.map((one) => (isObject(one) ? takes(one, event) : null)));
      const found = Object.hasOwn(event, name) ? event[name] : undefined;
      if (found === undefined) return null;
      if (Array.isArray(condition))
        return typeof found === 'string' && some(condition.map((one) => meets(one, found)));
      return isObject(condition) && typeof found === 'object' ? takes(condition, found) : false;
    }),
  );
}

/** One of the alternatives of a field (EventBridge User Guide, "Comparison operators"); null for one that AWS added later. */
function meets(condition: unknown, found: string): boolean | null {
  if (!isObject(condition)) return condition === found;
  const [first, ...more] = Object.entries(condition);
  if (first === undefined || more.length > 0) return null;
  const [operator, operand] = first;
  switch (operator) {
    case 'prefix':
      return compares(operand, (wanted, lower) => (lower ?? found).startsWith(wanted), found);
    case 'suffix':
      return compares(operand, (wanted, lower) => (lower ?? found).endsWith(wanted), found);
    case 'equals-ignore-case':
      return typeof operand === 'string' && operand.toLowerCase() === found.toLowerCase();
    case 'wildcard':
      return typeof operand === 'string' ? matchesStars(operand, found) : null;
    case 'exists':
      return operand === true;
    case 'anything-but': {
      const excluded = Array.isArray(operand) ? operand : [operand];
      const met = some(excluded.map((one) => meets(one, found)));
      return met === null ? null : !met;
    }
    default:
      return null;
  }
}

/** `{ "prefix": "aws." }`, and `{ "prefix": { "equals-ignore-case": "aws." } }`. */
function compares(
  operand: unknown,
  test: (wanted: string, lower: string | null) => boolean,
  found: string,
): boolean | null {
  if (typeof operand === 'string') return test(operand, null);
  const folded = isObject(operand) ? operand['equals-ignore-case'] : undefined;
  return typeof folded === 'string' ? test(folded.toLowerCase(), found.toLowerCase()) : null;
}

/** `*` stands for any text. */
function matchesStars(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

function every(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function some(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
