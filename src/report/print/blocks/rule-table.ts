import { rankOf, type Severity } from '../../../model/finding.ts';
import type { ReportedFinding } from '../../../lint/report.ts';
import { compareText } from '../../../text/compare.ts';

/** How many verdicts of a rule there are. */
export interface RuleCount {
  readonly ruleId: string;
  /** The worst of its findings. */
  readonly severity: Severity;
  readonly fail: number;
  readonly open: number;
}

/** Counts failures and undecided verdicts by rule, over the parts of a report. */
export interface RuleTable {
  readonly add: (finding: ReportedFinding) => void;
  /** The worst first, then the most. */
  readonly rows: () => readonly RuleCount[];
}

export function openRuleTable(): RuleTable {
  const counts = new Map<string, RuleCount>();
  return {
    add: ({ ruleId, kind, severity }) => {
      if (kind !== 'fail' && kind !== 'open') return;
      const known = counts.get(ruleId) ?? { ruleId, severity, fail: 0, open: 0 };
      counts.set(ruleId, {
        ...known,
        severity: rankOf(severity) > rankOf(known.severity) ? severity : known.severity,
        [kind]: known[kind] + 1,
      });
    },
    rows: () =>
      [...counts.values()].toSorted((a, b) => {
        const orders = [rankOf(b.severity) - rankOf(a.severity), b.fail - a.fail, b.open - a.open];
        return orders.find((order) => order !== 0) ?? compareText(a.ruleId, b.ruleId);
      }),
  };
}
