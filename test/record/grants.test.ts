import { expect, test } from 'vitest';
import { facts } from '../../src/model/facts.ts';
import type { ReadingOptions } from '../../src/record/target.ts';
import { fakeEstate, type Estate } from '../support/aws/keys.ts';
import { record } from '../support/aws/record.ts';

const withGrants = { facts: new Set([...facts, 'grants'] as const) };

/** Aliases on keys by their numbers, and tags that name predecessors. */
function estateWith(
  aliases: Readonly<Record<string, number>>,
  predecessors: Readonly<Record<number, (estate: Estate) => string>> = {},
): Estate {
  const estate = fakeEstate(10, { kindOf: (index) => (index === 9 ? 'aws' : 'symmetric') });
  estate.aliases = Object.entries(aliases).map(([name, index]) => ({
    AliasName: `alias/${name}`,
    AliasArn: `arn:aws:kms:${estate.region}:${estate.account}:alias/${name}`,
    TargetKeyId: estate.keys[index]?.KeyId ?? '',
  }));
  estate.keys = estate.keys.map((key, index) => {
    const name = predecessors[index]?.(estate);
    if (name === undefined) return key;
    return { ...key, tags: [{ TagKey: 'kmslint:predecessor', TagValue: name }] };
  });
  return estate;
}

/** The numbers of the keys whose grants were asked for, and those that stand behind the keys. */
async function asked(estate: Estate, options: Partial<ReadingOptions> = withGrants) {
  const { snapshot, requests } = await record({ estate, options });
  const numbers = (ids: readonly (string | null)[]) =>
    [...new Set(ids)]
      .map((id) => estate.keys.findIndex(({ KeyId }) => KeyId === id))
      .toSorted((a, b) => a - b);
  const sent = requests.filter(({ operation }) => operation === 'ListGrants');
  const inRecords = snapshot.keys.filter(({ ListGrants }) => ListGrants !== undefined);
  return {
    sent: numbers(sent.map(({ keyId }) => keyId)),
    inRecords: numbers(inRecords.map(({ KeyId }) => KeyId)),
    behind: numbers(Object.keys(snapshot.ListGrants ?? {})),
    snapshot,
  };
}

const lineages = {
  'app-v1': 0,
  'app-v2': 1,
  orders: 2,
  'orders-current': 3,
  lonely: 4,
  'lonely-2': 5,
  'bills-v1': 6,
  'aws/s3': 9,
};

test('keys with a version alias, or a stem in common with another one, are asked for their grants', async () => {
  const { sent, inRecords, behind } = await asked(estateWith(lineages));
  expect({ sent, inRecords, behind }).toEqual({ sent: [0, 1, 2, 3], inRecords: sent, behind: [] });
});

test('without the fact nothing is asked, and the snapshot says that it was not', async () => {
  const { sent, snapshot } = await asked(estateWith(lineages), {});
  expect(sent).toEqual([]);
  expect(snapshot).not.toHaveProperty('ListGrants');
});

test('a form of version aliases that the configuration adds counts', async () => {
  const { sent } = await asked(estateWith(lineages), {
    ...withGrants,
    versionPatterns: ['{stem}-{number}'],
  });
  expect(sent).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a key with the tag of a successor is asked, and so is the one that it names, once', async () => {
  const estate = estateWith(
    { 'app-v1': 0, 'app-v2': 1, old: 5 },
    {
      2: ({ keys }) => keys[0]?.KeyId ?? '',
      3: ({ keys }) => keys[4]?.Arn ?? '',
      6: ({ region, account }) => `arn:aws:kms:${region}:${account}:alias/old`,
      7: () => 'alias/nowhere',
    },
  );
  const { sent, inRecords, behind, snapshot } = await asked(estate);
  expect({ sent, inRecords, behind }).toEqual({
    sent: [0, 1, 2, 3, 4, 5, 6, 7],
    inRecords: [0, 1, 2, 3, 6, 7],
    behind: [4, 5],
  });
  const [first] = Object.values(snapshot.ListGrants ?? {});
  expect(first).toHaveProperty('ok.Grants.length', 1);
});

test('grants are recorded to the last page, with times as everywhere', async () => {
  const { snapshot } = await asked(estateWith({ 'app-v1': 8, 'app-v2': 1 }));
  expect(snapshot.keys[8]?.ListGrants).toHaveProperty('ok.Grants.length', 220);
  expect(snapshot.keys[8]?.ListGrants).toHaveProperty(
    'ok.Grants.219.CreationDate',
    '2023-11-14T22:13:20.123Z',
  );
});

test('what customers call the pairs of a constraint stays as it is', async () => {
  const estate = estateWith({ 'app-v1': 0, 'app-v2': 1 });
  const pairs = { AccessKeyId: 'a', CreationDate: '1' };
  const grant = { GrantId: '1', GrantToken: 'x', Constraints: { EncryptionContextEquals: pairs } };
  estate.keys = estate.keys.map((key) => ({ ...key, grants: [grant] }));
  const { snapshot } = await asked(estate);
  const { GrantToken: _, ...recorded } = grant;
  expect(snapshot.keys[0]?.ListGrants).toEqual({ ok: { Grants: [recorded] } });
});
