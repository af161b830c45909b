import type { Mode } from '../text/pattern.ts';

/** What a condition operator compares, and how (IAM User Guide, "Condition operators"). */
export interface Operator {
  /** `ForAnyValue:`, `ForAllValues:` or nothing. */
  readonly qualifier: string;
  readonly family: 'string' | 'arn' | 'numeric' | 'date' | 'bool' | 'binary' | 'address' | 'null';
  /** Numbers, dates and addresses are compared by value, ARNs component by component. */
  readonly mode: Mode | 'arn' | 'below' | 'above' | 'block';
  readonly strict: boolean;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

type Kind = Pick<Operator, 'family' | 'mode'> & { readonly negated?: true; readonly strict?: true };

const kinds: Readonly<Record<string, Kind>> = {
  StringEquals: { family: 'string', mode: 'exact' },
  StringNotEquals: { family: 'string', mode: 'exact', negated: true },
  StringEqualsIgnoreCase: { family: 'string', mode: 'fold' },
  StringNotEqualsIgnoreCase: { family: 'string', mode: 'fold', negated: true },
  StringLike: { family: 'string', mode: 'pattern' },
  StringNotLike: { family: 'string', mode: 'pattern', negated: true },
  ArnEquals: { family: 'arn', mode: 'arn' },
  ArnLike: { family: 'arn', mode: 'arn' },
  ArnNotEquals: { family: 'arn', mode: 'arn', negated: true },
  ArnNotLike: { family: 'arn', mode: 'arn', negated: true },
  NumericEquals: { family: 'numeric', mode: 'exact' },
  NumericNotEquals: { family: 'numeric', mode: 'exact', negated: true },
  NumericLessThan: { family: 'numeric', mode: 'below', strict: true },
  NumericLessThanEquals: { family: 'numeric', mode: 'below' },
  NumericGreaterThan: { family: 'numeric', mode: 'above', strict: true },
  NumericGreaterThanEquals: { family: 'numeric', mode: 'above' },
  DateEquals: { family: 'date', mode: 'exact' },
  DateNotEquals: { family: 'date', mode: 'exact', negated: true },
  DateLessThan: { family: 'date', mode: 'below', strict: true },
  DateLessThanEquals: { family: 'date', mode: 'below' },
  DateGreaterThan: { family: 'date', mode: 'above', strict: true },
  DateGreaterThanEquals: { family: 'date', mode: 'above' },
  Bool: { family: 'bool', mode: 'fold' },
  BinaryEquals: { family: 'binary', mode: 'exact' },
  IpAddress: { family: 'address', mode: 'block' },
  NotIpAddress: { family: 'address', mode: 'block', negated: true },
  Null: { family: 'null', mode: 'fold' },
};

const folded = new Map(Object.entries(kinds).map(([name, kind]) => [name.toLowerCase(), kind]));
const exact = new Map(Object.entries(kinds));
const form = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/u;
const foldedForm = /^(?:(foranyvalue|forallvalues):)?([a-z]+?)(ifexists)?$/u;

/** Reads an operator's name; null where AWS documents no such operator. Case counts, unless `lowerCase`. */
export function readOperator(name: string, lowerCase = false): Operator | null {
  const [, qualifier = '', base = '', suffix] = (lowerCase ? foldedForm : form).exec(name) ?? [];
  const kind = (lowerCase ? folded : exact).get(base);
  if (kind === undefined || (kind.family === 'null' && suffix !== undefined)) return null;
  return {
    qualifier,
    family: kind.family,
    mode: kind.mode,
    strict: kind.strict === true,
    negated: kind.negated === true,
    ifExists: suffix !== undefined,
  };
}
