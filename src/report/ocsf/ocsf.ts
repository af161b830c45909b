import {
  reported,
  type FixedFinding,
  type KeySummary,
  type ReportedFinding,
  type ReportHead,
  type ReportOptions,
  type ReportPart,
} from '../../lint/report.ts';
import { remedyLines, type Severity } from '../../model/finding.ts';
import { partitionOf } from '../../model/place/partition.ts';
import type { Rule } from '../../rule/rule.ts';
import { escapeJson } from '../../text/escape.ts';
import type { Reporter } from '../format.ts';
import { toCalls, toLocation } from '../print/finding.ts';
import { pageUrl } from '../print/links.ts';
import { wholeMessage } from '../print/related.ts';
import { titlesOf } from '../print/title.ts';
import { activityOf, complianceOf, statusOf } from './answers.ts';
import { resourceOf, toAccount } from './resource.ts';

/** The version of OCSF whose Compliance Finding this is, and the profiles that it takes on. */
const version = '1.8.0';
const profiles = ['cloud', 'datetime'];
/** https://schema.ocsf.io/1.8.0/classes/compliance_finding */
const classUid = 2003;

const severityIds = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
} as const satisfies Readonly<Record<Severity, readonly [number, string]>>;

/**
 * One Compliance Finding (class 2003) of the Open Cybersecurity Schema Framework a line. Lines, and no array: the readers
 * of events and the converters to Parquet, which Security Lake takes alone, read events one by one.
 */
export function openOcsf(head: ReportHead, options: ReportOptions): Reporter {
  const titleOf = titlesOf(head.rules);
  const rules = new Map(head.rules.map((rule) => [rule.id, rule]));
  return {
    *part(part) {
      const keys = new Map(part.keys.map((key) => [keyOf(key), key]));
      for (const finding of reported(part, options)) {
        const event = toEvent(finding, {
          product: head.tool.version,
          rule: rules.get(finding.ruleId),
          title: titleOf(finding),
          key: keys.get(keyOf(finding)),
          time: timeOf(part, finding),
        });
        yield `${escapeJson(JSON.stringify(event))}\n`;
      }
      const told = new Set(options.all ? part.findings.map(({ fingerprint }) => fingerprint) : []);
      for (const one of part.fixed ?? []) {
        if (told.has(one.fingerprint)) continue;
        const event = toClosing(one, {
          product: head.tool.version,
          rule: rules.get(one.ruleId),
          title: titleOf({ ...one, kind: 'fail' }),
          key: keys.get(keyOf(one)),
          time: timeOf(part, one),
        });
        yield `${escapeJson(JSON.stringify(event))}\n`;
      }
    },
    end: () => [],
  };
}

/** How many findings have no time of their own: no configuration tells one, and no plan of Terraform before 1.5. */
export function countUndated(part: ReportPart, options: ReportOptions): number {
  return reported(part, options).filter((finding) => timeOf(part, finding) === null).length;
}

/** When AWS had answered, or the plan was made, in milliseconds; null where no input tells. */
function timeOf(
  { recordedAt }: ReportPart,
  { scope }: Pick<ReportedFinding, 'scope'>,
): number | null {
  const time = Date.parse(recordedAt?.[scope] ?? '');
  return Number.isNaN(time) ? null : time;
}

function keyOf({ scope, subject }: { readonly scope: string; readonly subject: string }): string {
  return JSON.stringify([scope, subject]);
}

/** The end of a failure that an earlier snapshot shows: with `--all`, a pass says it, where the key is still there. */
function toClosing(fixed: FixedFinding, surroundings: Surroundings): object {
  const gone = {
    ...fixed,
    kind: 'notApplicable' as const,
    message: `no longer so: ${fixed.message}`,
    because: [],
    suppression: null,
    baselineState: null,
  };
  const { compliance, unmapped, ...event } = toEvent(gone, surroundings);
  const status = { status: 'Fixed', status_code: 'fixed', status_id: 99 };
  return {
    ...event,
    compliance: { ...compliance, ...status },
    unmapped: { ...unmapped, kind: 'fixed' },
  };
}

interface Surroundings {
  readonly product: string;
  readonly rule: Rule | undefined;
  readonly title: string;
  readonly key: KeySummary | undefined;
  readonly time: number | null;
}

function toEvent(finding: ReportedFinding, surroundings: Surroundings) {
  const { product, rule, key, time } = surroundings;
  const [activityId, activity] = activityOf(finding);
  const isPlain = finding.kind === 'pass' || finding.kind === 'notApplicable';
  const [severityId, severity] = severityIds[isPlain ? 'info' : finding.severity];
  return {
    activity_id: activityId,
    activity_name: activity,
    category_name: 'Findings',
    category_uid: 2,
    class_name: 'Compliance Finding',
    class_uid: classUid,
    type_name: `Compliance Finding: ${activity}`,
    type_uid: classUid * 100 + activityId,
    time: time ?? 0,
    ...(time === null ? {} : { time_dt: new Date(time).toISOString() }),
    severity,
    severity_id: severityId,
    ...statusOf(finding),
    message: `${finding.subject}: ${wholeMessage(finding)}`,
    metadata: {
      event_code: finding.ruleId,
      product: { name: 'kmslint', vendor_name: 'kmslint', version: product },
      profiles,
      version,
    },
    cloud: toCloud(finding),
    compliance: complianceOf(finding, rule, surroundings.title),
    finding_info: toInfo(finding, surroundings),
    ...toRemediation(finding, rule),
    resources: [resourceOf(finding, key)],
    unmapped: toUnmapped(finding),
  };
}

function toCloud({ account, accountName, region }: ReportedFinding): object {
  return {
    provider: 'AWS',
    ...(account === null ? {} : { account: toAccount(account, accountName) }),
    ...(region === null ? {} : { region, cloud_partition: partitionOf(region) }),
  };
}

/** Nobody knows when a finding was first seen: it is seen when its input was recorded. */
function toInfo(finding: ReportedFinding, { title, time }: Surroundings): object {
  const { ruleId, fingerprint } = finding;
  const seen = time === null ? null : new Date(time).toISOString();
  return {
    uid: fingerprint,
    title,
    desc: wholeMessage(finding),
    types: ['Software and Configuration Checks/AWS Security Best Practices'],
    analytic: { name: ruleId, type: 'Rule', type_id: 1, uid: ruleId },
    src_url: pageUrl(ruleId),
    ...(seen === null
      ? {}
      : {
          last_seen_time: time,
          last_seen_time_dt: seen,
          modified_time: time,
          modified_time_dt: seen,
        }),
  };
}

function toRemediation(
  { kind, ruleId, remedy = [] }: ReportedFinding,
  rule: Rule | undefined,
): object {
  if (kind !== 'fail') return {};
  const desc = remedy.length === 0 ? 'See the page of the rule.' : remedyLines(remedy).join('\n');
  const references = [pageUrl(ruleId), ...(rule?.references ?? []).map(({ href }) => href)];
  return { remediation: { desc, references } };
}

/** What the class has no member for. */
function toUnmapped(finding: ReportedFinding): object {
  const { kind, severity, source, scope, location, baselineState, suppression } = finding;
  return {
    kind,
    severity,
    source,
    scope,
    rootModule: finding.rootModule ?? null,
    location: toLocation(location),
    calls: toCalls(location),
    baselineState,
    previousState: finding.previousState ?? null,
    suppression:
      suppression === null ? null : { kind: suppression.kind, reason: suppression.reason },
    environments: finding.environments ?? [],
  };
}
