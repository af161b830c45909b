import type {
  AwsKmsKeyDetails,
  AwsSecurityFinding,
  ComplianceStatus,
  Resource,
  SeverityLabel,
} from '@aws-sdk/client-securityhub';
import { escapeText } from '../text/escape.ts';
import { remedyLines, type RemedyPart, type Severity, type VerdictKind } from '../model/finding.ts';
import { partitionOf } from '../model/place/partition.ts';
import type { Rule } from '../rule/rule.ts';
import { describeCalls } from './print/blocks/calls.ts';
import { clip } from './print/clip.ts';
import { pageUrl } from './print/links.ts';
import { describeOwner, toOwner } from './groups/owner.ts';
import { describePlace } from './print/place.ts';
import { wholeMessage } from './print/related.ts';
import { titlesOf } from './print/title.ts';
import {
  reported,
  type KeySummary,
  type ReportedFinding,
  type ReportHead,
  type ReportOptions,
  type ReportPart,
} from '../lint/report.ts';
import type { Reporter } from './format.ts';
import { openList } from './print/json-list.ts';

const labels = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  info: 'INFORMATIONAL',
} as const satisfies Readonly<Record<Severity, SeverityLabel>>;

const statuses = {
  fail: 'FAILED',
  open: 'WARNING',
  pass: 'PASSED',
  notApplicable: 'NOT_AVAILABLE',
} as const satisfies Readonly<Record<VerdictKind, ComplianceStatus>>;

/** A finding of which ASFF can tell: its account and Region are known. */
interface Placed extends ReportedFinding {
  readonly account: string;
  readonly region: string;
}

/**
 * The findings in the AWS Security Finding Format, as BatchImportFindings takes them: a hundred at a time, by a
 * caller in the account of each. Lengths are limited as in the documentation of AwsSecurityFinding; they are
 * kept in bytes. Dates are those of the snapshot, or of the run where no input tells one.
 */
export function openAsff(head: ReportHead, options: ReportOptions): Reporter {
  const titleOf = titlesOf(head.rules);
  const rules = new Map(head.rules.map((rule) => [rule.id, rule]));
  const list = openList(0);
  return {
    *part(part) {
      const keys = new Map(part.keys.map((key) => [keyOf(key), key]));
      for (const finding of reported(part, options).filter(isPlaced)) {
        const surroundings = {
          rule: rules.get(finding.ruleId),
          title: titleOf(finding),
          key: keys.get(keyOf(finding)),
          time: part.recordedAt?.[finding.scope] ?? options.time,
        };
        yield list.add(toAsff(finding, surroundings));
      }
    },
    end: () => [`${list.end()}\n`],
  };
}

/** How many findings ASFF cannot tell of, since their account or Region is not known: all of a plan that creates keys. */
export function countUnplaced(part: ReportPart, options: ReportOptions): number {
  return reported(part, options).filter((finding) => !isPlaced(finding)).length;
}

function isPlaced(finding: ReportedFinding): finding is Placed {
  const { account, region } = finding;
  return /^\d{12}$/.test(account ?? '') && /^[a-z0-9-]{1,16}$/.test(region ?? '');
}

function keyOf({ scope, subject }: { readonly scope: string; readonly subject: string }): string {
  return JSON.stringify([scope, subject]);
}

interface Surroundings {
  readonly rule: Rule | undefined;
  readonly title: string;
  readonly key: KeySummary | undefined;
  readonly time: string;
}

