import { asText } from './convert.ts';
import { canonical } from './symbol.ts';
import { fail, list, marked, text, type ListVal, type Val } from './value.ts';

/** A key under which equal known values coincide. */
export function keyOf(value: Val): string {
  return `${value.t}:${canonical(value) ?? fail('a value is not known')}`;
}

/** First occurrences, in order. */
export function firsts(values: readonly Val[]): readonly Val[] {
  const seen = new Map<string, Val>();
  for (const value of values) if (!seen.has(keyOf(value))) seen.set(keyOf(value), value);
  return [...seen.values()];
}

/** A set as Terraform iterates over it: one of each, numbers by size, texts by their bytes. */
export function setOf(values: readonly Val[]): ListVal {
  const unique = firsts(unify(values));
  return { t: 'list', of: 'set', v: unique.toSorted(order) };
}

export function order(a: Val, b: Val): number {
  if (a.t === 'number' && b.t === 'number') return a.v - b.v;
  if (a.t === 'bool' && b.t === 'bool') return Number(a.v) - Number(b.v);
  if (a.t !== 'string' || b.t !== 'string') return 0;
  return Buffer.compare(Buffer.from(a.v), Buffer.from(b.v));
}

/** Elements of a list have one type: beside a text, numbers and bools are texts. */
export function unify(values: readonly Val[]): readonly Val[] {
  if (!values.some(({ t }) => t === 'string')) return values;
  return values.map((v) => (v.t === 'number' || v.t === 'bool' ? marked(text(asText(v)), v) : v));
}

export function sortTexts(values: readonly Val[]): ListVal {
  return list(values.map((v) => marked(text(asText(v)), v)).toSorted(order));
}
