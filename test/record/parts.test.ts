import { expect, test } from 'vitest';
import { facts } from '../../src/model/facts.ts';
import type { Caller, Outcome } from '../../src/record/aws/caller.ts';
import { readHead } from '../../src/record/aws/keys/head.ts';
import { inOrder } from '../../src/record/aws/keys/in-order.ts';
import type { Operation } from '../../src/record/aws/keys/operations.ts';
import { exampleIdentity } from '../support/aws/record.ts';

const callerOf = (outcomes: { readonly [Name in Operation]?: Outcome }): Caller => ({
  call: async (operation) => outcomes[operation] ?? { ok: { Aliases: [] } },
  counts: () => ({ requests: 0, throttles: 0 }),
});

const noHost = { failure: { name: 'ENOTFOUND', message: 'no such host', status: null } };
const stores = (type: string) => ({ ok: { CustomKeyStores: [{ CustomKeyStoreType: type }] } });

test.each<readonly [string, Outcome, boolean]>([
  ['there is no key store', { ok: { CustomKeyStores: [] } }, false],
  ['all key stores are external', stores('EXTERNAL_KEY_STORE'), false],
  ['a key store stands on a cluster', stores('AWS_CLOUDHSM'), true],
  ['a key store is of a kind that is new', stores('SOMETHING_NEW'), true],
  [
    'the key stores were not told',
    { failure: { name: 'AccessDeniedException', message: '', status: 400 } },
    true,
  ],
])('where CloudHSM has no host and %s, it is a gap: %s', async (_, keyStores, gap) => {
  const head = await readHead(
    callerOf({ DescribeCustomKeyStores: keyStores, DescribeClusters: noHost }),
    { account: null, region: 'eu-central-1', credentials: async () => exampleIdentity },
    {
      facts: new Set(facts),
      history: false,
      versionPatterns: [],
      quotaShare: 1,
      deadline: new AbortController().signal,
    },
    '2026-01-01T00:00:00.000Z',
  );
  expect('DescribeClusters' in head).toBe(gap);
  if (gap) expect(head.DescribeClusters).toMatchObject({ error: { name: 'ENOTFOUND' } });
});

async function* upTo(count: number) {
  for (let i = 0; i < count; i++) yield i;
}

test('results come in order, whichever is ready first, and no more are begun than may be', async () => {
  const open: (() => void)[] = [];
  let [begun, taken, most] = [0, 0, 0];
  const results: number[] = [];
  const work = async (item: number) => {
    begun += 1;
    most = Math.max(most, begun - taken);
    // Each pair finishes in the wrong order.
    if (item % 2 === 0) await new Promise<void>((resolve) => open.push(resolve));
    else open.splice(0).forEach((resolve) => resolve());
    return item;
  };
  for await (const result of inOrder(upTo(20), () => 4, work)) {
    taken += 1;
    results.push(result);
  }
  expect(results).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(most).toBeLessThanOrEqual(5);
});

test('a rejection is thrown in its turn', async () => {
  const given: number[] = [];
  const read = async () => {
    const work = (item: number) =>
      item === 2 ? Promise.reject(new Error('lost')) : Promise.resolve(item);
    for await (const result of inOrder(upTo(9), () => 3, work)) given.push(result);
  };
  await expect(read()).rejects.toThrow('lost');
  expect(given).toEqual([0, 1]);
});
