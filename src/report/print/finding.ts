import type { ReportedFinding } from '../../lint/report.ts';
import { remedyLines, type PolicyRow, type RemedyPart } from '../../model/finding.ts';
import type { Call, Location, SourceLocation } from '../../model/location.ts';
import type { Unknown } from '../../model/value.ts';
import type { Rule } from '../../rule/rule.ts';
import { pageUrl } from './links.ts';
import { toOwner } from '../groups/owner.ts';
import { linesOf } from './place.ts';

// Every member is named here, never spread from the model: what the model learns later stays inside until
// somebody decides that it may leave, and the parts of a half-known text, which may be secret, never do.

/** Findings for programs, as the published schemas describe them. */
export function findingWriter(rules: readonly Rule[]): (finding: ReportedFinding) => object {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return (finding) => toFinding(finding, byId.get(finding.ruleId));
}

function toPassed(location: Location): object | null {
  const passed = linesOf(location)?.passed;
  return passed === undefined ? null : { call: passed.call, location: toLocation(passed.at) };
}

/** The calls that lead to a place. */
export function toCalls(location: Location): readonly object[] {
  return (linesOf(location)?.calls ?? []).map(toCall);
}

function toCall({ call, argument, at }: Call): object {
  return { call, argument, location: toLocation(at) };
}

function toConstruct(location: Location): string | null {
  return linesOf(location)?.construct ?? null;
}

function toFinding(finding: ReportedFinding, rule: Rule | undefined): object {
  const { suppression } = finding;
  return {
    ruleId: finding.ruleId,
    kind: finding.kind,
    severity: finding.severity,
    subject: finding.subject,
    account: finding.account,
    region: finding.region,
    source: finding.source,
    scope: finding.scope,
    rootModule: finding.rootModule ?? null,
    message: finding.message,
    because: finding.because.map(toCause),
    remedy: remedyLines(finding.remedy),
    remedies: (finding.remedy ?? []).map(toRemedy),
    policies: (finding.policies ?? []).map(toPolicyRow),
    location: toLocation(finding.location),
    construct: toConstruct(finding.location),
    passedBy: toPassed(finding.location),
    calls: toCalls(finding.location),
    related: (finding.related ?? []).map(({ message, subject, location }) => ({
      message,
      subject,
      location: toLocation(location),
    })),
    environments: finding.environments ?? [],
    ...toOwner(finding),
    fingerprint: finding.fingerprint,
    suppression:
      suppression === null
        ? null
        : {
            kind: suppression.kind,
            reason: suppression.reason,
            expires: suppression.expires ?? null,
          },
    baselineState: finding.baselineState,
    previousState: finding.previousState ?? null,
    title: rule?.title ?? null,
    helpUri: pageUrl(finding.ruleId),
    compliance: rule?.compliance ?? [],
  };
}

function toRemedy({ language, lines }: RemedyPart): object {
  return { language, lines };
}

function toPolicyRow({ old, new: next, state }: PolicyRow): object {
  return { old, new: next, state };
}

function toCause({ reason, what, at }: Unknown): object {
  return { reason, what, location: toLocation(at) };
}

/** One shape for every kind of place; what a kind does not have is null. */
export function toLocation(at: Location): object {
  return { ...toPlace(at), policy: at.policy ?? null };
}

function toPlace(at: Location): object {
  switch (at.kind) {
    case 'source':
      return { ...toRange(at), pointer: null, arn: null, call: null, source: null };
    case 'plan':
      return {
        ...nowhere,
        path: at.path,
        pointer: at.pointer,
        source: at.source === null ? null : toRange(at.source),
      };
    case 'live':
      return { ...nowhere, path: at.path, arn: at.arn, call: at.call };
  }
}

function toRange({ path, line, column, endLine, endColumn }: SourceLocation): object {
  return { path, line, column, endLine, endColumn };
}

const nowhere = {
  path: null,
  line: null,
  column: null,
  endLine: null,
  endColumn: null,
  pointer: null,
  arn: null,
  call: null,
  source: null,
};
