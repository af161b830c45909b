import { rankOf, severities, type VerdictKind } from '../../model/finding.ts';
import type { ReportedFinding } from '../../lint/report.ts';

const kinds = ['fail', 'open', 'pass', 'notApplicable'] as const satisfies readonly VerdictKind[];

/** How many ranks there are. */
export const ranksOfWorst = kinds.length * severities.length;

/** Failures before undecided verdicts, and the worst first: the lowest rank is the worst. */
export function rankOfWorst({ kind, severity }: ReportedFinding): number {
  return kinds.indexOf(kind) * severities.length + severities.length - 1 - rankOf(severity);
}

/** Those whose rank is lowest, and how many there were; of one rank, what came first. */
export interface Few<T> {
  readonly add: (item: T) => void;
  readonly list: () => readonly T[];
  readonly count: () => number;
}

/** @param most how many are kept: nobody reads more of a page */
export function openFew<T>(most: number, rank: (item: T) => number): Few<T> {
  let kept: T[] = [];
  let count = 0;
  const sorted = (): T[] => kept.toSorted((a, b) => rank(a) - rank(b)).slice(0, most);
  return {
    add: (item) => {
      count += 1;
      kept.push(item);
      if (kept.length >= 2 * most) kept = sorted();
    },
    list: sorted,
    count: () => count,
  };
}
