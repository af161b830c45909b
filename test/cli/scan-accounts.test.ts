import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elementsOf, member } from '../../src/read/input/json.ts';
import { keptIn, keptOf } from '../support/aws/kept.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import {
  gapsOf,
  ownAccount,
  parse,
  restoreEnvironment,
  setEnvironment,
  verdictsOf,
  withinScan,
} from '../support/aws/run-scan.ts';

beforeAll(setEnvironment);
afterAll(restoreEnvironment);

const [first, second, third] = ['444455556666', '777788889999', '123456789012'];
const role = 'arn:aws:iam::{account}:role/audit';

/** Two Regions in each of three accounts. */
const several = [ownAccount, first, second].flatMap((account) =>
  ['eu-central-1', 'us-east-1'].map((region) => fakeEstate(13, { account, region })),
);
const organization = {
  accounts: [
    { Id: ownAccount, State: 'ACTIVE' },
    { Id: first, Name: 'Payments Prod', State: 'ACTIVE' },
    { Id: second, Name: '', State: 'ACTIVE' },
    { Id: third, State: 'SUSPENDED' },
  ],
  below: {
    'ou-ab12-11111111': { accounts: [first], units: ['ou-ab12-22222222'] },
    'ou-ab12-22222222': { accounts: [second, third], units: [] },
  },
};

const all = ['--org', '--assume-role', role, '--all-regions', '-f', 'json', '--all'];
const regions = { 'eu-central-1': true, 'us-east-1': true, 'ap-east-1': false };

test('the shards’ snapshots judged together equal the whole, and each is written once', async () => {
  await withinScan(
    { estates: several, organization, regions },
    async ({ run, runPlain, directory, control, server }) => {
      const whole = await run(['scan', ...all]);
      expect(whole.stderr).toContain(`account ${third}: left out: its state is SUSPENDED\n`);
      const asked = server.requests.length;
      const assumed = () =>
        control.asked.filter(({ action }) => action === 'sts:AssumeRole').length;
      expect(assumed()).toBe(2);
      for (const index of ['0', '1']) {
        const env = { AWS_BATCH_JOB_ARRAY_INDEX: index, AWS_BATCH_JOB_ARRAY_SIZE: '2' };
        const part = await run(['scan', ...all, '--snapshot-dir', 'shards'], env);
        expect(verdictsOf(part.stdout).length).toBeLessThan(verdictsOf(whole.stdout).length);
      }
      expect(server.requests.length).toBe(2 * asked);
      expect(keptIn(join(directory, 'shards'))).toHaveLength(6);
      const union = await runPlain(['shards', '-f', 'json', '--all']);
      const names: Record<string, Set<string | null>> = {};
      const { findings }: { findings: { account: string; accountName: string | null }[] } =
        JSON.parse(union.stdout);
      for (const { account, accountName } of findings)
        (names[account] ??= new Set()).add(accountName);
      expect(names).toEqual({
        [ownAccount]: new Set([null]),
        [first]: new Set(['Payments Prod']),
        [second]: new Set([null]),
      });
      const ofFirst = join(directory, 'shards', `account=${first}`);
      const [head = ''] = keptOf(ofFirst, 'us-east-1').split('\n');
      expect(head).toContain(`"role":"arn:aws:iam::${first}:role/audit"`);
      expect(verdictsOf(union.stdout)).toEqual(verdictsOf(whole.stdout));
      expect(union.code).toBe(whole.code);
    },
  );
});

