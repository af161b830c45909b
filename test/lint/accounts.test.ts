import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { judge, type RunOptions } from '../../src/lint/run.ts';
import type { ReportPart } from '../../src/lint/report.ts';
import { completeOptions } from '../../src/rule/options.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import { accounts, failing, snapshotOf } from '../support/build/organisation.ts';
import { buildPlan } from '../support/build/plan-builder.ts';
import {
  buildSnapshot,
  keyId,
  multiRegionId,
  notRotating,
  printSnapshot,
  rotating,
  type SnapshotSpec,
} from '../support/build/snapshot-builder.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { oldKey } from '../support/judge/judge-plan.ts';

async function partsOf(
  directory: string,
  more: Partial<RunOptions> = {},
): Promise<readonly ReportPart[]> {
  const parts: ReportPart[] = [];
  const judging = judge({
    directory,
    inputs: ['.'],
    rules,
    optionsOf: (rule) => completeOptions(rule, {}),
    version: '0.0.0',
    stdin: process.stdin,
    ...more,
  });
  for await (const part of judging) parts.push(part);
  return parts;
}

const partsIn = (files: Readonly<Record<string, string>>, more?: Partial<RunOptions>) =>
  inScratch(files, (directory) => partsOf(directory, more));

const named = (parts: readonly ReportPart[]) =>
  parts.map(({ account = null, summary }) => [account, summary.keys]);

describe('an organisation', () => {
  test('is judged account by account, in the order of their numbers, all Regions together', async () => {
    const files = {
      'a.json': snapshotOf(accounts[2], failing),
      'b.json': snapshotOf(accounts[0], failing),
      'c/d.json': snapshotOf(accounts[1], failing),
      'e.json': snapshotOf(accounts[0], { ...failing, region: 'us-east-1' }),
    };
    expect(named(await partsIn(files))).toEqual([
      [null, 0],
      [accounts[0], 2],
      [accounts[1], 1],
      [accounts[2], 1],
    ]);
  });

  test('has its plans and configurations behind the accounts that they lead to, and counts a key once', async () => {
    const planned = oldKey('app', keyId);
    const files = {
      'plan.json': JSON.stringify(buildPlan({ resources: [planned] })),
      'main.tf': 'resource "aws_kms_key" "k" {}\n',
      'a.json': snapshotOf(accounts[0], failing),
      'b.json': snapshotOf(accounts[1], failing),
    };
    expect(named(await partsIn(files))).toEqual([
      [accounts[0], 0],
      [null, 2],
      [accounts[1], 1],
    ]);
  });

  test('counts a multi-Region key where its primary is', async () => {
    const type = (MultiRegionKeyType: string) => ({
      MultiRegionConfiguration: {
        MultiRegionKeyType,
        PrimaryKey: {
          Arn: `arn:aws:kms:eu-west-1:111122223333:key/${multiRegionId}`,
          Region: 'eu-west-1',
        },
      },
    });
    const spec = (region: string, metadata: JsonObject): SnapshotSpec => ({
      region,
      keys: [{ id: multiRegionId, metadata, answers: { GetKeyRotationStatus: notRotating } }],
    });
    const files = {
      'a.json': snapshotOf(accounts[0], spec('eu-west-1', type('PRIMARY'))),
      'b.json': snapshotOf(accounts[0], spec('us-east-1', type('REPLICA'))),
    };
    const parts = await partsIn(files);
    const failures = parts
      .flatMap(({ findings }) => findings)
      .filter(({ ruleId, kind }) => ruleId === 'rotation-disabled' && kind === 'fail');
    expect(failures.map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  test('tells the account of a snapshot that does not name it by the first ARN in it', async () => {
    const nameless = printSnapshot(buildSnapshot({ ...failing, top: { account: null } })).replace(
      '{"kmslintSnapshot"',
      '{"account":null,"kmslintSnapshot"',
    );
    const empty = printSnapshot(buildSnapshot({ top: { account: null } })).replace(
      '{"kmslintSnapshot"',
      '{"account":null,"kmslintSnapshot"',
    );
    const files = {
      'a.json': nameless,
      'b.json': empty,
      'c.json': snapshotOf(accounts[0], { ...failing, region: 'us-east-1' }),
    };
    expect(named(await partsIn(files))).toEqual([
      [null, 0],
      [accounts[0], 2],
      [null, 0],
    ]);
  });
});

describe('several snapshots of one account and Region', () => {
  const old = snapshotOf(accounts[0], { ...failing, startedAt: '2026-01-01T06:00:00.000Z' });
  const recent = snapshotOf(accounts[0], {
    keys: [{ answers: { GetKeyRotationStatus: rotating() } }],
  });
  const whatOf = (parts: readonly ReportPart[]) =>
    parts.flatMap(({ gaps }) => gaps.map(({ what }) => what));

  test('are judged by the newest, and the older is not even read', async () => {
    // Behind its head it is broken, which nobody finds out.
    const broken = old.replace(/"DescribeKey":\{"ok"/, '"DescribeKey":{"nothing"');
    const parts = await partsIn({ 'a.json': broken, 'b.json': recent });
    expect(named(parts)).toEqual([
      [null, 0],
      [accounts[0], 1],
    ]);
    expect(whatOf(parts)).toEqual([
      expect.stringMatching(/^a\.json: another snapshot of .* b\.json, is newer/),
    ]);
    expect(parts.flatMap(({ findings }) => findings.filter(({ kind }) => kind === 'fail'))).toEqual(
      [],
    );
  });

  test('filed under one day, are told; those of other days are kept as what was before', async () => {
    const day = `account=${accounts[0]}/region=eu-west-1/date=2026-01-31`;
    const kept = { [`${day.replace('31', '18')}/x.json`]: old, [`${day}/x.json`]: recent };
    expect(whatOf(await partsIn(kept))).toEqual([]);
    expect(whatOf(await partsIn({ ...kept, [`${day}/copy.json`]: recent }))).toEqual([
      expect.stringContaining(`${day}/x.json: another snapshot of`),
    ]);
  });

  test('are judged by the older, where the newest turns out to be broken', async () => {
    const broken = recent.replace(/"DescribeKey":\{"ok"/, '"DescribeKey":{"nothing"');
    const parts = await partsIn({ 'a.json': old, 'b.json': broken });
    expect(whatOf(parts)).toEqual([
      expect.stringContaining('the snapshot is not as its schema has it'),
    ]);
    expect(parts[1]?.findings.map(({ ruleId, kind }) => `${kind} ${ruleId}`)).toContain(
      'fail rotation-disabled',
    );
  });

  test('are the state before where --previous names the older', async () => {
    const before = snapshotOf(accounts[0], {
      keys: [{ answers: { GetKeyRotationStatus: rotating() } }],
      startedAt: '2026-01-01T06:00:00.000Z',
    });
    const files = {
      'now/a.json': snapshotOf(accounts[0], failing),
      'now/b.json': snapshotOf(accounts[1], failing),
      'then/a.json': before,
      'then/c.json': snapshotOf(accounts[2], failing),
    };
    const parts = await partsIn(files, { inputs: ['now'], previous: ['then'] });
    const turnedOff = parts
      .flatMap(({ findings }) => findings)
      .filter(({ ruleId, kind }) => ruleId === 'rotation-turned-off' && kind === 'fail');
    expect(turnedOff.map(({ account }) => account)).toEqual([accounts[0]]);
  });
});
