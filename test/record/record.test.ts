import { expect, test } from 'vitest';
import { fakeEstate, fakeKey, kinds } from '../support/aws/keys.ts';
import type { Kind } from '../support/aws/keys.ts';
import { record, secret } from '../support/aws/record.ts';

const [account, region] = ['111122223333', 'eu-central-1'];

test('every key of ListKeys is recorded once, in its order, with answers as AWS gave them', async () => {
  const estate = fakeEstate(24);
  const { snapshot, reading } = await record({ estate, secret });
  expect(snapshot.keys.map(({ KeyId }) => KeyId)).toEqual(estate.keys.map(({ KeyId }) => KeyId));
  expect(snapshot.keys[0]).toMatchObject({
    KeyArn: estate.keys[0]?.Arn,
    DescribeKey: {
      ok: { KeyMetadata: { Origin: 'AWS_KMS', CreationDate: '2023-11-14T22:13:20.123Z' } },
    },
    GetKeyRotationStatus: {
      ok: { KeyRotationEnabled: true, NextRotationDate: '2027-01-15T08:00:00.000Z' },
    },
    GetKeyPolicy: { ok: { Policy: estate.keys[0]?.policy, PolicyName: 'default' } },
  });
  expect(snapshot).toMatchObject({
    kmslintSnapshot: 1,
    account,
    region,
    ListKeys: { ok: { count: 24 } },
    stopped: null,
  });
  expect(reading).toMatchObject({ keys: 24, throttles: 0, stopped: null });
});

const asked: Readonly<Record<Kind, readonly string[]>> = {
  symmetric: ['GetKeyRotationStatus', 'GetKeyPolicy', 'ListResourceTags'],
  disabled: ['GetKeyRotationStatus', 'GetKeyPolicy', 'ListResourceTags'],
  pendingDeletion: ['GetKeyRotationStatus', 'GetKeyPolicy', 'ListResourceTags'],
  primary: ['GetKeyRotationStatus', 'GetKeyPolicy', 'ListResourceTags'],
  replica: ['GetKeyRotationStatus', 'GetKeyPolicy', 'ListResourceTags'],
  external: ['GetKeyRotationStatus', 'GetKeyPolicy', 'ListResourceTags', 'ListKeyRotations'],
  pendingImport: ['GetKeyPolicy', 'ListResourceTags', 'ListKeyRotations'],
  asymmetric: ['GetKeyPolicy', 'ListResourceTags'],
  hmac: ['GetKeyPolicy', 'ListResourceTags'],
  cloudhsm: ['GetKeyPolicy', 'ListResourceTags'],
  xks: ['GetKeyPolicy', 'ListResourceTags'],
  aws: [],
};

test('a kind of key is asked what it can answer, and nothing else', async () => {
  const { snapshot, requests } = await record({ estate: fakeEstate(kinds.length) });
  kinds.forEach((kind, index) => {
    const key = snapshot.keys[index];
    const expected = ['DescribeKey', ...asked[kind]];
    const { KeyId, KeyArn: _, ...answers } = key ?? { KeyId: '', KeyArn: '' };
    expect([kind, Object.keys(answers).toSorted()]).toEqual([kind, expected.toSorted()]);
    const sent = requests.filter(({ keyId }) => keyId === KeyId).map((one) => one.operation);
    expect(new Set(sent)).toEqual(new Set(expected));
    for (const answer of Object.values(answers)) expect(answer).not.toHaveProperty('error');
  });
});

test('with history every customer key is asked for its rotations', async () => {
  const { snapshot } = await record({
    estate: fakeEstate(kinds.length),
    options: { facts: new Set(), history: true },
  });
  kinds.forEach((kind, index) => {
    const { ListKeyRotations, ...others } = snapshot.keys[index] ?? {};
    expect([kind, ListKeyRotations !== undefined]).toEqual([kind, kind !== 'aws']);
    expect(others).not.toHaveProperty('GetKeyPolicy');
  });
  const stored = snapshot.keys[kinds.indexOf('xks')];
  expect(stored?.ListKeyRotations).toMatchObject({
    error: { name: 'UnsupportedOperationException', status: 400 },
  });
});