test('an account whose role is refused and a unit that is not there are gaps; the rest goes on', async () => {
  const units = ['--ou', 'ou-ab12-11111111', '--ou', 'ou-ab12-99999999'];
  await withinScan(
    { estates: several, organization, closed: [first] },
    async ({ run, runPlain, directory }) => {
      const result = await run([
        'scan',
        '--org',
        ...units,
        '--assume-role',
        role,
        '-f',
        'json',
        '--snapshot-dir',
        'all',
      ]);
      expect(result.code).toBe(1);
      const gaps = gapsOf(result.stdout).join('\n');
      expect(gaps).toContain(`${first}_eu-central-1.snapshot.json.gz`);
      expect(gaps).toContain('AccessDenied');
      expect(gaps).toContain(
        'organizational unit ou-ab12-99999999: not listed: ParentNotFoundException',
      );
      expect(result.stdout).toContain(`:${second}:key/`);
      expect(keptIn(join(directory, 'all'))).toHaveLength(2);
      const later = await runPlain(['all', '-f', 'json']);
      expect(gapsOf(later.stdout).join()).toContain('AccessDenied');
      const recorded = await run(['snapshot', '--org', '--assume-role', role, '--account', first]);
      expect(recorded.code).toBe(3);
      expect(recorded.stderr).toContain('not read: AccessDenied');
    },
  );
});

test('nothing to read is an error, unless it is a shard’s', async () => {
  await withinScan({ estates: several, organization }, async ({ run, server }) => {
    const none = [
      'scan',
      '--org',
      '--assume-role',
      role,
      '--account',
      first,
      '--exclude-account',
      first,
    ];
    const result = await run(none);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('no account and Region is left to read');
    const empty = await run([...none, '--shard', '1/2']);
    expect(empty.code).toBe(0);
    expect(empty.stdout).toContain('0 keys judged');
    expect(server.requests).toEqual([]);
  });
});

test('an external id and a session name reach STS; fixed roles name their accounts', async () => {
  await withinScan({ estates: several }, async ({ run, control }) => {
    const fixed = [first, second].flatMap((id) => ['--assume-role', role.replace('{account}', id)]);
    const result = await run([
      'snapshot',
      ...fixed,
      '--external-id',
      'example-1',
      '--session-name',
      'audit',
    ]);
    expect(result.stdout.split('\n').filter((line) => line !== '')).toHaveLength(2);
    const bodies = control.asked
      .filter(({ action }) => action === 'sts:AssumeRole')
      .map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(body).toMatch(/ExternalId=example-1/);
    for (const body of bodies) expect(body).toMatch(/RoleSessionName=audit/);
  });
});

test('everything that a scan asks is in the policy that iam-policy prints, and nothing else is', async () => {
  const full = ['--history', '--all-regions', '--org', '--assume-role', role];
  const actionsOf = (stdout: string) =>
    elementsOf(member(parse(stdout), 'Statement')).flatMap((statement) =>
      elementsOf(member(statement, 'Action')),
    );
  await withinScan(
    { estates: several, organization, regions },
    async ({ run, runPlain, control, server }) => {
      await run(['scan', ...full]);
      await run(['scan', ...full, '--ou', 'ou-ab12-11111111']);
      const free = 'sts:GetCallerIdentity';
      const asked = [
        ...server.requests.map(({ service, operation }) => `${service}:${operation}`),
        ...control.asked.map(({ action }) => action),
      ].filter((action) => action !== free);
      const printed = await runPlain(['iam-policy', ...full]);
      const ofUnits = await runPlain(['iam-policy', ...full, '--ou', 'ou-ab12-11111111']);
      const allowed = new Set([...actionsOf(printed.stdout), ...actionsOf(ofUnits.stdout)]);
      expect(new Set(asked)).toEqual(allowed);
      // The role that is assumed needs no more than reading.
      const inRoles = control.asked
        .filter(({ account }) => account !== ownAccount)
        .map(({ action }) => action);
      const ofRole = await runPlain(['iam-policy', '--history', '--all-regions']);
      expect(actionsOf(ofRole.stdout)).toEqual(expect.arrayContaining(inRoles));
      for (const action of allowed)
        expect(action).toMatch(/:(?:List|Describe|Get)\w+$|^sts:AssumeRole$/);
    },
  );
});
