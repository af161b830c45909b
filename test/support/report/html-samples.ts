import type { Severity } from '../../../src/model/finding.ts';
import type { LiveLocation } from '../../../src/model/location.ts';
import type * as reports from '../../../src/lint/report.ts';
import type { KeyDates, KeyRotation, KeySummary, Report } from '../../../src/lint/report.ts';
import { summarize } from '../../../src/lint/parts/summary.ts';
import { cause, controlSamples, finding, gap, inHcl, sampleRule, shell } from './report-samples.ts';

// Reports as a scan of live accounts makes them.
export const asOf = '2026-11-22T06:00:00Z';
const accounts = ['111122223333', '444455556666'] as const;
const regions = ['eu-west-1', 'us-east-1', 'eu-central-1'] as const;

export function keySample(members: Partial<KeySummary> = {}): KeySummary {
  const account = members.account ?? accounts[0];
  const region = members.region ?? regions[0];
  const keyId = members.keyId ?? '1234abcd-12ab-34cd-56ef-1234567890ab';
  return {
    subject: `arn:aws:kms:${region}:${account}:key/${keyId}`,
    source: 'live',
    scope: `${account} ${region}`,
    account,
    region,
    keyId,
    keySpec: 'SYMMETRIC_DEFAULT',
    keyUsage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    keyState: 'Enabled',
    multiRegionKeyType: null,
    rotationEnabled: true,
    rotationPeriodInDays: 365,
    dates: null,
    aliases: [],
    successors: [],
    ...members,
  };
}

export function datesSample(members: Partial<KeyDates> = {}): KeyDates {
  return {
    createdAt: '2019-03-04T09:30:00Z',
    deletionAt: null,
    expiresAt: null,
    nextRotationAt: null,
    rotations: [],
    ...members,
  };
}

/** Rotations once a year from the year after `from` to `to`. */
export function yearly(from: number, to: number): readonly KeyRotation[] {
  const years = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + 1 + i);
  return years.map((year) => ({ at: `${year}-03-04T00:00:00Z`, type: 'AUTOMATIC' }));
}

function idOf(i: number): string {
  return `${(0x1234abcd + i * 7919).toString(16)}-12ab-34cd-56ef-1234567890ab`;
}

/** A chain of keys that replaced each other by hand, as `alias/payments-current` tells. */
export function chainSample(): readonly KeySummary[] {
  const ids = [1, 2, 3].map((i) => idOf(1000 + i));
  const manual = { keySpec: 'RSA_4096', keyUsage: 'SIGN_VERIFY', rotationEnabled: false } as const;
  const [first, second, third] = ids.map((keyId) => keySample({ ...manual, keyId }));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three');
  return [
    {
      ...first,
      keyState: 'PendingDeletion',
      dates: datesSample({
        createdAt: '2018-06-06T00:00:00Z',
        rotations: null,
        deletionAt: '2026-12-14T00:00:00Z',
      }),
      aliases: ['alias/payments-20180606'],
      aliasMoves: [{ alias: 'alias/payments-20180606', at: '2018-06-06T00:00:00Z' }],
      successors: [
        {
          subject: second.subject,
          evidence: 'alias/payments-20180606 is followed by alias/payments-20220110',
          certain: true,
        },
      ],
    },
    {
      ...second,
      keyState: 'Disabled',
      dates: datesSample({ createdAt: '2022-01-10T00:00:00Z', rotations: null }),
      aliases: ['alias/payments-20220110'],
      aliasMoves: [{ alias: 'alias/payments-20220110', at: '2022-01-10T00:00:00Z' }],
      successors: [
        {
          subject: third.subject,
          evidence: `alias/payments-current moved from ${second.keyId} to ${third.keyId}`,
          certain: true,
        },
      ],
    },
    {
      ...third,
      dates: datesSample({ createdAt: '2025-09-01T00:00:00Z', rotations: null }),
      aliases: ['alias/payments-20250901', 'alias/payments-current'],
      aliasMoves: [
        { alias: 'alias/payments-20250901', at: '2025-09-01T00:00:00Z' },
        { alias: 'alias/payments-current', at: '2025-09-08T00:00:00Z' },
      ],
    },
  ];
}

