import { expect, test } from 'vitest';
import { facts } from '../../src/model/facts.ts';
import { interpretAnswer } from '../../src/record/aws/keys/recorded.ts';
import type { Caller, Outcome } from '../../src/record/aws/caller.ts';
import { readHead } from '../../src/record/aws/keys/head.ts';
import { inOrder } from '../../src/record/aws/keys/in-order.ts';
import { openSession } from '../../src/record/aws/session.ts';
import type { Operation } from '../../src/record/aws/keys/operations.ts';
import { exampleIdentity, hastyWorld } from '../support/aws/record.ts';

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
      quotaShare: 1,
      deadline: new AbortController().signal,
      endpoint: null,
    },
    '2026-01-01T00:00:00.000Z',
  );
  expect('DescribeClusters' in head).toBe(gap);
  if (gap) expect(head.DescribeClusters).toMatchObject({ error: { name: 'ENOTFOUND' } });
});

const unprintable =
  'the answer is not one of AWS (status 400, no content type): a proxy or a portal may stand between';

test.each([
  [200, 'application/json', '{"Keys":[]}', { ok: { Keys: [] } }],
  [200, 'application/json', '{"Keys":[', { failure: { name: 'TruncatedAnswer' } }],
  [200, 'text/html', '{"Keys":[', { failure: { name: 'UnexpectedAnswer' } }],
  [200, 'text/html', '<html>', { failure: { name: 'UnexpectedAnswer', status: 200 } }],
  [200, 'application/json', '[]', { failure: { name: 'UnexpectedAnswer' } }],
  [302, 'text/html', '', { failure: { name: 'UnexpectedAnswer', status: 302 } }],
  [
    400,
    'x',
    '{"__type":"com.amazonaws.kms#NotFoundException","message":"no"}',
    { failure: { name: 'NotFoundException', message: 'no' } },
  ],
  [
    400,
    'x',
    '{"__type":"AccessDeniedException","Message":"no"}',
    { failure: { name: 'AccessDeniedException', message: 'no' } },
  ],
  [400, 'x', '{"__type":"<script>"}', { failure: { name: 'UnexpectedAnswer' } }],
  [400, '\u001B[31m', '{}', { failure: { name: 'UnexpectedAnswer', message: unprintable } }],
])('an answer %d %s %s is what it is', (status, type, body, expected) => {
  expect(interpretAnswer({ status, headers: { 'content-type': type }, body })).toMatchObject(
    expected,
  );
});

test('the name of an error may stand in a header, with an address after it', () => {
  const headers = { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/' };
  expect(interpretAnswer({ status: 400, headers, body: '' })).toMatchObject({
    failure: { name: 'ThrottlingException' },
  });
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

test('credentials are fetched anew before they expire, and kept while they cannot be', async () => {
  const { clock } = hastyWorld();
  let [now, asked] = [1_000_000_000_000, 0];
  const session = openSession(
    'eu-central-1',
    async () => {
      asked += 1;
      if (asked === 2) throw new Error('busy');
      return {
        ...exampleIdentity,
        sessionToken: `${asked}`,
        expiration: new Date(now + 3_600_000),
      };
    },
    { ...clock, now: () => now },
  );
  const token = async () => (await session.lease()).identity.sessionToken;
  expect(await Promise.all([token(), token()])).toEqual(['1', '1']);
  now += 54 * 60_000;
  expect(await token()).toBe('1');
  expect(asked).toBe(1);
  now += 2 * 60_000;
  expect([await token(), await token()]).toEqual(['1', '1']);
  expect(asked).toBe(2);
  now += 60_000;
  expect(await token()).toBe('3');
});
