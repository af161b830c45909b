import type { ReportedFinding } from '../../lint/report.ts';
import type { VerdictKind } from '../../model/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { frameworkOf } from './framework.ts';

// What a verdict is in the numbers and words of OCSF.

/**
 * What became of the finding: Security Hub takes one that is not closed for active, so that a pass closes the finding that
 * had its place.
 */
export function activityOf({
  kind,
  baselineState,
  previousState,
}: ReportedFinding): readonly [id: number, name: string] {
  if (kind === 'pass' || kind === 'notApplicable') return [3, 'Close'];
  const isKnown = baselineState === 'unchanged' || previousState === 'unchanged';
  return isKnown || previousState === 'updated' ? [2, 'Update'] : [1, 'Create'];
}

/** Where the work on a finding stands, as far as kmslint knows. */
export function statusOf({ kind, suppression }: ReportedFinding): object {
  if (suppression !== null) {
    return { status: 'Suppressed', status_id: 3, comment: suppression.reason };
  }
  if (kind === 'pass' || kind === 'notApplicable') return { status: 'Resolved', status_id: 4 };
  return { status: 'New', status_id: 1 };
}

/** `Warning` is OCSF's word for a check without a result, because something is not known. */
const results = {
  fail: [3, 'Fail'],
  open: [2, 'Warning'],
  pass: [1, 'Pass'],
  notApplicable: [99, 'Not Applicable'],
} as const satisfies Readonly<Record<VerdictKind, readonly [number, string]>>;

export function complianceOf(
  { kind, ruleId, because }: ReportedFinding,
  rule: Rule | undefined,
  title: string,
): object {
  const [id, status] = results[kind];
  const requirements = rule?.compliance ?? [];
  const unknown = [...new Set(because.map(({ what }) => what))];
  return {
    control: ruleId,
    desc: title,
    ...(requirements.length === 0
      ? {}
      : { requirements, standards: [...new Set(requirements.map(frameworkOf))] }),
    status,
    status_code: kind,
    status_id: id,
    ...(unknown.length === 0 ? {} : { status_details: unknown }),
  };
}
