import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accounts, failing, snapshotOf } from '../support/build/organisation.ts';
import { keyId, rotating } from '../support/build/snapshot-builder.ts';
import { kmslint } from '../support/cli/run-main.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { filesOf, organisations } from '../support/laws/organisations.ts';

async function reportOf(
  files: Readonly<Record<string, string | Buffer>>,
  format: string,
  ...more: readonly string[]
) {
  return await inScratch(files, async (directory) => {
    const argv = ['.', '--no-config', '-f', format, '--run-id', 'run-1', ...more];
    const { out, code } = await kmslint(directory, argv);
    return { lines: out.split('\n').filter((line) => line !== ''), code };
  });
}

describe.each(['ndjson', 'keys', 'scans'])(
  'the union of any split into shards is the whole: %s',
  (format) => {
    /** Lines of the whole and of its parts, sorted, and whether the parts end no better. */
    async function compared(
      files: Readonly<Record<string, string | Buffer>>,
      shards: readonly ReturnType<typeof reportOf>[],
    ) {
      const whole = await reportOf(files, format);
      const parts = await Promise.all(shards);
      return {
        whole: whole.lines.toSorted(),
        union: parts.flatMap(({ lines }) => lines).toSorted(),
        isAsBad: Math.max(...parts.map(({ code }) => code)) >= whole.code,
      };
    }

    test('of accounts to directories', async () => {
      await fc.assert(
        fc.asyncProperty(organisations, fc.func(fc.nat(2)), async (snapshots, shardOf) => {
          const shards = [0, 1, 2].map((shard) =>
            snapshots.filter(({ account }) => shardOf(account) === shard),
          );
          const parts = shards
            .filter((shard) => shard.length > 0)
            .map((shard) => reportOf(filesOf(shard), format));
          const { whole, union, isAsBad } = await compared(filesOf(snapshots), parts);
          expect([union, isAsBad]).toEqual([whole, true]);
        }),
        { numRuns: 20 },
      );
    });

    test('by --shard, with what cannot be read, and a multi-Region key once', async () => {
      await fc.assert(
        fc.asyncProperty(
          organisations,
          fc.integer({ min: 1, max: 4 }),
          fc.boolean(),
          async (snapshots, count, isBroken) => {
            const files = {
              ...filesOf(snapshots),
              ...(isBroken ? { 'torn.json': '{"kmslintSnapshot":1,"tool' } : {}),
            };
            const shards = Array.from({ length: count }, (_, i) =>
              reportOf(files, format, '--shard', `${i + 1}/${count}`),
            );
            const { whole, union, isAsBad } = await compared(files, shards);
            expect([union, isAsBad]).toEqual([whole, true]);
            expect(new Set(union).size).toBe(union.length);
          },
        ),
        { numRuns: 20 },
      );
    });
  },
);

describe('a shard of accounts', () => {
  const files = Object.fromEntries(
    accounts.map((account) => [`${account}.json`, snapshotOf(account, failing)]),
  );

  test('is about accounts alone: what stands beside them is named', () =>
    inScratch({ ...files, 'main.tf': '# none\n' }, async (directory) => {
      const { code, err } = await kmslint(directory, ['.', '--no-config', '--shard', '1/2']);
      expect(code).toBe(2);
      expect(err).toMatch(/^kmslint: --shard splits accounts, and \S+ is no snapshot; /);
    }));

  test('does not know which suppressions the others need', async () => {
    const suppressions = [
      { rule: 'rotation-disabled', subject: 'arn:*', reason: 'accepted' },
      { rule: 'rotation-stalled', subject: 'arn:*', reason: 'accepted' },
      { rule: 'rotation-disabled', subject: 'arn:*', reason: 'ended', expires: '2020-01-01' },
    ];
    const all = {
      ...files,
      '.git/HEAD': '',
      'kmslint.config.json': JSON.stringify({ suppressions }),
    };
    const tell = (shard: readonly string[]) =>
      inScratch(all, async (directory) => {
        const { out } = await kmslint(directory, ['.', '-f', 'ndjson', ...shard]);
        const rows = out.split('\n').filter((line) => line !== '');
        return rows.flatMap((line): string[] => {
          const { ruleId, message } = JSON.parse(line);
          return ruleId === 'suppression-ineffective' ? [message.slice(-30)] : [];
        });
      });
    const needless = 'the rule finds nothing there';
    const over = 'so its findings count again';
    const endings = (messages: readonly string[]) =>
      [needless, over].filter((end) => messages.some((message) => message.endsWith(end)));
    expect(endings(await tell([]))).toEqual([needless, over]);
    expect(endings(await tell(['--shard', '1/2']))).toEqual([over]);
    expect(endings(await tell(['--shard', '2/2']))).toEqual([]);
  });

  test('is the one that is named, whatever a scheduler says', () =>
    inScratch(files, async (directory) => {
      const of = async (...shard: readonly string[]) => {
        const argv = ['.', '--no-config', '-f', 'ndjson', '--run-id', '1', ...shard];
        return (await kmslint(directory, argv, { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '2' })).out;
      };
      expect(await of()).toBe(await of('--shard', '1/1'));
    }));
});

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
