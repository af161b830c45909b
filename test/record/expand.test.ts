import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cloud, MemberAccount } from '../../src/record/targets/cloud.ts';
import { expand, type Selection } from '../../src/record/targets/expand.ts';

const own = '111122223333';
const first = '444455556666';
const second = '777788889999';
const third = '123456789012';
const role = 'arn:aws:iam::{account}:role/audit';
const identity = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };

const selection: Selection = {
  regions: ['eu-west-1'],
  roles: [],
  externalId: null,
  sessionName: 'kmslint',
  organization: null,
  accounts: [],
  excluded: [],
  shard: null,
};

function awsError(name: string, status: number): Error {
  const $metadata = { httpStatusCode: status };
  return Object.assign(new Error(`${name} of a test`), { name, $metadata });
}

interface World {
  readonly cloud: Cloud;
  readonly assumed: readonly string[];
}

const units: Readonly<Record<string, readonly string[]>> = {
  'ou-ab12-11111111': ['ou-ab12-22222222', 'ou-ab12-33333333'],
  'ou-ab12-22222222': ['ou-ab12-11111111'],
};
const accountsIn: Readonly<Record<string, readonly MemberAccount[]>> = {
  'ou-ab12-11111111': [{ id: first, state: 'ACTIVE' }],
  'ou-ab12-22222222': [
    { id: second, state: 'ACTIVE' },
    { id: third, state: 'SUSPENDED' },
  ],
};

function world(changes: Partial<Cloud> = {}): World {
  const assumed: string[] = [];
  const cloud: Cloud = {
    region: 'eu-west-1',
    credentials: async () => identity,
    callerAccount: async () => own,
    assume: ({ arn }) => {
      return async () => {
        assumed.push(arn);
        return { ...identity, accessKeyId: arn };
      };
    },
    listAccounts: async () =>
      [own, first, second].map((id): MemberAccount => ({ id, state: 'ACTIVE' })),
    listAccountsIn: async (parent) => accountsIn[parent] ?? [],
    listUnitsIn: async (parent) => {
      if (parent === 'ou-ab12-33333333') throw awsError('AccessDeniedException', 400);
      return units[parent] ?? [];
    },
    listRegions: async () => [
      { name: 'eu-west-1', enabled: true },
      { name: 'ap-east-1', enabled: false },
      { name: 'us-east-1', enabled: true },
    ],
    ...changes,
  };
  return { cloud, assumed };
}

const named = (targets: readonly { account: string | null; region: string }[]) =>
  targets.map(({ account, region }) => `${account} ${region}`);

test('without a role it is the caller’s own account, each Region once', async () => {
  const regions = ['us-east-1', 'eu-west-1', 'us-east-1'];
  const { targets } = await expand(world().cloud, { ...selection, regions });
  expect(named(targets)).toEqual([`${own} eu-west-1`, `${own} us-east-1`]);
});

test('every Region that the account has enabled', async () => {
  const { targets } = await expand(world().cloud, { ...selection, regions: 'enabled' });
  expect(named(targets)).toEqual([`${own} eu-west-1`, `${own} us-east-1`]);
});

test('roles are assumed when they are needed, and the caller needs none in its own account', async () => {
  const { cloud, assumed } = world();
  const { targets } = await expand(cloud, {
    ...selection,
    roles: [{ arn: role, account: null }],
    organization: { units: [] },
  });
  expect(named(targets)).toEqual([own, first, second].map((id) => `${id} eu-west-1`));
  expect(assumed).toEqual([]);
  const keys = await Promise.all(
    targets.map(async (target) => (await target.credentials()).accessKeyId),
  );
  expect(keys).toEqual([
    identity.accessKeyId,
    `arn:aws:iam::${first}:role/audit`,
    `arn:aws:iam::${second}:role/audit`,
  ]);
});

test('units are followed downwards, circles end, suspended accounts and unlisted units are named', async () => {
  const { targets, inactive, unlisted } = await expand(world().cloud, {
    ...selection,
    roles: [{ arn: role, account: null }],
    organization: { units: ['ou-ab12-11111111'] },
  });
  expect(named(targets)).toEqual([first, second].map((id) => `${id} eu-west-1`));
  expect(inactive).toEqual([{ id: third, state: 'SUSPENDED' }]);
  expect(unlisted).toEqual([
    {
      what: 'units below organizational unit ou-ab12-33333333',
      error: {
        name: 'AccessDeniedException',
        message: 'AccessDeniedException of a test',
        status: 400,
      },
    },
  ]);
});

