import type { ReportedFinding } from '../../../lint/report.ts';
import { groupBy } from '../group.ts';
import { linesOf } from '../place.ts';

/** What shows one fault: a rule says the same of the same line for each of them. */
export type Block = readonly [ReportedFinding, ...ReportedFinding[]];

/**
 * Findings by the fault that they show, in the order in which the faults come up: through ten calls of a module, or in ten
 * instances of a block, a line is wrong once. What has no line stands for itself.
 */
export function toBlocks(findings: readonly ReportedFinding[]): readonly Block[] {
  return [...groupBy(findings, faultOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others] satisfies Block],
  );
}

function faultOf(finding: ReportedFinding): unknown {
  const { ruleId, kind, severity, message, location, suppression, baselineState } = finding;
  const at = linesOf(location);
  if (at === null) return finding;
  const verdict = [ruleId, kind, severity, message, suppression, baselineState];
  const { path, line, column } = at;
  return JSON.stringify([verdict, location.path, path, line, column]);
}
