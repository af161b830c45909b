import { rankOf, type Severity } from '../model/finding.ts';
import type { Gap } from '../model/inventory.ts';
import { failsOpen, isAccountable, type FailOnOpen, type ReportedFinding } from './report.ts';

export interface Thresholds {
  /** Lowest severity that counts as a failure; null where none does. */
  readonly failOn: Severity | null;
  readonly failOnOpen: FailOnOpen;
  readonly allowGaps: boolean;
  /** Modules that `terraform init` has not fetched are told, and do not count. */
  readonly allowUnfetched: boolean;
}

/** Whether one of the findings makes the run fail: 1 is the exit code then. */
export function isFailing(
  findings: readonly ReportedFinding[],
  { failOn, failOnOpen }: Thresholds,
): boolean {
  return findings.filter(isAccountable).some(({ kind, severity, ruleId }) => {
    if (kind === 'open') return failsOpen(failOnOpen, ruleId);
    return kind === 'fail' && failOn !== null && rankOf(severity) >= rankOf(failOn);
  });
}

/** 1: something is wrong or, on request, undecided. 3: nothing is, so far as could be read. 0: clean. */
export function exitCodeOf(
  hasFailed: boolean,
  gaps: readonly Gap[],
  { allowGaps, allowUnfetched }: Thresholds,
): 0 | 1 | 3 {
  if (hasFailed) return 1;
  const isExcused = (gap: Gap): boolean => allowGaps || (allowUnfetched && isUnfetched(gap));
  return gaps.every(isExcused) ? 0 : 3;
}

/** Whether nothing is missing but what `terraform init` would bring. */
function isUnfetched({ modules = [] }: Gap): boolean {
  return modules.length > 0 && modules.every(({ cause }) => cause === 'unfetched');
}
