import { expect, test } from 'vitest';
import { CredentialsError } from '../../src/record/aws/index.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import type { Fault } from '../support/aws/server.ts';
import { exampleIdentity, record, secret } from '../support/aws/record.ts';

const error = (name: string, message = name): Fault => ({
  kind: 'error',
  name,
  status: 400,
  message,
});

const symmetric = (count: number) => fakeEstate(count, { kindOf: () => 'symmetric' });

test('a clock that is off is set by the date of the answer, once', async () => {
  const hours = 3 * 3_600_000;
  const { snapshot, requests } = await record({ estate: symmetric(6), skew: hours, secret });
  for (const key of snapshot.keys) expect(key.GetKeyPolicy).toHaveProperty('ok');
  expect(snapshot.ListKeys).toEqual({ ok: { count: 6 } });
  expect(requests.length).toBeLessThan(40);
});

test('a wrong secret is no wrong clock: the refusal is recorded', async () => {
  const { snapshot, requests } = await record({
    estate: symmetric(1),
    secret: 'another',
    options: { facts: new Set() },
  });
  expect(snapshot.ListKeys).toMatchObject({ error: { name: 'InvalidSignatureException' } });
  expect(requests).toHaveLength(1);
});

test('without credentials nothing is written', async () => {
  const attempt = record({
    target: { credentials: () => Promise.reject(new Error('no provider could load any')) },
  });
  await expect(attempt).rejects.toThrow(CredentialsError);
  await expect(attempt).rejects.toThrow('no AWS credentials: no provider could load any');
});

test('expired credentials are fetched anew, once for all that fail', async () => {
  const asked: boolean[] = [];
  const { snapshot } = await record({
    estate: symmetric(40),
    target: {
      credentials: async (options) => {
        asked.push(options?.forceRefresh === true);
        return { ...exampleIdentity, sessionToken: `token-${asked.length}` };
      },
    },
    fault: ({ operation, sessionToken }) =>
      operation === 'GetKeyPolicy' && sessionToken === 'token-1'
        ? error('ExpiredTokenException')
        : null,
  });
  expect(asked).toEqual([false, true]);
  expect(snapshot.stopped).toBeNull();
  for (const key of snapshot.keys) expect(key.GetKeyPolicy).toHaveProperty('ok');
});

test.each([
  ['come again', (count: number) => `token-${Math.min(count, 1)}`],
  ['are expired as well', (count: number) => `token-${count}`],
])('expired credentials that %s end the reading, with what was read', async (_, token) => {
  let [asked, answered] = [0, 0];
  const { snapshot, reading } = await record({
    estate: symmetric(300),
    options: { facts: new Set(['policy']), sockets: 10 },
    target: {
      credentials: async () => {
        asked += 1;
        return { ...exampleIdentity, sessionToken: token(asked) };
      },
    },
    fault: ({ operation }) => {
      if (operation === 'ListKeys') return null;
      answered += 1;
      return answered > 100 ? error('ExpiredTokenException', 'the token has expired') : null;
    },
  });
  expect(asked).toBe(2);
  const stopped = {
    name: 'ExpiredTokenException',
    message: 'the token has expired',
    status: 400,
    requestId: expect.any(String),
  };
  expect(snapshot.stopped).toEqual(stopped);
  expect(reading.stopped).toEqual(stopped);
  expect(snapshot.keys).toHaveLength(reading.keys);
  const described = snapshot.keys.filter(({ DescribeKey }) => DescribeKey !== undefined);
  expect(described.length).toBeGreaterThan(30);
  expect(snapshot.keys.at(-1)).toEqual({
    KeyId: expect.any(String),
    KeyArn: expect.any(String),
  });
});

test('credentials that cannot be fetched anew end the reading too', async () => {
  let asked = 0;
  const { snapshot } = await record({
    target: {
      credentials: () => {
        asked += 1;
        return asked === 1
          ? Promise.resolve(exampleIdentity)
          : Promise.reject(new Error('the session has ended'));
      },
    },
    fault: ({ operation }) =>
      operation === 'GetKeyPolicy' ? error('ExpiredTokenException') : null,
  });
  expect(snapshot.stopped).toEqual({
    name: 'CredentialsError',
    message: 'no AWS credentials: the session has ended',
    status: null,
  });
  expect(snapshot.keys).toHaveLength(24);
});

test('the deadline breaks off what is under way, and every listed key is recorded', async () => {
  const deadline = new AbortController();
  let described = 0;
  const { snapshot, reading } = await record({
    estate: symmetric(120),
    options: { deadline: deadline.signal, sockets: 60 },
    fault: ({ operation }) => {
      if (operation === 'GetKeyPolicy') return { kind: 'stall' };
      described += operation === 'DescribeKey' ? 1 : 0;
      if (described === 30) deadline.abort();
      return null;
    },
  });
  expect(reading.stopped).toMatchObject({ name: 'DeadlineError' });
  expect(snapshot.keys).toHaveLength(120);
  expect(snapshot.keys[0]).toMatchObject({
    DescribeKey: { ok: {} },
    GetKeyPolicy: { error: { name: 'DeadlineError' } },
  });
  expect(snapshot.keys.at(-1)).not.toHaveProperty('DescribeKey');
});

test('what is throttled until the deadline says so', async () => {
  const deadline = new AbortController();
  let throttles = 0;
  const { snapshot } = await record({
    estate: symmetric(1),
    options: { deadline: deadline.signal, facts: new Set() },
    fault: ({ operation }) => {
      if (operation !== 'DescribeKey') return null;
      throttles += 1;
      if (throttles === 5) deadline.abort();
      return error('ThrottlingException');
    },
  });
  expect(snapshot.keys[0]?.DescribeKey).toMatchObject({ error: { name: 'ThrottlingException' } });
  expect(snapshot.stopped).toMatchObject({ name: 'DeadlineError' });
});

test('a deadline that has passed already asks nothing', async () => {
  const { snapshot, requests } = await record({ options: { deadline: AbortSignal.abort() } });
  expect(requests).toEqual([]);
  expect(snapshot.stopped).toMatchObject({ name: 'DeadlineError' });
  expect(snapshot.ListKeys).toMatchObject({ error: { name: 'ReadingEnded' }, ok: { count: 0 } });
});