test('accounts are chosen and left out', async () => {
  const some = { ...selection, roles: [{ arn: role, account: null }], organization: { units: [] } };
  const chosen = await expand(world().cloud, { ...some, accounts: [first, own], excluded: [own] });
  expect(named(chosen.targets)).toEqual([`${first} eu-west-1`]);
  const listed = await expand(world().cloud, { ...some, organization: null, accounts: [third] });
  expect(named(listed.targets)).toEqual([`${third} eu-west-1`]);
});

test('an account that the organisation does not have is told of', async () => {
  const { targets, unlisted } = await expand(world().cloud, {
    ...selection,
    roles: [{ arn: role, account: null }],
    organization: { units: [] },
    accounts: [first, third],
  });
  expect(named(targets)).toEqual([`${first} eu-west-1`]);
  expect(unlisted.map(({ what }) => what)).toEqual([`account ${third}`]);
});

test('an account whose Regions cannot be listed is a target that says so', async () => {
  const { cloud } = world({
    listRegions: async (credentials) => {
      if ((await credentials()).accessKeyId.includes(first)) throw awsError('AccessDenied', 403);
      return [{ name: 'us-east-1', enabled: true }];
    },
  });
  const { targets } = await expand(cloud, {
    ...selection,
    regions: 'enabled',
    roles: [{ arn: role, account: null }],
    accounts: [first, second],
  });
  expect(targets.map(({ account, region, failure }) => [account, region, failure?.name])).toEqual([
    [first, 'eu-west-1', 'AccessDenied'],
    [second, 'us-east-1', undefined],
  ]);
});

test('a target tells the name of its account, and the role that reads it', async () => {
  const { cloud } = world({
    listAccounts: async () =>
      [{ id: own, name: 'Root' }, { id: first, name: 'Payments' }, { id: second }].map((one) => ({
        ...one,
        state: 'ACTIVE',
      })),
  });
  const whole = { ...selection, organization: { units: [] } };
  const { targets } = await expand(cloud, { ...whole, roles: [{ arn: role, account: null }] });
  const heads = targets.map(({ account, accountName, role: by }) => [account, accountName, by]);
  expect(heads).toEqual([
    [own, 'Root', undefined],
    [first, 'Payments', role.replace('{account}', first)],
    [second, undefined, role.replace('{account}', second)],
  ]);
});

test('a shard assumes no role in an account of which it can hold nothing', async () => {
  const accounts = Array.from({ length: 30 }, (_, index) => String(100_000_000_000 + index));
  const all = {
    ...selection,
    regions: 'enabled' as const,
    roles: [{ arn: role, account: null }],
    accounts,
  };
  const count = 20;
  const shards = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { cloud, assumed } = world({
        listRegions: async (credentials) => {
          await credentials();
          return [{ name: 'eu-west-1', enabled: true }];
        },
      });
      const { targets } = await expand(cloud, { ...all, shard: { index, count } });
      expect(assumed.length).toBe(targets.length);
      return named(targets);
    }),
  );
  expect(shards.flat().toSorted()).toEqual(accounts.map((id) => `${id} eu-west-1`));
});

test('the union of all shards is the whole, whatever is asked for', async () => {
  const some = fc.record({
    regions: fc.constantFrom(['eu-west-1', 'us-east-1', 'eu-north-1'], 'enabled' as const),
    organization: fc.constantFrom({ units: [] }, { units: ['ou-ab12-11111111'] }),
    count: fc.integer({ min: 2, max: 7 }),
  });
  await fc.assert(
    fc.asyncProperty(some, async ({ count, ...given }) => {
      const wanted = { ...selection, ...given, roles: [{ arn: role, account: null }] };
      const whole = await expand(world().cloud, wanted);
      const parts = await Promise.all(
        Array.from({ length: count }, (_, index) =>
          expand(world().cloud, { ...wanted, shard: { index, count } }),
        ),
      );
      expect(parts.flatMap(({ targets }) => named(targets)).toSorted()).toEqual(
        named(whole.targets),
      );
    }),
    { numRuns: 30 },
  );
});

test('credentials that AWS refuses end it all; an STS that is out of reach does not', async () => {
  const refuse = async () => {
    throw awsError('ExpiredToken', 403);
  };
  await expect(expand(world({ callerAccount: refuse }).cloud, selection)).rejects.toThrow(
    'AWS refuses the credentials: ExpiredToken',
  );
  const lose = async () => {
    throw new Error('getaddrinfo ENOTFOUND');
  };
  const { targets } = await expand(world({ callerAccount: lose }).cloud, selection);
  expect(named(targets)).toEqual(['null eu-west-1']);
});
