import type { Columns, FindingRow } from './page-data.ts';

/** What a reader asked for; a column that is absent lets everything through. */
export interface Wanted {
  /** Words that must all occur, in any order. */
  readonly text: string;
  readonly columns: Readonly<Partial<Record<FilterColumn, number>>>;
}

export const filterColumns = ['severity', 'kind', 'rule', 'account', 'region', 'status'] as const;
export type FilterColumn = (typeof filterColumns)[number];

/** The positions of the findings that are wanted, in their order. */
export function select(
  findings: Columns<FindingRow>,
  haystacks: readonly string[],
  { text, columns }: Wanted,
): readonly number[] {
  const words = wordsOf(text);
  const tests = filterColumns.flatMap((name) => {
    const value = columns[name];
    return value === undefined ? [] : [{ column: findings[name], value }];
  });
  const found: number[] = [];
  for (const [i, haystack] of haystacks.entries()) {
    if (
      tests.every(({ column, value }) => column[i] === value) &&
      words.every((word) => haystack.includes(word))
    ) {
      found.push(i);
    }
  }
  return found;
}

/** The words of a search, in lower case. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