function toAsff(finding: Placed, { rule, title, key, time }: Surroundings): AwsSecurityFinding {
  const { account, region, ruleId, kind, severity, subject, fingerprint } = finding;
  const { suppression, rootModule = null } = finding;
  const calls = describeCalls(finding);
  const partition = partitionOf(region);
  const label = kind === 'fail' || kind === 'open' ? labels[severity] : 'INFORMATIONAL';
  const types = ['Software and Configuration Checks/AWS Security Best Practices'];
  return {
    SchemaVersion: '2018-10-08',
    Id: `kmslint/${account}/${region}/${fingerprint}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: 'kmslint',
    GeneratorId: `kmslint/${ruleId}`,
    AwsAccountId: account,
    ...(finding.accountName === undefined ? {} : { AwsAccountName: tell(finding.accountName, 50) }),
    Types: types,
    CreatedAt: time,
    UpdatedAt: time,
    Severity: { Label: label, Original: severity },
    Title: tell(title, 256),
    Description: tell(`${subject}: ${wholeMessage(finding)}`, 1024),
    Remediation: {
      Recommendation: {
        Text: recommend(finding.remedy),
        Url: pageUrl(ruleId),
      },
    },
    ProductFields: {
      'kmslint/place': tell(describePlace(finding.location, subject), 2048),
      ...(rootModule === null ? {} : { 'kmslint/root': tell(rootModule, 2048) }),
      ...(calls.length === 0 ? {} : { 'kmslint/calls': tell(calls.join('; '), 2048) }),
      ...(suppression === null ? {} : { 'kmslint/suppressed': tell(suppression.reason, 2048) }),
      ...(finding.baselineState === null ? {} : { 'kmslint/baseline': finding.baselineState }),
      ...(typeof finding.previousState === 'string'
        ? { 'kmslint/previous': finding.previousState }
        : {}),
      ...ownerFields(finding),
    },
    Resources: [toResource(finding, partition, key)],
    Compliance: {
      Status: statuses[kind],
      RelatedRequirements: (rule?.compliance ?? []).slice(0, 32).map((name) => clip(name, 64)),
    },
    RecordState: suppression === null ? 'ACTIVE' : 'ARCHIVED',
    FindingProviderFields: { Severity: { Label: label, Original: severity }, Types: types },
  };
}

/** What has no field of its own in a resource, and whose a subject is that is no key. */
function ownerFields(finding: Placed): Record<string, string> {
  const { aliases } = toOwner(finding);
  const line = finding.owner === undefined ? null : describeOwner({ owner: finding.owner });
  return {
    ...(aliases.length === 0 ? {} : { 'kmslint/aliases': tell(aliases.join(' '), 2048) }),
    ...(line === null ? {} : { 'kmslint/owner': tell(line, 2048) }),
  };
}

/** The partitions that ASFF names; an object in another one is told without. */
const named = ['aws', 'aws-cn', 'aws-us-gov'] as const satisfies readonly Resource['Partition'][];

function toResource(
  { account, region, subject }: Placed,
  partition: string,
  key: KeySummary | undefined,
): Resource {
  const isKey = key !== undefined || /^arn:[^:]+:kms:[^:]*:\d*:key\//.test(subject);
  const known = key?.keyId ?? null;
  const arn = known === null ? null : `arn:${partition}:kms:${region}:${account}:key/${known}`;
  const Partition = named.find((name) => name === partition);
  return {
    Type: isKey ? 'AwsKmsKey' : 'Other',
    Id: tell(subject.startsWith('arn:') ? subject : (arn ?? subject), 512),
    ...(Partition === undefined ? {} : { Partition }),
    Region: region,
    ...(key === undefined ? {} : { Details: { AwsKmsKey: toDetails(key, account) } }),
    ...toTags(key?.owner?.tags ?? {}),
  };
}

function toTags(tags: Readonly<Record<string, string>>): Pick<Resource, 'Tags'> {
  const told = Object.entries(tags).map(([name, value]) => [tell(name, 128), tell(value, 256)]);
  return told.length === 0 ? {} : { Tags: Object.fromEntries(told) };
}

function toDetails(key: KeySummary, account: string): AwsKmsKeyDetails {
  const { description = null } = key.owner ?? {};
  return {
    AWSAccountId: account,
    ...(key.keyId === null ? {} : { KeyId: tell(key.keyId, 256) }),
    ...(key.keyState === null ? {} : { KeyState: tell(key.keyState, 64) }),
    ...(key.origin === null ? {} : { Origin: tell(key.origin, 64) }),
    ...(key.rotationEnabled === null ? {} : { KeyRotationStatus: key.rotationEnabled }),
    ...(description === null ? {} : { Description: tell(description, 1024) }),
  };
}

/** No part is cut in the middle: half a command may be another one. */
function recommend(parts: readonly RemedyPart[] = []): string {
  const all = parts.map((part) => remedyLines([part]).map(escapeText).join('\n'));
  if (all.length > 0 && isWithin(all)) return all.join('\n');
  const shown = all.filter((_, i) => isWithin([...all.slice(0, i + 1), seePage]));
  return [...shown, seePage].join('\n');
}

function isWithin(texts: readonly string[]): boolean {
  return Buffer.byteLength(texts.join('\n')) <= longestRecommendation;
}

const longestRecommendation = 512;
const seePage = 'See the page of the rule.';

/** Text of an input, made harmless for whoever prints it, within a limit. */
function tell(text: string, bytes: number): string {
  return clip(escapeText(text), bytes);
}
