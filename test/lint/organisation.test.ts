import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accounts, failing, snapshotOf } from '../support/build/organisation.ts';
import {
  keyId,
  notRotating,
  ok,
  otherId,
  policy,
  rotating,
} from '../support/build/snapshot-builder.ts';
import { kmslint } from '../support/cli/run-main.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';

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

test.each(['ndjson', 'keys', 'scans'])(
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
