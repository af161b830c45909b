import { elementsOf, member, textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { compareText } from '../../../src/text/compare.ts';
import type { Row } from './duckdb.ts';
import { owners } from './organisation.ts';

// What a JSON report says, counted anew.

export const findingsOf = (report: Json, kind: string) =>
  elementsOf(member(report, 'findings')).filter((one) => textMember(one, 'kind') === kind);
export const keysOf = (report: Json) => elementsOf(member(report, 'keys'));
export const text = (json: Json, name: string) => textMember(json, name) ?? null;
export const datesOf = (key: Json, name: string) =>
  text(member(key, 'dates') ?? null, name)?.slice(0, 10) ?? null;
export const nameOf = (json: Json) =>
  `${text(json, 'account')} ${text(json, 'region')} ${text(json, 'keyId')}`;
export const ownerOf = (key: Json) => owners[`${text(key, 'account')} ${text(key, 'keyId')}`];

export function countBy(
  all: readonly Json[],
  keyOf: (json: Json) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[keyOf(one)] = (counts[keyOf(one)] ?? 0) + 1;
  return counts;
}

export const named = (rows: readonly Row[]) =>
  rows.map((row) => textsOf(row, 'account', 'region', 'keyid')).toSorted(compareText);
export const namesOf = (keys: readonly Json[]) => keys.map(nameOf).toSorted(compareText);

/** Texts of a row, with spaces between. */
export const textsOf = (row: Row, ...names: readonly string[]): string =>
  names.map((name) => textMember(row, name) ?? '').join(' ');

/** One column by others. */
export const columnOf = (
  rows: readonly Row[],
  column: string,
  ...by: readonly string[]
): Readonly<Record<string, Json>> =>
  Object.fromEntries(rows.map((row) => [textsOf(row, ...by), row[column] ?? null]));

export const asText = (json: Json | undefined): string => (typeof json === 'string' ? json : '');
