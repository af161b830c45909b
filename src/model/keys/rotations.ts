import type { Key } from '../inventory.ts';

/** The day of the last rotation on demand, `YYYY-MM-DD` in UTC; null where none was read. */
export function lastOnDemand({ dates }: Key): string | null {
  const rotation = dates?.rotations?.findLast(({ type }) => type === 'ON_DEMAND');
  return rotation === undefined ? null : rotation.at.slice(0, 10);
}
