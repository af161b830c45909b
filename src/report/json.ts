import { escapeJson } from '../text/escape.ts';
import type { Gap, UnreadModule } from '../model/inventory.ts';
import type { Location, SourceLocation } from '../model/location.ts';
import type { Unknown } from '../model/value.ts';
import type { Rule } from '../rule/rule.ts';
import { pageUrl } from './print/links.ts';
import {
  reported,
  type KeyDates,
  type KeySummary,
  type Report,
  type ReportedFinding,
  type ReportOptions,
} from '../lint/report.ts';

// Every member is named here, never spread from the model: what the model learns later stays inside until
// somebody decides that it may leave, and the parts of a half-known text, which may be secret, never do.

/** The report for programs, as `schema/report.schema.json` describes it. */
export function renderJson(report: Report, options: ReportOptions): string {
  const { name, version } = report.tool;
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const document = {
    version: 1,
    tool: { name, version },
    findings: reported(report, options).map((finding) =>
      toFinding(finding, rules.get(finding.ruleId)),
    ),
    gaps: report.gaps.map(toGap),
    keys: report.keys.map(toKey),
    summary: toSummary(report),
  };
  return escapeJson(`${JSON.stringify(document, null, 2)}\n`);
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
    message: finding.message,
    because: finding.because.map(toCause),
    remedy: finding.remedy ?? [],
    location: toLocation(finding.location),
    fingerprint: finding.fingerprint,
    suppression:
      suppression === null ? null : { kind: suppression.kind, reason: suppression.reason },
    baselineState: finding.baselineState,
    title: rule?.title ?? null,
    helpUri: pageUrl(finding.ruleId),
    compliance: rule?.compliance ?? [],
  };
}

function toCause({ reason, what, at }: Unknown): object {
  return { reason, what, location: toLocation(at) };
}

function toGap({ reason, what, hides, modules = [], at, unanswered }: Gap): object {
  const { subject = null, count = Math.max(1, modules.length), keys = [] } = unanswered ?? {};
  return {
    reason,
    what,
    hides,
    subject,
    count,
    keys,
    modules: modules.map(toModule),
    location: toLocation(at),
  };
}

function toModule({ address, source, version, cause, at }: UnreadModule): object {
  return { address, source, version, cause, location: toLocation(at) };
}

function toKey(key: KeySummary): object {
  return {
    subject: key.subject,
    source: key.source,
    scope: key.scope,
    account: key.account,
    region: key.region,
    keyId: key.keyId,
    keySpec: key.keySpec,
    keyUsage: key.keyUsage,
    origin: key.origin,
    keyState: key.keyState,
    multiRegionKeyType: key.multiRegionKeyType,
    rotationEnabled: key.rotationEnabled,
    rotationPeriodInDays: key.rotationPeriodInDays,
    dates: key.dates === null ? null : toDates(key.dates),
    aliases: key.aliases,
    successors: key.successors.map(({ subject, evidence, certain }) => ({
      subject,
      evidence,
      certain,
    })),
  };
}

function toDates(dates: KeyDates): object {
  return {
    createdAt: dates.createdAt,
    deletionAt: dates.deletionAt,
    expiresAt: dates.expiresAt,
    nextRotationAt: dates.nextRotationAt,
    rotations: dates.rotations?.map(({ at, type }) => ({ at, type })) ?? null,
  };
}

/** One shape for every kind of place; what a kind does not have is null. */
function toLocation(at: Location): object {
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

function toSummary({ summary }: Report): object {
  const { info, low, medium, high, critical } = summary.bySeverity;
  return {
    keys: summary.keys,
    fail: summary.fail,
    open: summary.open,
    suppressed: summary.suppressed,
    unchanged: summary.unchanged,
    ignored: summary.ignored,
    gaps: summary.gaps,
    modulesNotRead: summary.modulesNotRead,
    bySeverity: { critical, high, medium, low, info },
  };
}
