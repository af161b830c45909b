import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { ReportedFinding, ReportPart } from '../../src/lint/report.ts';
import { judge, type RunOptions } from '../../src/lint/run.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import { completeOptions } from '../../src/rule/options.ts';
import { buildPlan, constant, type ResourceSpec } from '../support/build/plan-builder.ts';
import {
  account,
  arnOf,
  buildSnapshot,
  keyId,
  notRotating,
  otherId,
  policy,
  printSnapshot,
  rotating,
  type SnapshotSpec,
} from '../support/build/snapshot-builder.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';

/** A key that the plan leaves as it is. */
function settled(isRotating: boolean = true): ResourceSpec {
  const state: JsonObject = {
    arn: arnOf(keyId),
    key_id: keyId,
    enable_key_rotation: isRotating,
    rotation_period_in_days: isRotating ? 365 : 0,
    is_enabled: true,
    policy: policy(),
  };
  const expressions = { enable_key_rotation: constant(isRotating) };
  const resource = { type: 'aws_kms_key', name: 'app', actions: ['no-op'], expressions };
  return { ...resource, before: state, after: state };
}

const planOf = (resources: readonly ResourceSpec[], timestamp?: string): string =>
  JSON.stringify(
    buildPlan({ resources, ...(timestamp === undefined ? {} : { top: { timestamp } }) }),
  );

const snapshot = (spec: SnapshotSpec): string => printSnapshot(buildSnapshot(spec));

const off: SnapshotSpec = { keys: [{ answers: { GetKeyRotationStatus: notRotating } }] };
const on: SnapshotSpec = { keys: [{ answers: { GetKeyRotationStatus: rotating() } }] };

async function run(
  files: Readonly<Record<string, string>>,
  more: Partial<RunOptions> = {},
): Promise<readonly ReportPart[]> {
  return await inScratch(files, async (directory) => {
    const parts: ReportPart[] = [];
    const judging = judge({
      directory,
      inputs: ['.'],
      rules: rules.filter(({ isOptIn = false }) => !isOptIn),
      optionsOf: (rule) => completeOptions(rule, {}),
      version: '0.0.0',
      stdin: process.stdin,
      ...more,
    });
    for await (const part of judging) parts.push(part);
    return parts;
  });
}

const failures = (parts: readonly ReportPart[]): readonly ReportedFinding[] =>
  parts.flatMap(({ findings }) => findings.filter(({ kind }) => kind === 'fail'));

const named = (parts: readonly ReportPart[]): readonly string[] =>
  failures(parts).map(({ ruleId, subject }) => `${ruleId} ${subject}`);

describe('a fault that code and account both show', () => {
  const plan = planOf([settled(false)]);

  test('is one finding, of the code, with the account as its other place', async () => {
    const parts = await run({ 'plan.json': plan, 'a.json': snapshot(off) });
    expect(named(parts)).toEqual(['rotation-disabled aws_kms_key.app']);
    expect(failures(parts)[0]?.related).toEqual([
      {
        message: expect.stringContaining('automatic rotation is off'),
        subject: arnOf(keyId),
        location: { kind: 'live', path: 'a.json', arn: arnOf(keyId), call: 'GetKeyRotationStatus' },
      },
    ]);
    expect(parts.reduce((sum, { summary }) => sum + summary.keys, 0)).toBe(1);
    expect(parts.reduce((sum, { summary }) => sum + summary.fail, 0)).toBe(1);
  });

  test('keeps the fingerprint that it has without the account, and knows that of the account', async () => {
    const [[alone], [live], [both]] = await Promise.all([
      run({ 'plan.json': plan }).then(failures),
      run({ 'a.json': snapshot(off) }).then(failures),
      run({ 'plan.json': plan, 'a.json': snapshot(off) }).then(failures),
    ]);
    expect(both?.fingerprint).toBe(alone?.fingerprint);
    expect(both?.formerFingerprints).toEqual([live?.fingerprint]);
  });

  test('is two where only one of them has it', async () => {
    const planned = planOf([settled()]);
    const parts = await run({ 'plan.json': planned, 'a.json': snapshot(off) });
    expect(named(parts)).toEqual([
      `rotation-disabled ${arnOf(keyId)}`,
      'key-drifted aws_kms_key.app',
    ]);
  });

  test('is one for each of several plans', async () => {
    const parts = await run({ 'a.json': snapshot(off), 'old.json': plan, 'plan.json': plan });
    expect(named(parts)).toEqual(
      Array.from({ length: 2 }, () => 'rotation-disabled aws_kms_key.app'),
    );
    expect(failures(parts).map(({ related = [] }) => related.length)).toEqual([1, 1]);
  });

  test('is never one with that of another key, or of another Region', async () => {
    const elsewhere = { ...off, region: 'us-east-1' };
    const other = { keys: [{ id: otherId, answers: { GetKeyRotationStatus: notRotating } }] };
    const parts = await run({
      'plan.json': plan,
      'a.json': snapshot(elsewhere),
      'b.json': snapshot(other),
    });
    const found = named(parts).filter((one) => one.startsWith('rotation-disabled'));
    expect(found).toHaveLength(3);
  });
});

