import { rankOf } from '../../model/finding.ts';
import type { ReportedFinding } from '../../lint/report.ts';

/** Failures before undecided verdicts, and the worst first; whoever sorts by it keeps the report's order otherwise. */
export function byWorst(a: ReportedFinding, b: ReportedFinding): number {
  const kinds = kindRanks[a.kind] - kindRanks[b.kind];
  return kinds === 0 ? rankOf(b.severity) - rankOf(a.severity) : kinds;
}

const kindRanks = { fail: 0, open: 1, pass: 2, notApplicable: 3 } as const;
