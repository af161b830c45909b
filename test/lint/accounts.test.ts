import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { judge, type RunOptions } from '../../src/lint/run.ts';
import type { ReportPart } from '../../src/lint/report.ts';
import { completeOptions } from '../../src/rule/options.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import { buildPlan } from '../support/build/plan-builder.ts';
import { oldKey } from '../support/judge/judge-plan.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { kmslint } from '../support/cli/run-main.ts';
import {
  buildSnapshot,
  keyId,
  multiRegionId,
  notRotating,
  ok,
  otherId,
  policy,
  printSnapshot,
  rotating,
  type SnapshotSpec,
} from '../support/build/snapshot-builder.ts';

const accounts = ['111122223333', '444455556666', '777788889999'] as const;

/** A snapshot of another account. */
function snapshotOf(account: string, spec: SnapshotSpec): string {
  return printSnapshot(buildSnapshot(spec)).replaceAll('111122223333', account);
}

const failing: SnapshotSpec = { keys: [{ answers: { GetKeyRotationStatus: notRotating } }] };

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

  test('has its plans and configurations in the first part, with the accounts that they lead to', async () => {
    const planned = oldKey('app', keyId);
    const files = {
      'plan.json': JSON.stringify(buildPlan({ resources: [planned] })),
      'main.tf': 'resource "aws_kms_key" "k" {}\n',
      'a.json': snapshotOf(accounts[0], failing),
      'b.json': snapshotOf(accounts[1], failing),
    };
    expect(named(await partsIn(files))).toEqual([
      [null, 3],
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

/** Keys of an account in two Regions, by what may be wrong with them. */
const organisations = fc.uniqueArray(
  fc.record({
    account: fc.constantFrom(...accounts),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
    isRotating: fc.boolean(),
    hasTwo: fc.boolean(),
    isDenied: fc.boolean(),
  }),
  { selector: ({ account, region }) => `${account} ${region}`, minLength: 1 },
);

type Snapshots = typeof organisations extends fc.Arbitrary<infer T> ? T : never;

function filesOf(snapshots: Snapshots): Record<string, string> {
  return Object.fromEntries(
    snapshots.map(({ account, region, isRotating, hasTwo, isDenied }) => {
      const answers = {
        GetKeyRotationStatus: isRotating ? rotating() : notRotating,
        ...(isDenied
          ? { GetKeyPolicy: { error: { name: 'AccessDenied', message: '', status: 400 } } }
          : {}),
      };
      const second = { id: otherId, answers: { GetKeyPolicy: ok({ Policy: `${policy()}{` }) } };
      const keys = [{ answers }, ...(hasTwo ? [second] : [])];
      return [`${account}_${region}.json`, snapshotOf(account, { region, keys })];
    }),
  );
}

async function reportOf(files: Readonly<Record<string, string>>, format: string) {
  return await inScratch(files, async (directory) => {
    const argv = ['.', '--no-config', '-f', format, '--run-id', 'run-1'];
    const { out, code } = await kmslint(directory, argv);
    return { lines: out.split('\n').filter((line) => line !== ''), code };
  });
}

test.each(['ndjson', 'keys'])(
  'the union of any split into shards by account is the whole: %s',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(organisations, fc.func(fc.nat(2)), async (snapshots, shardOf) => {
        const whole = await reportOf(filesOf(snapshots), format);
        const shards = [0, 1, 2].map((shard) =>
          snapshots.filter(({ account }) => shardOf(account) === shard),
        );
        const parts = await Promise.all(
          shards
            .filter((shard) => shard.length > 0)
            .map((shard) => reportOf(filesOf(shard), format)),
        );
        const union = parts.flatMap(({ lines }) => lines);
        expect(union.toSorted()).toEqual(whole.lines.toSorted());
        expect(Math.max(...parts.map(({ code }) => code))).toBeGreaterThanOrEqual(whole.code);
      }),
      { numRuns: 25 },
    );
  },
);

describe('what goes on over all accounts', () => {
  const files = Object.fromEntries(
    accounts.map((account) => [`${account}.json`, snapshotOf(account, failing)]),
  );
  const arnIn = (account: string) => `arn:aws:kms:eu-west-1:${account}:key/${keyId}`;

  test('a suppression that one of them needs is not one too many, and one that none needs is', async () => {
    const suppression = (subject: string) => ({
      rule: 'rotation-disabled',
      subject,
      reason: 'accepted',
    });
    const config = {
      suppressions: [
        suppression(arnIn(accounts[1])),
        { ...suppression(arnIn(accounts[0])), rule: 'rotation-stalled' },
      ],
    };
    const all = { ...files, '.git/HEAD': '', 'kmslint.config.json': JSON.stringify(config) };
    const { out } = await inScratch(all, (directory) => kmslint(directory, ['.', '-f', 'json']));
    const report = JSON.parse(out);
    expect(report.summary).toMatchObject({ keys: 3, suppressed: 1 });
    const about = report.findings.filter(
      ({ ruleId }: { ruleId: string }) => ruleId === 'suppression-ineffective',
    );
    expect(about).toMatchObject([{ message: expect.stringContaining('rotation-stalled') }]);
  });

  test('a baseline of all of them covers each, and drops what is gone from one', () =>
    inScratch({ ...files, '.git/HEAD': '' }, async (directory) => {
      const run = (...argv: readonly string[]) =>
        kmslint(directory, ['.', '--no-config', '--baseline', 'b.json', ...argv]);
      expect((await run('--update-baseline')).err).toBe('b.json: 3 added, 0 removed, 0 kept\n');
      expect((await run()).code).toBe(0);
      const mended = { keys: [{ answers: { GetKeyRotationStatus: rotating() } }] };
      writeFileSync(join(directory, `${accounts[1]}.json`), snapshotOf(accounts[1], mended));
      expect((await run('--update-baseline')).err).toBe('b.json: 0 added, 1 removed, 2 kept\n');
    }));

  test('a folder of HTML has a page for each, and an index', () =>
    inScratch(files, async (directory) => {
      const { code, out } = await kmslint(directory, ['.', '--no-config', '-f', 'html=pages/']);
      expect([code, out]).toEqual([1, '']);
      const names = [...accounts.map((account) => `${account}.html`), 'index.html'];
      expect(readdirSync(join(directory, 'pages')).toSorted()).toEqual(names);
    }));

  test('a snapshot that was named and is broken leaves no report, and prints nothing', () =>
    inScratch(files, async (directory) => {
      const broken = snapshotOf(accounts[2], failing).replace(
        '"DescribeKey":{"ok"',
        '"DescribeKey":{"no"',
      );
      writeFileSync(join(directory, `${accounts[2]}.json`), broken);
      const inputs = accounts.map((account) => `${account}.json`);
      const told = await kmslint(directory, [
        ...inputs,
        '--no-config',
        '-f',
        'json=out.json',
        '-f',
        'text',
      ]);
      expect([told.code, told.out]).toEqual([2, '']);
      expect(told.err).toMatch(/^kmslint: 777788889999\.json#\/keys\/0/);
      expect(readdirSync(directory).filter((name) => name.startsWith('out'))).toEqual([]);
    }));
});
