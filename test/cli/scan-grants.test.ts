import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elementsOf, member } from '../../src/read/input/json.ts';
import { fakeEstate, type Estate } from '../support/aws/keys.ts';
import {
  gapsOf,
  parse,
  restoreEnvironment,
  setEnvironment,
  withinScan,
  type ScanBench,
} from '../support/aws/run-scan.ts';

beforeAll(setEnvironment);
afterAll(restoreEnvironment);

/** Symmetric and asymmetric keys in turn, one alias on each. */
function plainEstate(): Estate {
  return fakeEstate(12, { kindOf: (index) => (index % 2 === 0 ? 'symmetric' : 'asymmetric') });
}

/** The first two keys are of one stem. */
function estateWithLineage(): Estate {
  const estate = plainEstate();
  estate.aliases = estate.aliases.map((alias, index) => {
    return index > 1 ? alias : { ...alias, AliasName: `alias/app-v${index + 1}` };
  });
  return estate;
}

/** How often each operation was asked, from the beginning on. */
function counted({ server }: ScanBench): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of server.requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

/** What a scan asks of twelve such keys; the eighth has 120 tags, on three pages. */
const usual = {
  ListKeys: 1,
  DescribeKey: 12,
  GetKeyRotationStatus: 6,
  GetKeyPolicy: 12,
  ListResourceTags: 14,
  ListAliases: 1,
  DescribeCustomKeyStores: 1,
  DescribeClusters: 1,
};

test.each([[[]], [['--grants']]])(
  'without imported keys and lineages a scan with %j asks not one request more',
  async (args) => {
    await withinScan({ estates: [plainEstate()] }, async (bench) => {
      await bench.run(['scan', ...args]);
      expect(counted(bench)).toEqual(usual);
    });
  },
);

test.each([
  ['scan', {}],
  ['snapshot', {}],
])(
  'a limit for the age of key material makes %s ask for rotations that KMS makes',
  async (command) => {
    await withinScan({ estates: [plainEstate()] }, async (bench) => {
      const rules = { 'key-material-overdue': { options: { maxDays: 365 } } };
      writeFileSync(join(bench.directory, 'kmslint.config.json'), JSON.stringify({ rules }));
      await bench.run([command, '--snapshot-dir', 'recorded']);
      expect(counted(bench)).toEqual({ ...usual, ListKeyRotations: 6 });
    });
  },
);

test('a mistake in the configuration is told before anything is asked', async () => {
  await withinScan({ estates: [plainEstate()] }, async (bench) => {
    writeFileSync(join(bench.directory, 'kmslint.config.json'), '{"rules":{"no-such-rule":"off"}}');
    const { code, stderr } = await bench.run(['scan']);
    expect([code, counted(bench)]).toEqual([2, {}]);
    expect(stderr).toContain('no rule is called "no-such-rule"');
  });
});

test('a role that may not read grants makes exit code 3 where they are asked for, and nowhere else', async () => {
  const denied = { kind: 'error', name: 'AccessDeniedException', status: 400 } as const;
  await withinScan(
    {
      estates: [estateWithLineage()],
      fault: ({ operation }) => (operation === 'ListGrants' ? denied : null),
    },
    async ({ run }) => {
      const scan = ['scan', '--fail-on', 'none', '-f', 'json'];
      expect(await run(scan)).toMatchObject({ code: 0 });
      const { code, stdout } = await run([...scan, '--grants']);
      expect(code).toBe(3);
      expect(gapsOf(stdout)).toEqual([expect.stringContaining('ListGrants of 2 keys')]);
      const others = ['--skip-rule', 'grants-not-copied,confidential-text'];
      expect(await run([...scan, '--grants', ...others])).toMatchObject({ code: 0 });
    },
  );
});

test('with --grants, what a scan asks is what iam-policy prints, and all of it only reads', async () => {
  const actionsIn = (stdout: string) =>
    elementsOf(member(parse(stdout), 'Statement')).flatMap((statement) =>
      elementsOf(member(statement, 'Action')),
    );
  const estate = estateWithLineage();
  const [imported] = fakeEstate(1, { kindOf: () => 'external' }).keys;
  if (imported === undefined) throw new Error('no key');
  estate.keys = [...estate.keys.slice(0, -1), { ...imported, KeyId: 'k', Arn: `${imported.Arn}k` }];
  await withinScan({ estates: [estate] }, async (bench) => {
    await bench.run(['scan', '--grants']);
    const asked = bench.server.requests.map(({ service, operation }) => `${service}:${operation}`);
    const allowed = actionsIn((await bench.runPlain(['iam-policy', '--grants'])).stdout);
    expect(new Set(asked)).toEqual(new Set(allowed));
    for (const action of allowed) expect(action).toMatch(/:(?:List|Describe|Get)\w+$/);
    const without = actionsIn((await bench.runPlain(['iam-policy'])).stdout);
    expect(allowed.filter((action) => !without.includes(action))).toEqual(['kms:ListGrants']);
  });
});

test('grants that a scan reads are judged', async () => {
  await withinScan({ estates: [estateWithLineage()] }, async ({ run }) => {
    const scan = ['scan', '--rule', 'grants-not-copied', '--all', '-f', 'json'];
    const kindsIn = async (...args: readonly string[]) => {
      const { stdout } = await run([...scan, ...args]);
      return elementsOf(member(parse(stdout), 'findings')).map((one) => member(one, 'kind'));
    };
    expect(await kindsIn()).toEqual(['notApplicable']);
    expect(await kindsIn('--grants')).toEqual(['pass']);
  });
});
