import type { PolicyRow, RemedyPart } from '../../../src/model/finding.ts';
import type { Gap } from '../../../src/model/inventory.ts';
import type {
  LiveLocation,
  Location,
  PlanLocation,
  SourceLocation,
} from '../../../src/model/location.ts';
import type { Unknown } from '../../../src/model/value.ts';
import { defineRule, type Rule } from '../../../src/rule/rule.ts';
import type {
  KeySummary,
  Report,
  ReportedFinding,
  ReportOptions,
} from '../../../src/lint/report.ts';
import { summarize } from '../../../src/lint/parts/summary.ts';

// Small reports for the tests of reporters, made by hand.

export const quiet: ReportOptions = {
  all: false,
  failOnOpen: false,
  color: false,
  verbose: false,
  quiet: false,
  time: '2026-03-01T12:00:00.000Z',
  runId: 'run-1',
};

/** A remedy of shell lines. */
export const shell = (...lines: readonly string[]): readonly RemedyPart[] => [
  { language: 'sh', lines },
];

export const inHcl: SourceLocation = {
  kind: 'source',
  path: 'modules/data keys/kms.tf',
  line: 12,
  column: 3,
  endLine: 12,
  endColumn: 30,
};
export const inPlan: PlanLocation = {
  kind: 'plan',
  path: 'plan.json',
  pointer: '/resource_changes/3/change/after/enable_key_rotation',
  source: null,
};
export const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const live: LiveLocation = { kind: 'live', path: null, arn, call: 'GetKeyRotationStatus' };

/** Two rules: the one has one severity, the other may give another. */
export const rules: readonly Rule[] = [
  sampleRule('rotation-disabled', { compliance: ['AWS Security Hub KMS.4'] }),
  sampleRule('key-destroyed', { severity: 'critical', otherSeverities: ['high'] }),
];

export function sampleRule(id: string, members: Partial<Rule>): Rule {
  return defineRule({
    id,
    title: `Title of ${id}`,
    asks: 'whether it is so',
    severity: 'high',
    sources: ['hcl', 'plan', 'live'],
    references: [new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html')],
    check: () => [],
    ...members,
  });
}

export function finding(members: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    ruleId: 'rotation-disabled',
    kind: 'fail',
    severity: 'high',
    subject: 'module.data.aws_kms_key.app["eu"]',
    source: 'plan',
    scope: 'plan.json',
    account: null,
    region: 'eu-west-1',
    message: 'automatic rotation is off, so the key material never changes',
    because: [],
    location: inPlan,
    fingerprint: '0123456789abcdef0123456789abcdef',
    suppression: null,
    baselineState: null,
    ...members,
  };
}

/** An unknown text whose parts hold a secret that no report may tell. */
export function cause(what: string, at: Location = inPlan): Unknown {
  const secret = 'canary-of-a-secret';
  return { known: false, reason: 'unset-variable', what, at, symbol: secret, parts: [secret] };
}

export function gap(what: string, at: Location = inPlan): Gap {
  return { scope: 'plan.json', reason: 'unreadable-input', what, hides: ['key', 'alias'], at };
}

/** Two policies side by side. */
export const policyRows: readonly PolicyRow[] = [
  { old: 'Allow kms:Sign for a', new: [], state: 'lost' },
  { old: null, new: ['Allow kms:* for b'], state: 'gained' },
];

/** A live key of which everything is known, which replaced another. */
export function keySummary(members: Partial<KeySummary> = {}): KeySummary {
  return {
    subject: arn,
    source: 'live',
    scope: '111122223333 eu-west-1',
    account: '111122223333',
    region: 'eu-west-1',
    keyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
    keySpec: 'SYMMETRIC_DEFAULT',
    keyUsage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    keyState: 'Enabled',
    multiRegionKeyType: null,
    rotationEnabled: false,
    rotationPeriodInDays: 365,
    dates: {
      createdAt: '2024-01-01T00:00:00.000Z',
      deletionAt: null,
      expiresAt: null,
      nextRotationAt: null,
      rotations: [{ at: '2025-01-01T00:00:00.000Z', type: 'ON_DEMAND' }],
    },
    aliases: ['alias/application-current'],
    successors: [{ subject: 'aws_kms_key.next', evidence: 'an alias moved to it', certain: true }],
    ...members,
  };
}

export function report(
  findings: readonly ReportedFinding[],
  gaps: readonly Gap[] = [],
  keys: readonly KeySummary[] = [],
): Report {
  return {
    tool: { name: 'kmslint', version: '1.2.3' },
    findings,
    gaps,
    keys,
    rules,
    summary: summarize(findings, gaps, 41),
  };
}

/** One report with every kind of verdict, place and decision. */
export const everything = report(
  [
    finding({ location: inHcl, source: 'hcl', baselineState: 'new' }),
    finding({ location: { ...inPlan, source: inHcl }, baselineState: 'unchanged' }),
    finding({ location: live, subject: arn, source: 'live', account: '111122223333' }),
    finding({ ruleId: 'key-destroyed', suppression: { kind: 'config', reason: 'ticket 7' } }),
    finding({ ruleId: 'elsewhere', suppression: { kind: 'inline', reason: 'a test key' } }),
    finding({ kind: 'open', because: [cause('var.rotate', inHcl)] }),
    finding({ kind: 'pass' }),
    finding({ kind: 'notApplicable', severity: 'info' }),
  ],
  [gap('module.remote', inHcl), gap('plan.json')],
  [
    keySummary(),
    keySummary({ subject: 'aws_kms_key.app', source: 'plan', keyId: null, dates: null }),
  ],
);

export const hostileNames: readonly (readonly [name: string, text: string])[] = [
  ['a terminal sequence', '\u001b[2J\u009b31m\u0007gone'],
  ['newlines', 'one\r\ntwo\nthree\u2028four'],
  ['workflow commands', '::error file=a:b::x ::set-output name=a::b ##[error]c ##vso[d]'],
  ['markup', '<script>alert(1)</script><!-- '],
  ['a table', '| a | b |'],
  ['the end of CDATA', 'a]]>b'],
  ['right-to-left marks', 'a\u202eb\u2066c\u200f'],
  ['hidden characters', 'a\u200bb\u{e0041}c\ufeff'],
  ['half a character', 'a\ud800b'],
  ['quotes and backslashes', '"\\u001b\\" \' ${x} %{y} $(z) `w` {0}'],
  ['10,000 characters', '::<|\u001b'.repeat(2000)],
];

/** What must not stand in any output as it is. */
export const raw =
  /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}<|]|\]\]>|::[a-z-]+[^\n]*::|##\[|##vso\[/iu;

/** Two controls; one of them applies to no key. */
export const controlSamples = [
  {
    control: 'AWS Security Hub KMS.4',
    rules: ['rotation-disabled'],
    pass: 30,
    fail: 12,
    open: 3,
    notApplicable: 1200,
  },
  {
    control: 'ISO 27001:2022 A.8.24',
    rules: ['key-destroyed'],
    pass: 0,
    fail: 0,
    open: 0,
    notApplicable: 7,
  },
] as const;
