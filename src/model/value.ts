import type { Location, SourceLocation } from './location.ts';
import { spoken } from './symbol.ts';

/** Why a value could not be told, with the sentence that completes "cannot tell, because …". */
export const unknownReasons = {
  'known-after-apply': 'the plan leaves it to be known after apply',
  'unresolved-reference': 'it refers to something that could not be resolved',
  'ambiguous-reference': 'it may refer to more than one object',
  'unset-variable': 'the caller decides it',
  'ignored-changes': 'ignore_changes lets it differ from what is written',
  'unsupported-function': 'it calls a function that is not evaluated here',
  'evaluation-limit': 'evaluating it would take too much work',
  'partial-plan': 'the plan is partial, so that what is absent from it may still exist',
  'declared-without-instance': 'it is declared, but the plan holds no instance of it',
  'declared-elsewhere': 'it is declared elsewhere',
  'deferred-change': 'the plan defers it',
  'unknown-action': 'the plan takes an action on it that this version does not know',
  'untold-change': 'the plan is incomplete and does not say what becomes of it',
  'conflicting-declarations': 'it is declared more than once',
  'unresolved-module': 'the module that holds it was not read',
  'unreadable-input': 'an input that could hold it could not be read',
  'unrecognised-value': 'AWS may have added the value later',
  'unexpected-type': 'the value has an unexpected type',
  'invalid-document': 'the document could not be parsed',
  'not-read': 'it was not read',
  'access-denied': 'AWS denied the request',
  'not-found': 'AWS no longer found it',
  throttled: 'AWS throttled the request until the deadline',
  'failed-request': 'the request failed',
} as const;

export type UnknownReason = keyof typeof unknownReasons;

/** How a known value came about: written, the provider's or AWS's default, or read from AWS. */
export type Provenance = 'explicit' | 'default' | 'observed';

/** Where the user wrote what stands at a place of a text, a JSON document; null where that cannot be told. */
export type Inside = (place: {
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
}) => SourceLocation | null;

/** A piece of a partly known text: literal text, or the symbol that stands for what is not known. */
export type TextPart = string | { readonly symbol: string };

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly from: Provenance;
  readonly at: Location;
  /** Marked sensitive by its source: it may decide a verdict, and is never printed. */
  readonly sensitive?: true;
  /** The default that it rests on and that a caller may change: it can make a pass, never a failure. */
  readonly assumed?: Unknown;
  /** The variable whose default it rests on, in a root module too: it may be a placeholder that a pipeline fills in. */
  readonly byDefault?: string;
  /** For a text that is a document. */
  readonly inside?: Inside;
}

export interface Unknown {
  readonly known: false;
  readonly reason: UnknownReason;
  /** What is not known, in the source's words: an attribute, a reference, an API call. */
  readonly what: string;
  /** Names what could not be resolved; equal symbols of one scope are equal values. Print it by `spoken` alone. */
  readonly symbol?: string;
  /** For a text of which some parts are known. */
  readonly parts?: readonly TextPart[];
  /** The default that the known parts rest on, and that a caller may change. */
  readonly assumed?: Unknown;
  /** As with a known value. */
  readonly byDefault?: string;
  readonly inside?: Inside;
  readonly at: Location;
}

/** A fact with its provenance and place, or the reason why it is not known. */
export type Value<T> = Known<T> | Unknown;

export function known<T>(value: T, from: Provenance, at: Location): Known<T> {
  return { known: true, value, from, at };
}

export function unknown(
  reason: UnknownReason,
  what: string,
  at: Location,
  symbol?: string,
): Unknown {
  const base = { known: false, reason, what: spoken(what), at } as const;
  return symbol === undefined ? base : { ...base, symbol };
}

/** Applies `f` to a known value; provenance, place, sensitivity and assumption stay. */
export function mapValue<A, B>(value: Value<A>, f: (value: A) => B): Value<B> {
  return value.known ? { ...value, value: f(value.value) } : value;
}

/** The value if it is known, else `fallback`. */
export function valueOr<T, F>(value: Value<T>, fallback: F): T | F {
  return value.known ? value.value : fallback;
}

/** Text of a value for a message: sensitive and unknown values keep their secret. */
export function show(value: Value<string | number | boolean | null>): string {
  if (!value.known) return '(unknown)';
  return value.sensitive === true ? '(sensitive)' : String(value.value);
}

/** Whether two values are provably equal: both known and alike, or the same symbol. */
export function provablyEqual<T extends string | number>(a: Value<T>, b: Value<T>): boolean {
  if (a.known && b.known) return a.value === b.value;
  return !a.known && !b.known && a.symbol !== undefined && a.symbol === b.symbol;
}
