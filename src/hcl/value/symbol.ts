import { createHash } from 'node:crypto';
import type { Branch } from '../../model/branch.ts';
import type { TextPart } from '../../model/value.ts';
import { deep, marked, unknownsIn, type UnknownVal, type Val } from './value.ts';

const longest = 400;

/** Canonical text of a value: equal texts are equal values; undefined where there is none. */
export function canonical(value: Val): string | undefined {
  switch (value.t) {
    case 'null':
      return 'null';
    case 'bool':
    case 'number':
      return String(value.v);
    case 'string':
      return JSON.stringify(value.v);
    case 'list':
      return enclose('[', value.v.map(canonical), ']');
    case 'object':
      return enclose(
        '{',
        [...value.v].map(([key, inner]) => pair(key, inner)),
        '}',
      );
    case 'handle':
      return value.symbol;
    case 'unknown':
      return value.symbol;
  }
}

function pair(key: string, value: Val): string | undefined {
  const inner = canonical(value);
  return inner === undefined ? undefined : `${JSON.stringify(key)} = ${inner}`;
}

function enclose(open: string, inner: readonly (string | undefined)[], close: string) {
  return inner.includes(undefined) ? undefined : shorten(`${open}${inner.join(', ')}${close}`);
}

/** A symbol of bearable length; what is cut stays distinguishable. */
export function shorten(symbol: string): string {
  if (symbol.length <= longest) return symbol;
  const hash = createHash('sha256').update(symbol).digest('hex').slice(0, 16);
  return `${symbol.slice(0, 60)}… (${hash})`;
}

/** The unknown that an operation on (partly) unknown values yields; its symbol spells the operation. */
export function derive(
  spell: (args: readonly string[]) => string,
  args: readonly Val[],
): UnknownVal {
  const unknowns = unknownsIn(args);
  const [first] = unknowns;
  const texts = args.map(canonical);
  const base: UnknownVal = {
    t: 'unknown',
    reason: first?.reason ?? 'unresolved-reference',
    what: first?.what ?? 'an expression',
    refs: distinctBranches(unknowns.flatMap(({ refs }) => refs)),
    complete: unknowns.length > 0 && unknowns.every(({ complete }) => complete),
    ...(unknowns.every(({ sure }) => sure === true) ? { sure: true } : {}),
  };
  const known = texts.filter((t) => t !== undefined);
  const symbol = known.length === texts.length ? shorten(spell(known)) : undefined;
  return deepMarked(symbol === undefined ? base : { ...base, symbol }, args);
}

/** The value with every mark in the others, however deep. */
export function deepMarked<V extends Val>(value: V, others: readonly Val[]): V {
  let result = value;
  for (const other of others) for (const inner of deep(other)) result = marked(result, inner);
  return result;
}

export function distinctBranches(branches: readonly Branch[]): readonly Branch[] {
  if (branches.length < 2) return branches;
  return [...new Map(branches.map((b) => [b.identities.join('\n'), b])).values()];
}

/** The parts of a partly known text: its own, or its symbol. */
export function partsOf(value: Val): readonly TextPart[] | undefined {
  if (value.t === 'string') return [value.v];
  if (value.t === 'number' || value.t === 'bool') return [String(value.v)];
  if (value.t !== 'unknown') return undefined;
  if (value.parts !== undefined) return value.parts;
  return value.symbol === undefined ? undefined : [{ symbol: value.symbol }];
}

/** Parts with neighbouring texts joined and empty ones left out. */
export function compactParts(parts: readonly TextPart[]): readonly TextPart[] {
  const result: TextPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string')
      result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}
