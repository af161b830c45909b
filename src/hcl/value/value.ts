import type { Branch } from '../../model/branch.ts';
import type { TextPart, UnknownReason } from '../../model/value.ts';

/** What clings to a value through every operation. */
export interface Marks {
  readonly sensitive?: true;
  /** Text of a file, or made of it: it may decide a verdict, and no message quotes it. */
  readonly unquoted?: true;
  /** The variable of an entry module whose default decided the value. */
  readonly assumed?: string;
}

/** A value of a conditional. */
interface Chosen {
  /** What it would come from if the condition, which is known, were otherwise. */
  readonly otherwise?: readonly Branch[];
}

export type NullVal = Marks & Chosen & { readonly t: 'null' };
export type BoolVal = Marks & { readonly t: 'bool'; readonly v: boolean };
export type NumberVal = Marks & { readonly t: 'number'; readonly v: number };
export type StringVal = Marks & Chosen & { readonly t: 'string'; readonly v: string };
export type ListVal = Marks & {
  readonly t: 'list';
  readonly v: readonly Val[];
  readonly of: 'tuple' | 'list' | 'set';
};
export type ObjectVal = Marks & {
  readonly t: 'object';
  readonly v: ReadonlyMap<string, Val>;
  readonly of: 'object' | 'map';
};

/** A resource or module instance, whose attributes are evaluated when asked for. */
export type HandleVal = Marks & {
  readonly t: 'handle';
  readonly symbol: string;
  readonly refs: readonly Branch[];
  readonly attribute: (name: string) => Val;
};

export type UnknownVal = Marks &
  Chosen & {
    readonly t: 'unknown';
    readonly reason: UnknownReason;
    readonly what: string;
    readonly symbol?: string;
    readonly parts?: readonly TextPart[];
    /** Certainly a text. */
    readonly text?: true;
    /** Certainly there: evaluating it cannot fail, and it is not null. */
    readonly sure?: true;
    /** The resource instances that it may come from. */
    readonly refs: readonly Branch[];
    /** False where it may come from something else. */
    readonly complete: boolean;

    /** For a collection of unknown length: what any of its elements looks like. */
    readonly element?: Val;
  };

/** A value of the language, with what is not known of it. */
export type Val =
  | NullVal
  | BoolVal
  | NumberVal
  | StringVal
  | ListVal
  | ObjectVal
  | HandleVal
  | UnknownVal;

export const nullVal: NullVal = { t: 'null' };
export const bool = (v: boolean): BoolVal => ({ t: 'bool', v });
export const number = (v: number): NumberVal => ({ t: 'number', v });
export const text = (v: string): StringVal => ({ t: 'string', v });
export const tuple = (v: readonly Val[]): ListVal => ({ t: 'list', v, of: 'tuple' });
export const list = (v: readonly Val[]): ListVal => ({ t: 'list', v, of: 'list' });
export const object = (v: ReadonlyMap<string, Val>): ObjectVal => ({
  t: 'object',
  v,
  of: 'object',
});
export const map = (v: ReadonlyMap<string, Val>): ObjectVal => ({ t: 'object', v, of: 'map' });

/** Evaluation that Terraform would refuse; `try` and `can` catch it. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** Evaluation that would take too much work. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

export function fail(message: string): never {
  throw new EvaluationError(message);
}

/** An unknown that comes from no resource. */
export function unknownVal(reason: UnknownReason, what: string, symbol?: string): UnknownVal {
  const base: UnknownVal = { t: 'unknown', reason, what, refs: [], complete: false };
  return symbol === undefined ? base : { ...base, symbol };
}

/** The value with the marks of the others added. */
export function marked<V extends Val>(value: V, ...others: readonly Val[]): V {
  let { sensitive, unquoted, assumed } = value;
  for (const other of others) {
    sensitive ??= other.sensitive;
    unquoted ??= other.unquoted;
    assumed ??= other.assumed;
  }
  const isSame =
    sensitive === value.sensitive && unquoted === value.unquoted && assumed === value.assumed;
  if (isSame) return value;
  return {
    ...value,
    ...(sensitive === undefined ? {} : { sensitive }),
    ...(unquoted === undefined ? {} : { unquoted }),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

/** Whether a message may quote the value: nothing in it is sensitive, or text of a file. */
export function isQuotable(value: Val): boolean {
  for (const { sensitive, unquoted } of deep(value)) if (sensitive ?? unquoted) return false;
  return true;
}

/** Whether something clings to the value itself. */
function isMarked({ sensitive, unquoted, assumed }: Val): boolean {
  return sensitive !== undefined || unquoted !== undefined || assumed !== undefined;
}

/** A collection without what is in it: its own marks. */
export function outside(value: Val): Val {
  if (value.t === 'list') return { ...value, v: [] };
  return value.t === 'object' ? { ...value, v: new Map() } : value;
}

/** The elements of a list; its marks cling to each. */
export function elementsOf(value: ListVal): readonly Val[] {
  return isMarked(value) ? value.v.map((inner) => marked(inner, value)) : value.v;
}

/** The members of an object; its marks cling to each. */
export function entriesOf(value: ObjectVal): ReadonlyMap<string, Val> {
  if (!isMarked(value)) return value.v;
  return new Map([...value.v].map(([name, inner]) => [name, marked(inner, value)]));
}

/** The values directly inside a collection. */
export function membersOf(value: Val): Iterable<Val> {
  if (value.t === 'list') return value.v;
  return value.t === 'object' ? value.v.values() : [];
}

/** The value and everything in it. */
export function* deep(value: Val): Generator<Val> {
  const pending: Val[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    for (const inner of membersOf(next)) pending.push(inner);
  }
}

/** The unknowns in values, handles among them. */
export function unknownsIn(values: readonly Val[]): readonly UnknownVal[] {
  const found: UnknownVal[] = [];
  for (const value of values) {
    for (const inner of deep(value)) {
      if (inner.t === 'unknown') found.push(inner);
      else if (inner.t === 'handle') found.push(unknownHandle(inner));
    }
  }
  return found;
}

/** A whole resource or module instance where a plain value is wanted. */
export function unknownHandle(handle: HandleVal): UnknownVal {
  const { symbol, refs } = handle;
  const complete = refs.length > 0;
  return { t: 'unknown', reason: 'unresolved-reference', what: symbol, symbol, refs, complete };
}

export function isKnown(value: Val): boolean {
  return unknownsIn([value]).length === 0;
}
