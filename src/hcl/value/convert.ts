import { compactParts, deepMarked, derive, partsOf, symbolOfParts } from './symbol.ts';
import {
  elementsOf,
  entriesOf,
  fail,
  number,
  text,
  unknownHandle,
  type UnknownVal,
  type Val,
} from './value.ts';
import type { TextPart } from '../../model/value.ts';
import { checkText, joinTexts } from './work.ts';

/** Terraform's word for the type of a value. */
export function typeOf(value: Val): string {
  if (value.t === 'list') return value.of;
  return value.t === 'object' ? value.of : value.t;
}

/** A number as Terraform prints it. */
export function printNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (Number.isInteger(value) && Math.abs(value) > 1e20) return BigInt(value).toString();
  return String(value);
}

export function asText(value: Val): string {
  if (value.t === 'string') return value.v;
  if (value.t === 'number') return printNumber(value.v);
  if (value.t === 'bool') return String(value.v);
  return fail(`a string is wanted, not ${typeOf(value)}`);
}

export function asNumber(value: Val): number {
  if (value.t === 'number') return value.v;
  if (value.t === 'string' && /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(value.v))
    return Number(value.v);
  return fail(`a number is wanted, not ${typeOf(value)}`);
}

export function asBool(value: Val): boolean {
  if (value.t === 'bool') return value.v;
  // Terraform 1.11 converts these four texts and no other.
  if (value.t === 'string' && (value.v === 'true' || value.v === '1')) return true;
  if (value.t === 'string' && (value.v === 'false' || value.v === '0')) return false;
  return fail(`a bool is wanted, not ${typeOf(value)}`);
}

/** The elements; marks of the list cling to each. */
export function asList(value: Val): readonly Val[] {
  if (value.t === 'list') return elementsOf(value);
  return fail(`a list is wanted, not ${typeOf(value)}`);
}

/** The members; marks of the object cling to each. */
export function asMap(value: Val): ReadonlyMap<string, Val> {
  if (value.t === 'object') return entriesOf(value);
  return fail(`a map is wanted, not ${typeOf(value)}`);
}

/** Equality as `==` has it, of wholly known values: no conversion between types. */
export function equal(a: Val, b: Val): boolean {
  if (a.t === 'list' && b.t === 'list') {
    return a.v.length === b.v.length && a.v.every((inner, i) => sameAt(inner, b.v[i]));
  }
  if (a.t === 'object' && b.t === 'object') {
    return a.v.size === b.v.size && [...a.v].every(([key, inner]) => sameAt(inner, b.v.get(key)));
  }
  if (a.t === 'null' || b.t === 'null') return a.t === b.t;
  return 'v' in a && 'v' in b && a.t === b.t && a.v === b.v;
}

function sameAt(a: Val, b: Val | undefined): boolean {
  return b !== undefined && equal(a, b);
}

/** Joins values to a text; where some are not known, to a partly known one. */
export function concatenate(values: readonly Val[]): Val {
  if (values.every((value) => value.t !== 'unknown' && value.t !== 'handle')) {
    return deepMarked(text(joinTexts(values.map(asText))), values);
  }
  const pieces = values.map((value) => (value.t === 'handle' ? unknownHandle(value) : value));
  const [only] = pieces;
  if (pieces.length === 1 && only?.t === 'unknown') return { ...only, text: true };
  return partly(pieces);
}

function partly(pieces: readonly Val[]): UnknownVal {
  const parts: TextPart[] = [];
  for (const piece of pieces) {
    const found = piece.t === 'unknown' ? partsOf(piece) : [asText(piece)];
    if (found === undefined) return { ...derive(() => '', pieces), text: true };
    for (const part of found) parts.push(part);
  }
  return fromParts(parts, pieces);
}

/** A partly known text; the unknowns that it is made of lend it their reasons and references. */
export function fromParts(parts: readonly TextPart[], from: readonly Val[]): UnknownVal {
  const compact = compactParts(parts);
  checkText(compact.map((part) => (typeof part === 'string' ? part : part.symbol)).join(''));
  const { symbol: _, ...unknown } = derive(() => '', from);
  return { ...unknown, symbol: symbolOfParts(compact), parts: compact, text: true };
}

export function numberOf(value: Val): Val {
  return value.t === 'unknown' ? value : deepMarked(number(asNumber(value)), [value]);
}

export function textOf(value: Val): Val {
  if (value.t === 'unknown') return { ...value, text: true };
  return deepMarked(text(asText(value)), [value]);
}
