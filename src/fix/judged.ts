import type { ReportedFinding } from '../lint/report.ts';
import type { Gap } from '../model/inventory.ts';

/** What a run says: its failures and undecided verdicts, its gaps, and how many keys it saw. */
export interface Judged {
  readonly findings: readonly ReportedFinding[];
  readonly gaps: readonly Gap[];
  readonly keys: number;
}

/**
 * Whether changes did what they were made for and nothing else: the failures that they mend are gone, nothing is said that
 * was not said before, the same keys are seen, and what is gone besides has the same rule or the same subject.
 */
export function isBetter(before: Judged, after: Judged, mends: ReadonlySet<string>): boolean {
  const said = new Map(before.findings.map((finding) => [finding.fingerprint, finding]));
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint));
  const isKnown = ({ fingerprint, kind }: ReportedFinding): boolean =>
    said.get(fingerprint)?.kind === kind;
  const mended = before.findings.filter(({ fingerprint }) => mends.has(fingerprint));
  const rules = new Set(mended.map(({ ruleId }) => ruleId));
  const subjects = new Set(mended.map(({ scope, subject }) => `${scope} ${subject}`));
  const gone = before.findings.filter(({ fingerprint }) => !left.has(fingerprint));
  const gaps = new Set(before.gaps.map(describe));
  return (
    mended.every(({ fingerprint }) => !left.has(fingerprint)) &&
    after.findings.every(isKnown) &&
    gone.every(
      ({ ruleId, scope, subject }) => rules.has(ruleId) || subjects.has(`${scope} ${subject}`),
    ) &&
    after.keys === before.keys &&
    after.gaps.every((gap) => gaps.has(describe(gap)))
  );
}

function describe({ scope, reason, what }: Gap): string {
  return `${scope} ${reason} ${what}`;
}
