import { expect, test } from 'vitest';
import type { Json } from '../../src/read/input/resource.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import type { Fault, Received } from '../support/aws/server.ts';
import { hastyWorld, record } from '../support/aws/record.ts';

const error = (name: string, status = 400, message?: string): Fault => ({
  kind: 'error',
  name,
  status,
  ...(message === undefined ? {} : { message }),
});

/** Fails the first so many requests that match. */
function first(count: number, fault: Fault, matches: (request: Received) => boolean) {
  let left = count;
  return (request: Received) => {
    if (left === 0 || !matches(request)) return null;
    left -= 1;
    return fault;
  };
}

const on = (operation: string) => (request: Received) => request.operation === operation;
const symmetric = (count: number) => fakeEstate(count, { kindOf: () => 'symmetric' });

test('what AWS refuses about one key is recorded, and nothing else is lost', async () => {
  const { snapshot } = await record({
    estate: symmetric(4),
    fault: ({ operation, keyId }) => {
      if (keyId?.endsWith('1') === true && operation === 'GetKeyPolicy')
        return error('AccessDeniedException', 400, 'not authorized to perform kms:GetKeyPolicy');
      if (keyId?.endsWith('2') === true && operation === 'DescribeKey')
        return error('NotFoundException');
      return null;
    },
  });
  expect(snapshot.keys[1]).toMatchObject({
    DescribeKey: { ok: {} },
    GetKeyRotationStatus: { ok: {} },
    GetKeyPolicy: {
      error: {
        name: 'AccessDeniedException',
        message: 'not authorized to perform kms:GetKeyPolicy',
        status: 400,
      },
    },
  });
  const { KeyId, KeyArn } = snapshot.keys[2] ?? {};
  expect(snapshot.keys[2]).toEqual({
    KeyId,
    KeyArn,
    DescribeKey: {
      error: {
        name: 'NotFoundException',
        message: 'NotFoundException on demand',
        status: 400,
        // As the server made it.
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    },
  });
  expect(snapshot.keys).toHaveLength(4);
  expect(snapshot.stopped).toBeNull();
});

test('a list that AWS denies is an error with the pages before it', async () => {
  const { snapshot } = await record({
    estate: symmetric(25),
    mostPerPage: 10,
    fault: ({ operation, input }) =>
      operation === 'ListAliases' && JSON.stringify(input).includes('"20"')
        ? error('AccessDeniedException')
        : null,
  });
  expect(snapshot.ListAliases).toMatchObject({ error: { name: 'AccessDeniedException' } });
  expect(snapshot.ListAliases).toHaveProperty('ok.Aliases.length', 20);
});

test('ListKeys that breaks off keeps the keys before it, and says so', async () => {
  const { snapshot } = await record({
    estate: fakeEstate(25, { kindOf: () => 'aws' }),
    mostPerPage: 10,
    fault: ({ operation, input }) =>
      operation === 'ListKeys' && JSON.stringify(input).includes('Marker')
        ? error('AccessDeniedException')
        : null,
  });
  expect(snapshot.keys).toHaveLength(10);
  expect(snapshot.ListKeys).toMatchObject({
    error: { name: 'AccessDeniedException' },
    ok: { count: 10 },
  });
});

test('a Region that is disabled is recorded as AWS refuses it', async () => {
  const { snapshot } = await record({
    fault: () => error('UnrecognizedClientException', 400, 'The security token is invalid'),
  });
  expect(snapshot.keys).toEqual([]);
  expect(snapshot).toMatchObject({
    ListKeys: { error: { name: 'UnrecognizedClientException' }, ok: { count: 0 } },
    ListAliases: { error: { name: 'UnrecognizedClientException' } },
    DescribeClusters: { error: { name: 'UnrecognizedClientException' } },
  });
});

test.each<readonly [string, Fault]>([
  ['a throttle', error('ThrottlingException')],
  ['an internal error', error('KMSInternalException', 500)],
  ['a dependency that times out', error('DependencyTimeoutException', 503)],
  ['a gateway that is away', { kind: 'page', status: 502 }],
  ['a reset connection', { kind: 'reset' }],
  ['a truncated body', { kind: 'truncate' }],
])('%s passes: the request is made again until it is answered', async (_, fault) => {
  const { snapshot, reading } = await record({
    estate: symmetric(3),
    fault: first(4, fault, on('DescribeKey')),
  });
  for (const key of snapshot.keys) expect(key.DescribeKey).toHaveProperty('ok');
  expect(reading.requests).toBe(1 + 3 * 4 + 4 + 1 + 2);
  expect(reading.throttles).toBe(fault.kind === 'error' && fault.name[0] === 'T' ? 4 : 0);
});

test.each<readonly [string, Fault, string, number | null]>([
  ['a throttle', error('ThrottlingException'), 'ThrottlingException', 20],
  ['an internal error', error('KMSInternalException', 500), 'KMSInternalException', 8],
  ['a reset connection', { kind: 'reset' }, 'ECONNRESET', 8],
  ['a truncated body', { kind: 'truncate' }, 'ECONNRESET', 8],
  ['a quota on length', error('LimitExceededException'), 'LimitExceededException', 1],
  ['a page of a proxy', { kind: 'page', status: 200 }, 'UnexpectedAnswer', 1],
  ['a refusal of a proxy', { kind: 'page', status: 407 }, 'UnexpectedAnswer', 1],
])('%s that does not pass is recorded in the end', async (_, fault, name, attempts) => {
  const { snapshot, requests } = await record({
    estate: symmetric(2),
    fault: ({ operation, keyId }) =>
      operation === 'GetKeyPolicy' && keyId?.endsWith('1') === true ? fault : null,
  });
  expect(snapshot.keys[0]?.GetKeyPolicy).toHaveProperty('ok');
  expect(snapshot.keys[1]?.GetKeyPolicy).toMatchObject({ error: { name } });
  const made = requests.filter(
    ({ operation, keyId }) => operation === 'GetKeyPolicy' && keyId?.endsWith('1') === true,
  );
  expect(made).toHaveLength(attempts ?? 0);
});

test('an answer that does not come is a timeout', async () => {
  const { snapshot } = await record({
    estate: symmetric(1),
    fault: ({ operation }) => (operation === 'GetKeyPolicy' ? { kind: 'stall' } : null),
    world: hastyWorld(undefined, 40),
  });
  expect(snapshot.keys[0]?.GetKeyPolicy).toEqual({
    error: { name: 'TimeoutError', message: 'no answer in time', status: null },
  });
});

test('an endpoint where nobody listens is recorded for every list', async () => {
  const { snapshot } = await record({ endpoint: 'http://127.0.0.1:9' });
  expect(snapshot).toMatchObject({
    ListKeys: { error: { name: 'ECONNREFUSED', status: null }, ok: { count: 0 } },
    DescribeCustomKeyStores: { error: { name: 'ECONNREFUSED' } },
  });
});

const one = { KeyId: 'one', KeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/one' };

test.each<readonly [string, Json, string, number]>([
  [
    'that gives the same page for ever',
    { Keys: [one], Truncated: true, NextMarker: 'again' },
    'EndlessList',
    1,
  ],
  ['that goes on and gives no marker', { Keys: [one], Truncated: true }, 'UnexpectedAnswer', 1],
  ['that is none', {}, 'UnexpectedAnswer', 0],
  ['with a key without an id', { Keys: [{ KeyArn: one.KeyArn }, one] }, 'UnexpectedAnswer', 1],
  ['with a key without an ARN', { Keys: [{ KeyId: 'two' }, one] }, 'UnexpectedAnswer', 1],
  [
    'with a malformed ARN',
    { Keys: [{ KeyId: 'two', KeyArn: 'arn:nonsense' }, null, one] },
    'UnexpectedAnswer',
    1,
  ],
])('a list %s is not taken for whole', async (_, page, name, count) => {
  const { snapshot } = await record({
    others: (headers) =>
      headers['x-amz-target'] === 'TrentService.ListKeys'
        ? { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(page) }
        : null,
  });
  expect(snapshot.keys).toHaveLength(count);
  expect(snapshot.ListKeys).toMatchObject({ error: { name }, ok: { count } });
});
