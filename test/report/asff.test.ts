import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { countUnplaced } from '../../src/report/asff.ts';
import type { Report, ReportedFinding, ReportOptions } from '../../src/lint/report.ts';
import * as samples from '../support/report/report-samples.ts';
import { securityFindings } from '../support/report/report-schemas.ts';
import { renderAsff } from '../support/report/render.ts';

const { arn, everything, finding, keySummary, live, quiet, report, shell } = samples;

const ajv = new Ajv({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(securityFindings);

function render(
  value: Report,
  options: Partial<ReportOptions> = {},
): readonly AwsSecurityFinding[] {
  return JSON.parse(renderAsff(value, { ...quiet, ...options }));
}

function errorsOf(value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

const scope = '111122223333 eu-west-1';
const inAccount = (members: Partial<ReportedFinding> = {}): ReportedFinding =>
  finding({
    subject: arn,
    scope,
    account: '111122223333',
    source: 'live',
    location: live,
    ...members,
  });

const renderOne = (members: Partial<ReportedFinding>, more: Partial<Report> = {}) => {
  const [told] = render({ ...report([inAccount(members)]), ...more }, { all: true });
  if (told === undefined) throw new Error('left out');
  return told;
};

describe('renderAsff', () => {
  it('has the documented shape', () => {
    expect(render(everything, { all: true })).toHaveLength(1);
    expect(errorsOf(render(everything, { all: true }))).toEqual([]);
    expect(render(report([]))).toEqual([]);
  });

  it.each([
    ['a title that is too long', { Title: 'x'.repeat(257) }],
    ['another account in the product', { AwsAccountId: '444455556666', ProductArn: 'arn:aws:x' }],
    ['no resource', { Resources: [] }],
    ['a date that is none', { CreatedAt: 'today' }],
  ])('would not pass with %s', (_, broken) => {
    const [first] = render(everything);
    expect(errorsOf([{ ...first, ...broken }])).not.toEqual([]);
  });

  it('tells of the key', () => {
    const told = renderOne(
      { remedy: shell('aws kms enable-key-rotation --key-id x') },
      { keys: [keySummary({ scope })] },
    );
    expect(told).toMatchObject({
      Id: `kmslint/111122223333/eu-west-1/${finding().fingerprint}`,
      ProductArn: 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default',
      GeneratorId: 'kmslint/rotation-disabled',
      Title: 'Title of rotation-disabled',
      Description: `${arn}: ${finding().message}`,
      Remediation: { Recommendation: { Text: 'aws kms enable-key-rotation --key-id x' } },
      Compliance: { Status: 'FAILED', RelatedRequirements: ['AWS Security Hub KMS.4'] },
      RecordState: 'ACTIVE',
      Resources: [
        {
          Type: 'AwsKmsKey',
          Id: arn,
          Partition: 'aws',
          Region: 'eu-west-1',
          Details: {
            AwsKmsKey: {
              AWSAccountId: '111122223333',
              KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
              KeyState: 'Enabled',
              Origin: 'AWS_KMS',
              KeyRotationStatus: false,
            },
          },
        },
      ],
    });
  });

  it('names the key of a plan by its ARN, and what is no key by its address', () => {
    const subject = 'aws_kms_key.app';
    const keys = [keySummary({ scope, subject })];
    expect(renderOne({ subject }, { keys }).Resources?.[0]).toMatchObject({
      Type: 'AwsKmsKey',
      Id: arn,
    });
    expect(renderOne({ subject }).Resources).toMatchObject([{ Type: 'Other', Id: subject }]);
  });

  it.each([
    ['fail', 'critical', 'FAILED', 'CRITICAL'],
    ['fail', 'high', 'FAILED', 'HIGH'],
    ['fail', 'medium', 'FAILED', 'MEDIUM'],
    ['open', 'low', 'WARNING', 'LOW'],
    ['fail', 'info', 'FAILED', 'INFORMATIONAL'],
    ['pass', 'critical', 'PASSED', 'INFORMATIONAL'],
    ['notApplicable', 'high', 'NOT_AVAILABLE', 'INFORMATIONAL'],
  ] as const)('makes of %s, %s: %s, %s', (kind, severity, status, label) => {
    const told = renderOne({ kind, severity });
    expect(told.Compliance?.Status).toBe(status);
    expect([told.Severity?.Label, told.FindingProviderFields?.Severity?.Label]).toEqual([
      label,
      label,
    ]);
  });

  it('archives what is suppressed, with the reason', () => {
    const told = renderOne({ suppression: { kind: 'config', reason: 'ticket 7' } });
    expect(told.RecordState).toBe('ARCHIVED');
    expect(told.ProductFields).toMatchObject({ 'kmslint/suppressed': 'ticket 7' });
  });

  it('takes its dates from the snapshot, or else from the run', () => {
    const time = '2026-02-28T23:59:59.000Z';
    const dates = ({ CreatedAt, UpdatedAt }: AwsSecurityFinding) => [CreatedAt, UpdatedAt];
    expect(dates(renderOne({}))).toEqual([quiet.time, quiet.time]);
    expect(dates(renderOne({}, { recordedAt: { [scope]: time } }))).toEqual([time, time]);
    expect(dates(renderOne({}, { recordedAt: { other: time } }))).toEqual([quiet.time, quiet.time]);
  });

  it.each([
    ['cn-north-1', 'arn:aws-cn:kms:cn-north-1:111122223333:key/x', 'aws-cn'],
    ['us-gov-west-1', 'aws_kms_key.app', 'aws-us-gov'],
    ['eu-west-1', 'aws_kms_key.app', 'aws'],
  ])('knows the partition of %s', (region, subject, partition) => {
    const told = renderOne({ region, subject });
    expect(told.ProductArn).toMatch(`arn:${partition}:securityhub:${region}:`);
    expect(told.Resources?.[0]?.Partition).toBe(partition);
  });

  it('keeps every limit in bytes', () => {
    const long = '鍵'.repeat(10_000);
    const told = renderOne(
      {
        subject: long,
        message: long,
        remedy: shell(long),
        suppression: { kind: 'config', reason: long },
        location: { ...live, arn: long },
      },
      { keys: [keySummary({ scope, subject: long, keyId: null, keyState: long })] },
    );
    expect(errorsOf([told])).toEqual([]);
    expect(Buffer.byteLength(told.Description ?? '')).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(240_000);
  });

  it('leaves out and counts what has no account or Region', () => {
    const lost = [
      inAccount({ account: null }),
      inAccount({ region: null }),
      inAccount({ account: 'x' }),
      inAccount({ region: 'nowhere at all' }),
      inAccount({ account: null, kind: 'pass' }),
    ];
    const value = report([inAccount(), ...lost]);
    expect(render(value)).toHaveLength(1);
    expect(countUnplaced(value, quiet)).toBe(4);
    expect(countUnplaced(value, { ...quiet, all: true })).toBe(5);
  });
});
