import { expect, test } from 'vitest';
import { refreshing } from '../../src/record/aws/sign-in/refreshing.ts';

const identity = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };

test('credentials are kept until they are about to expire, and a refusal for a while', async () => {
  let now = 0;
  let asked = 0;
  const lives = 3_600_000;
  const fetch = async () => {
    asked += 1;
    if (asked === 1) throw new Error('AccessDenied');
    return { ...identity, expiration: new Date(now + lives) };
  };
  const credentials = refreshing(fetch, () => now);
  await expect(credentials()).rejects.toThrow('AccessDenied');
  await expect(credentials()).rejects.toThrow('AccessDenied');
  expect(asked).toBe(1);
  now = 30_001;
  await Promise.all([credentials(), credentials()]);
  expect(asked).toBe(2);
  now += lives - 301_000;
  await credentials();
  expect(asked).toBe(2);
  now += 2000;
  await credentials();
  expect(asked).toBe(3);
  await credentials({ forceRefresh: true });
  expect(asked).toBe(4);
});

test('while credentials cannot be fetched anew, those that are held are good until they expire', async () => {
  let [now, asked] = [0, 0];
  const credentials = refreshing(
    async () => {
      asked += 1;
      if (asked > 1) throw new Error('busy');
      return { ...identity, expiration: new Date(3_600_000) };
    },
    () => now,
  );
  await credentials();
  now = 3_400_000;
  expect((await credentials()).accessKeyId).toBe(identity.accessKeyId);
  await credentials();
  expect(asked).toBe(2);
  await expect(credentials({ forceRefresh: true })).rejects.toThrow('busy');
  now = 3_600_001;
  await expect(credentials()).rejects.toThrow('busy');
});
