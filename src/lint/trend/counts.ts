import type { FixedFinding, PreviousState } from './compare.ts';

/** Failures by what became of them. */
export interface TrendCounts {
  readonly new: number;
  /** Those that an earlier snapshot shows too. */
  readonly known: number;
  readonly fixed: number;
  /** When the oldest of the earlier snapshots was begun, in ISO 8601. */
  readonly since: string;
}

/** @param failures those that count */
export function countTrend(
  failures: readonly { readonly previousState?: PreviousState | null }[],
  fixed: readonly FixedFinding[],
  since: string,
): TrendCounts {
  const count = (isMeant: (state: PreviousState) => boolean): number =>
    failures.filter(({ previousState: state = null }) => state !== null && isMeant(state)).length;
  return {
    new: count((state) => state === 'new'),
    known: count((state) => state !== 'new'),
    fixed: fixed.length,
    since,
  };
}

/** The counts of two parts together, as a member of their summary. */
export function addTrends(
  a: TrendCounts | undefined,
  b: TrendCounts | undefined,
): { readonly trend?: TrendCounts } {
  if (a === undefined || b === undefined) {
    const trend = a ?? b;
    return trend === undefined ? {} : { trend };
  }
  const since = a.since < b.since ? a.since : b.since;
  return {
    trend: { new: a.new + b.new, known: a.known + b.known, fixed: a.fixed + b.fixed, since },
  };
}
