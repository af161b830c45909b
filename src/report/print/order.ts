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
export interface Few {
  readonly add: (finding: ReportedFinding) => void;
  readonly list: () => readonly ReportedFinding[];
  readonly count: () => number;
}

/** @param most how many are kept: nobody reads more of a page */
export function openFew(most: number, rank: (finding: ReportedFinding) => number): Few {
  let kept: ReportedFinding[] = [];
  let count = 0;
  const sorted = (): ReportedFinding[] => kept.toSorted((a, b) => rank(a) - rank(b)).slice(0, most);
  return {
    add: (finding) => {
      count += 1;
      kept.push(finding);
      if (kept.length >= 2 * most) kept = sorted();
    },
    list: sorted,
    count: () => count,
  };
}