describe('drift', () => {
  test('of a snapshot that is older than the plan is not certain', async () => {
    const files = {
      'plan.json': planOf([settled()], '2026-03-01T00:00:00Z'),
      'a.json': snapshot(off),
    };
    const parts = await run(files);
    const verdict = parts
      .flatMap(({ findings }) => findings)
      .find(({ ruleId, subject }) => ruleId === 'key-drifted' && subject === 'aws_kms_key.app');
    expect(verdict?.kind).toBe('open');
    expect(verdict?.message).toContain(
      'older than the plan of 2026-03-01 00:00 UTC: record it again',
    );
  });

  test('says which side was read when', async () => {
    const files = {
      'plan.json': planOf([settled()], '2026-01-30T00:00:00Z'),
      'a.json': snapshot(off),
    };
    const drifted = failures(await run(files)).find(({ ruleId }) => ruleId === 'key-drifted');
    expect(drifted?.severity).toBe('medium');
    expect(drifted?.message).toMatch(
      /the account as the snapshot of 2026-01-31 06:\d\d UTC tells, the code as the plan of 2026-01-30 00:00 UTC/,
    );
    expect(drifted?.related?.map(({ subject }) => subject)).toEqual([arnOf(keyId)]);
  });

  test('of another kind is another finding: a baseline that holds one does not cover it', async () => {
    const files = (spec: SnapshotSpec) => ({
      'plan.json': planOf([settled()]),
      'a.json': snapshot(spec),
    });
    const disabled = { metadata: { KeyState: 'Disabled', Enabled: false } };
    const [first, second] = await Promise.all(
      [off, { keys: [{ ...off.keys?.[0], ...disabled }] }].map(async (spec) =>
        failures(await run(files(spec))).find(({ ruleId }) => ruleId === 'key-drifted'),
      ),
    );
    expect(first?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.fingerprint).not.toBe(first?.fingerprint);
  });

  test('that the plan told is not forgotten for an older snapshot', async () => {
    const drift = {
      address: 'aws_kms_key.app',
      mode: 'managed',
      type: 'aws_kms_key',
      name: 'app',
      change: {
        actions: ['update'],
        before: settled().before ?? null,
        after: null,
        after_unknown: {},
      },
    };
    const before = { ...settled().before, enable_key_rotation: false };
    const plan = buildPlan({
      resources: [{ ...settled(), actions: ['update'], before }],
      top: { timestamp: '2026-03-01T00:00:00Z', resource_drift: [drift] },
    });
    const parts = await run({ 'plan.json': JSON.stringify(plan), 'a.json': snapshot(on) });
    const drifted = failures(parts).filter(({ ruleId }) => ruleId === 'key-drifted');
    expect(drifted.map(({ severity }) => severity)).toEqual(['info']);
    expect(drifted[0]?.message).toContain('this plan puts it back');
  });
});

describe('unmanaged keys', () => {
  const files = {
    'plan.json': planOf([settled()]),
    'a.json': snapshot({
      keys: [
        { answers: { GetKeyRotationStatus: rotating() } },
        { id: otherId, answers: { GetKeyRotationStatus: rotating() } },
        { id: '11112222-3333-4444-5555-666677778888', metadata: { KeyManager: 'AWS' } },
      ],
    }),
  };

  test('are those of the account that no plan knows, without those of AWS', async () => {
    const parts = await run(files, { unmanaged: true });
    expect(parts.flatMap(({ unmanaged }) => unmanaged ?? [])).toEqual([arnOf(otherId)]);
    expect(parts.map(({ account: id = null, summary }) => [id, summary.unmanaged])).toEqual([
      [account, 1],
      [null, null],
    ]);
    expect(failures(parts)).toEqual([]);
  });

  test('are told where somebody asks alone', async () => {
    const parts = await run(files);
    expect(parts.map(({ summary }) => summary.unmanaged)).toEqual([null, null]);
  });

  test.each([
    ['a snapshot', { 'plan.json': files['plan.json'] }],
    ['a plan or a state', { 'a.json': files['a.json'] }],
    ['a plan and a snapshot', { 'main.tf': 'resource "aws_kms_key" "k" {}\n' }],
  ])('need %s besides', async (missing, given) => {
    await expect(run(given, { unmanaged: true })).rejects.toThrow(
      new RegExp(
        `^--unmanaged compares plans and states with snapshots .*; name ${missing} besides$`,
      ),
    );
  });
});