/** Keys of every sort. */
export function keySamples(count: number): readonly KeySummary[] {
  const names = ['orders', 'ledger', 'backups', 'sessions', 'archive', 'reports', 'invoices'];
  return Array.from({ length: count }, (_, i) => {
    const created = 2014 + ((i * 5) % 12);
    const isRotating = i % 3 !== 1;
    const isImported = i % 7 === 4;
    const rotations = isRotating && !isImported ? yearly(created, 2026) : [];
    const onDemand = i % 6 === 2 ? [{ at: '2026-07-19T12:00:00Z', type: 'ON_DEMAND' }] : [];
    return keySample({
      account: accounts[i % 2] ?? null,
      region: regions[i % 3] ?? null,
      keyId: idOf(i),
      origin: isImported ? 'EXTERNAL' : 'AWS_KMS',
      multiRegionKeyType: i % 9 === 5 ? 'PRIMARY' : null,
      rotationEnabled: isRotating && !isImported,
      rotationPeriodInDays: isRotating && !isImported ? 365 : null,
      keyState: i % 11 === 7 ? 'PendingDeletion' : 'Enabled',
      aliases: [`alias/${names[i % names.length] ?? ''}${i < names.length ? '' : `-${i}x`}`],
      dates: datesSample({
        createdAt: `${created}-03-04T00:00:00Z`,
        rotations: i % 10 === 9 ? null : [...rotations, ...onDemand],
        nextRotationAt: isRotating && !isImported ? '2027-03-04T00:00:00Z' : null,
        expiresAt: isImported ? '2027-01-31T00:00:00Z' : null,
        deletionAt: i % 11 === 7 ? '2026-12-09T00:00:00Z' : null,
      }),
    });
  });
}

const sorts: readonly (readonly [rule: string, severity: Severity, message: string])[] = [
  ['rotation-disabled', 'high', 'automatic rotation is off, so the key material never changes'],
  [
    'key-destroyed',
    'critical',
    'the key is scheduled for deletion, and whatever is encrypted under it alone can no longer be decrypted',
  ],
  [
    'rotation-period-out-of-range',
    'medium',
    'the rotation period of 900 days is longer than the 365 days that are allowed',
  ],
  [
    'manual-rotation-alias-missing',
    'low',
    'no alias points at the key, so nobody can follow it through a manual rotation',
  ],
  ['rotation-stalled', 'info', 'the key is disabled, so automatic rotation waits'],
];

export function liveReport(
  keys: readonly KeySummary[],
  findings: readonly reports.ReportedFinding[],
  gaps: Report['gaps'] = [],
): Report {
  return {
    tool: { name: 'kmslint', version: '1.2.3' },
    findings,
    gaps,
    keys,
    rules: sorts.map(([id, severity]) => sampleRule(id, { severity })),
    controls: controlSamples,
    summary: summarize(findings, gaps, keys.length),
    asOf,
  };
}

/** One finding for each of the keys, and every ninth verdict left open. */
export function findingSamples(
  keys: readonly KeySummary[],
  count: number,
): readonly reports.ReportedFinding[] {
  return Array.from({ length: count }, (_, i) => {
    const key = keys[i % keys.length] ?? keySample();
    const [ruleId, severity, message] = sorts[((i * 7919) >> 3) % sorts.length] ?? [
      'x',
      'info',
      'x',
    ];
    const location: LiveLocation = {
      kind: 'live',
      path: null,
      arn: key.subject,
      call: 'GetKeyRotationStatus',
    };
    const open = i % 9 === 8;
    return finding({
      ruleId,
      severity,
      kind: open ? 'open' : 'fail',
      message: open
        ? 'cannot tell whether automatic rotation is on (GetKeyRotationStatus: AWS denied the request)'
        : message,
      because: open
        ? [{ ...cause('GetKeyRotationStatus', location), reason: 'access-denied' }]
        : [],
      subject: key.subject,
      source: 'live',
      scope: key.scope,
      account: key.account,
      region: key.region,
      location,
      ...(open
        ? {}
        : {
            remedy: shell(
              `aws kms enable-key-rotation --region ${key.region} \\`,
              `  --key-id ${key.keyId}`,
            ),
          }),
      fingerprint: i.toString(16).padStart(32, '0'),
      suppression:
        i % 17 === 16 ? { kind: 'config', reason: 'accepted until the migration ends' } : null,
    });
  });
}

/** The report that a person would look at. */
export function richReport(others = 38, findings = 70): Report {
  const keys = [...chainSample(), ...keySamples(others)];
  const inSource = finding({
    ruleId: 'rotation-disabled',
    location: inHcl,
    source: 'hcl',
    sourceLine: '  enable_key_rotation = false',
    remedy: [{ language: 'hcl', lines: ['enable_key_rotation = true'] }],
    account: null,
  });
  return liveReport(
    keys,
    [inSource, ...findingSamples(keys, findings)],
    [
      { ...gap('ListAliases in 444455556666 us-east-1'), reason: 'access-denied' },
      { ...gap('module.remote_keys', inHcl), reason: 'unresolved-module' },
    ],
  );
}
