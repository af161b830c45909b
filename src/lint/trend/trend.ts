import type { Finding } from '../../model/finding.ts';
import type { Scope } from '../../model/place/scope.ts';
import type { Account } from '../../read/accounts.ts';
import { readEarlier } from '../../read/batches.ts';
import { compareText } from '../../text/compare.ts';
import { checkBatch, type Checked } from '../checked.ts';
import type { RunOptions } from '../options.ts';
import {
  fixedSince,
  stateIn,
  toSeen,
  type FixedFinding,
  type PreviousState,
  type Seen,
} from './compare.ts';

export type { FixedFinding, PreviousState } from './compare.ts';

/** What became of the findings of an account since an earlier look at it. */
export interface Trend {
  readonly stateOf: (finding: Finding) => PreviousState | null;
  readonly fixed: readonly FixedFinding[];
  /** When the oldest of the earlier snapshots was begun, in ISO 8601; null where none was compared. */
  readonly since: string | null;
}

/** Of an account that no earlier snapshot has: nothing is known of what was before. */
export const noTrend: Trend = { stateOf: () => null, fixed: [], since: null };

/** What is kept of an account as it was. */
export interface Earlier extends Seen {
  readonly scopes: readonly Scope[];
}

/** Judges an account as `--previous` holds it, by the same rules; null where it holds none of it. */
export async function seeEarlier(account: Account, options: RunOptions): Promise<Earlier | null> {
  const batch = await readEarlier(account);
  if (batch === null) return null;
  const { config = null } = options;
  // Nothing is waived yet, and no pass is asked for.
  const bare = config === null ? null : { ...config, suppressions: [], ignore: nobody };
  const quiet = { ...options, everyVerdict: false, tallies: false, baseline: null, config: bare };
  return seen(checkBatch(batch, [], quiet), options);
}

const nobody = { paths: [], subjects: [] };

function seen({ findings, present, gaps }: Checked, { rules }: RunOptions): Earlier {
  const { scopes, partial } = present;
  return { ...toSeen(findings, { scopes, gaps, partial }, rules), scopes };
}

/** @param checked the account as it is now, before anything is waived */
export function trendOf(earlier: Earlier, checked: Checked, options: RunOptions): Trend {
  const dates = earlier.scopes.flatMap(({ startedAt }) => startedAt ?? []);
  return {
    stateOf: stateIn(earlier),
    fixed: fixedSince(earlier, seen(checked, options)),
    since: dates.toSorted(compareText)[0] ?? null,
  };
}
