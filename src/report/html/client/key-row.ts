import { formatDay } from '../data/dates.ts';
import type { KeyRow } from '../data/page-data.ts';
import { join, makeCell, type Line } from './paper.ts';

/** Tags that tell whose a key is, as in `Owner=payments`. */
export function ownerOf({ owner }: KeyRow, text: (id: number) => string): readonly string[] {
  return owner.map(([name, value]) => `${text(name)}=${text(value)}`);
}

/** A key on paper: dates in the place of its timeline. */
export function toLine(key: KeyRow, text: (id: number) => string): Line {
  const state = text(key.state);
  const facts = join(
    state === 'Enabled' ? '' : state,
    ...key.facts.map((id) => text(id)),
    text(key.rotation),
  );
  const dates = datesOf(key).map(([name, day]) => `${name} ${day}`);
  const whose = join(...ownerOf(key, text), ...key.aliases.map((id) => text(id)));
  return {
    title: join(text(key.account), text(key.accountName), text(key.region)),
    note: '',
    cells: [
      text(key.subject),
      whose === '' ? text(key.description) : whose,
      makeCell(facts, join(...dates)),
      join(
        key.failures === 0 ? '' : String(key.failures),
        key.open === 0 ? '' : `${key.open} open`,
      ),
    ],
  };
}

export const keyHeads = ['Key', 'Whose', 'What it is', 'Fails'] as const;

/** The dates that matter most. */
export function datesOf({
  created,
  rotations,
  next,
  expires,
  deleted,
}: KeyRow): readonly (readonly [name: string, value: string])[] {
  const last = rotations?.at(-1);
  const times = rotations !== null && rotations.length > 1 ? ` (${rotations.length} times)` : '';
  return [
    ...(created === null ? [] : [['created', formatDay(created)] as const]),
    ...(rotations === null ? [['rotations', 'not read'] as const] : []),
    ...(rotations?.length === 0 ? [['rotated', 'never'] as const] : []),
    ...(last === undefined ? [] : [['last rotated', `${formatDay(last)}${times}`] as const]),
    ...(next === null ? [] : [['next', formatDay(next)] as const]),
    ...(expires === null ? [] : [['expires', formatDay(expires)] as const]),
    ...(deleted === null ? [] : [['deletion', formatDay(deleted)] as const]),
  ];
}
