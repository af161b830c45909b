import { expect, test } from 'vitest';
import type { KeyRecord, Snapshot } from '../../src/read/snapshot/format.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import type { Fault, Received } from '../support/aws/server.ts';
import { hastyWorld, record } from '../support/aws/record.ts';

/** Random numbers by seed (mulberry32). */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const error = (name: string, status: number): Fault => ({ kind: 'error', name, status });

/** Passing faults at random; each hundredth key or so has vanished, and some policies are denied throughout. */
function chaosBy(seed: number, keyIds: readonly string[]): (request: Received) => Fault | null {
  const random = randomBy(seed);
  const vanished = new Set(keyIds.filter(() => random() < 0.01));
  vanished.add(keyIds[seed % keyIds.length] ?? '');
  const denied = new Set(keyIds.filter(() => random() < 0.1));
  return ({ operation, keyId }) => {
    const chance = random();
    if (chance < 0.3) return error('ThrottlingException', 400);
    if (chance < 0.35) return error('KMSInternalException', 500);
    if (chance < 0.36) return { kind: 'reset' };
    if (chance < 0.37) return { kind: 'truncate' };
    if (keyId !== null && vanished.has(keyId)) return error('NotFoundException', 400);
    if (operation === 'GetKeyPolicy' && keyId !== null && denied.has(keyId))
      return error('AccessDeniedException', 400);
    return null;
  };
}

/** Every answer is the calm one or an error: no third thing. */
function expectFaithful(chaotic: Snapshot, calm: Snapshot): number {
  let withheld = 0;
  expect(chaotic.keys.map(({ KeyId }) => KeyId)).toEqual(calm.keys.map(({ KeyId }) => KeyId));
  chaotic.keys.forEach((key, index) => {
    const { KeyId: _, KeyArn: __, ...answers } = calm.keys[index] ?? { KeyId: '', KeyArn: '' };
    for (const [operation, answer] of Object.entries(answers)) {
      const given = answerOf(key, operation);
      if (given !== undefined && !('error' in given)) expect(given).toEqual(answer);
      else {
        withheld += 1;
        // Never silently: an answer is missing only where it is known why.
        if (given === undefined) expect(key.DescribeKey).toHaveProperty('error');
      }
    }
  });
  return withheld;
}

function answerOf(key: KeyRecord, operation: string): object | undefined {
  return Object.entries(key).flatMap(([name, answer]) =>
    name === operation && typeof answer === 'object' ? [answer] : [],
  )[0];
}

test('in chaos every key is recorded, with the calm answers or with errors', async () => {
  const estate = fakeEstate(60);
  const keyIds = estate.keys.map(({ KeyId }) => KeyId);
  const options = { deadline: new AbortController().signal, sockets: 32 };
  const { snapshot: calm } = await record({ estate });
  for (let seed = 1; seed <= 20; seed++) {
    const { snapshot, reading } = await record({
      estate,
      options,
      fault: chaosBy(seed, keyIds),
      world: hastyWorld(randomBy(seed)),
    });
    const withheld = expectFaithful(snapshot, calm);
    expect(snapshot.ListKeys).toEqual({ ok: { count: 60 } });
    for (const list of ['ListAliases', 'DescribeCustomKeyStores', 'DescribeClusters'] as const)
      expect([seed, snapshot[list]]).toEqual([seed, calm[list]]);
    expect(withheld).toBeGreaterThan(0);
    expect(withheld).toBeLessThan(60);
    expect(reading.throttles).toBeGreaterThan(30);
    expect(snapshot.stopped).toBeNull();
  }
}, 60_000);

test('where others use up most of a quota, the pace falls until everything is read', async () => {
  const estate = fakeEstate(400, { kindOf: () => 'symmetric' });
  const { snapshot, reading, requests } = await record({
    estate,
    quotaFactor: 0.05,
    options: { facts: new Set(['policy']), quotaShare: 1 },
    world: hastyWorld(randomBy(7)),
  });
  for (const key of snapshot.keys) expect(key.GetKeyPolicy).toHaveProperty('ok');
  expect(reading.throttles).toBeGreaterThan(0);
  expect(requests.length).toBe(801 + reading.throttles);
  expect(snapshot.stopped).toBeNull();
});
