import type { Account } from '../../read/accounts.ts';
import { groupByScope } from '../../read/previous.ts';
import { compareText } from '../../text/compare.ts';

/** So many accounts and Regions are named. */
const mostNamed = 5;

/**
 * Where snapshots lie in directories of their dates: which accounts and Regions the newest scan does not hold, so that
 * older ones stand for them. A line, or nothing.
 */
export function staleHints(accounts: readonly Account[]): readonly string[] {
  const dated = accounts.flatMap(({ snapshots }) =>
    [...groupByScope(snapshots).values()].flatMap(([{ scope, path }]) => {
      const [, date] = /[\\/]?date=(\d{4}-\d{2}-\d{2})[\\/][^\\/]+$/.exec(path) ?? [];
      return date === undefined ? [] : [{ scope, date }];
    }),
  );
  const newest = dated.map(({ date }) => date).toSorted(compareText);
  const day = newest.at(-1) ?? '';
  const stale = dated.filter(({ date }) => date !== day);
  if (stale.length === 0) return [];
  const named = stale.slice(0, mostNamed).map(({ scope, date }) => `${scope} of ${date}`);
  const rest = stale.length - named.length;
  const names = [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  return [`the scan of ${day} does not hold all that was judged: ${names}; delete what is gone`];
}
