import { dirname } from 'node:path';
import type { ReportedFinding } from '../../../lint/report.ts';
import type { Call, SourceLocation } from '../../../model/location.ts';
import { describeLine, linesOf, slashed } from '../place.ts';

/** The root module, where the file that a finding points at does not lie in it; null where that tells it, or nothing does. */
export function rootOf({ rootModule = null, location }: ReportedFinding): string | null {
  const at = linesOf(location);
  if (rootModule === null || at === null) return null;
  return dirname(slashed(at.path)) === rootModule ? null : rootModule;
}

/** Where the value was decided: what the call passes that decides it, else the place itself; null where there are no lines. */
export function decidedAt({ location }: Pick<ReportedFinding, 'location'>): SourceLocation | null {
  const at = linesOf(location);
  return at?.passed?.at ?? at;
}

/** The calls that lead to a place: that which decides, those through which it passes the value, and those around. */
export function describeCalls({ location }: Pick<ReportedFinding, 'location'>): readonly string[] {
  const calls = linesOf(location)?.calls ?? [];
  const [deciding, ...through] = calls.filter(({ argument }) => argument !== null);
  const around = calls.filter(({ argument }) => argument === null);
  return [
    ...(deciding === undefined ? [] : [`passed by ${describeCall(deciding)}`]),
    ...through.map((call) => `through ${describeCall(call)}`),
    ...around.map((call) => `called by ${describeCall(call)}`),
  ];
}

/** The same for a list of lines. */
export function originLines(finding: ReportedFinding): readonly string[] {
  const origin = describeOrigin(finding);
  return origin === '' ? [] : [origin];
}

/** The same for a report that points at what decided: with the place in the module, where that is another one. */
export function describeDecision(finding: ReportedFinding): readonly string[] {
  const at = linesOf(finding.location);
  return [
    ...(at?.passed === undefined ? [] : [`takes effect at ${describeLine(at)}`]),
    ...originLines(finding),
  ];
}

export function describeCall({ call, at }: Call): string {
  return `${call} at ${describeLine(at)}`;
}

/** Root module, construct and calls: what leads to a place, in one line; empty where the place tells it all. */
export function describeOrigin(finding: ReportedFinding): string {
  const root = rootOf(finding);
  const construct = linesOf(finding.location)?.construct;
  return [
    ...(root === null ? [] : [`root module ${root}`]),
    ...(construct === undefined ? [] : [`construct ${construct}`]),
    ...describeCalls(finding),
  ].join(', ');
}
