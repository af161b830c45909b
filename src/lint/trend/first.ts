import type { Account } from '../../read/accounts.ts';
import { earlierOf, groupByScope } from '../../read/previous.ts';

/** Where `--previous` holds what is judged and nothing before it, as on the first day of a schedule: a line, or nothing. */
export function firstHints(accounts: readonly Account[]): readonly string[] {
  const met = accounts.filter(({ earlier }) => earlier.length > 0);
  if (met.length === 0 || met.some(hasEarlier)) return [];
  return [
    '--previous holds nothing that is older than what is judged, as on the first day of a schedule: nothing was compared',
  ];
}

function hasEarlier({ snapshots, earlier: all }: Account): boolean {
  const earlier = groupByScope(all);
  return [...groupByScope(snapshots).values()].some(([now]) => earlierOf(now, earlier) !== null);
}