test('where the age of key material counts, keys that KMS rotates are asked for their rotations too', async () => {
  const { snapshot, requests } = await record({
    estate: fakeEstate(kinds.length),
    options: { facts: new Set(['rotations', 'materials']) },
  });
  const told = kinds.filter((_, index) => snapshot.keys[index]?.ListKeyRotations !== undefined);
  const imported = ['external', 'pendingImport'];
  expect(told).toEqual(['symmetric', 'disabled', 'pendingDeletion', 'primary', ...imported]);
  const inputs = requests.filter(({ operation }) => operation === 'ListKeyRotations');
  expect(inputs).toHaveLength(told.length);
  for (const { input } of inputs)
    expect(input).toMatchObject({ IncludeKeyMaterial: 'ALL_KEY_MATERIAL' });
});

test('without facts nothing is asked but what keys there are', async () => {
  const { requests, snapshot } = await record({ options: { facts: new Set() } });
  expect(new Set(requests.map(({ operation }) => operation))).toEqual(
    new Set(['ListKeys', 'DescribeKey']),
  );
  expect(snapshot).not.toHaveProperty('ListAliases');
  expect(snapshot).not.toHaveProperty('DescribeCustomKeyStores');
  expect(snapshot).not.toHaveProperty('DescribeClusters');
});

test('lists are read to their last page, with the largest pages that AWS admits', async () => {
  const estate = fakeEstate(1001, { kindOf: (index) => (index === 7 ? 'symmetric' : 'aws') });
  estate.aliases = estate.aliases.slice(0, 301);
  estate.clusters = Array.from({ length: 60 }, (_, index) => ({ ClusterId: `cluster-${index}` }));
  const { snapshot, requests } = await record({ estate });
  const count = (operation: string) =>
    requests.filter((request) => request.operation === operation).length;
  expect([count('ListKeys'), count('ListAliases'), count('DescribeClusters')]).toEqual([2, 4, 3]);
  expect(snapshot.keys).toHaveLength(1001);
  expect(snapshot.ListAliases).toHaveProperty('ok.Aliases.length', 301);
  expect(snapshot.DescribeClusters).toHaveProperty('ok.Clusters.length', 60);
  expect(snapshot.keys[7]?.ListResourceTags).toHaveProperty('ok.Tags.length', 120);
  expect(count('ListResourceTags')).toBe(3);
});

test('CloudHSM is asked by its own protocol name, with its own signature', async () => {
  const { requests, snapshot } = await record({ secret });
  const request = requests.find(({ operation }) => operation === 'DescribeClusters');
  expect(request).toMatchObject({
    service: 'cloudhsm',
    region,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  });
  expect(snapshot.DescribeClusters).toHaveProperty('ok.Clusters.0.Hsms.length', 2);
});

test('secrets are left out', async () => {
  const { snapshot } = await record();
  const text = JSON.stringify(snapshot);
  expect(text).toContain('https://myproxy.xks.example.com');
  expect(text).not.toContain('AccessKeyId');
  expect(text).not.toContain('ABCDE12345670EXAMPLE');
  expect(text).not.toContain('PreCoPassword');
});

test('what AWS adds to its answers later is recorded', async () => {
  const estate = fakeEstate(1);
  const key = fakeKey('symmetric', 0, account, region);
  estate.keys = [{ ...key, metadata: { ...key.metadata, Novelty: { A: [1] } } }];
  const { snapshot } = await record({ estate });
  expect(snapshot.keys[0]?.DescribeKey).toHaveProperty('ok.KeyMetadata.Novelty', { A: [1] });
});

test('a key that moves from one page to the next while they are read is recorded once', async () => {
  const estate = fakeEstate(25, { kindOf: () => 'aws' });
  const first = [...estate.keys];
  const { snapshot } = await record({
    estate,
    mostPerPage: 10,
    fault: ({ operation, input }) => {
      if (operation === 'ListKeys' && JSON.stringify(input).includes('Marker'))
        estate.keys = [fakeKey('aws', 5000, account, region), ...first];
      return null;
    },
  });
  expect(snapshot.keys.map(({ KeyId }) => KeyId)).toEqual(first.map(({ KeyId }) => KeyId));
  expect(snapshot.ListKeys).toEqual({ ok: { count: 25 } });
});

test('progress counts keys up to the number listed', async () => {
  const seen: (readonly [number, number])[] = [];
  await record({ onProgress: ({ listed, done }) => seen.push([listed, done]) });
  expect(seen[0]).toEqual([24, 0]);
  expect(seen.at(-1)).toEqual([24, 24]);
});
