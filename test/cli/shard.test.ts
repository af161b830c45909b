import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDuration } from '../../src/cli/targets/duration.ts';
import { readShard } from '../../src/cli/targets/shard.ts';
import { isInShard } from '../../src/model/place/shard.ts';

const account = fc.stringMatching(/^\d{12}$/);

test('every account belongs to exactly one shard', () => {
  fc.assert(
    fc.property(account, fc.integer({ min: 1, max: 50 }), (id, count) => {
      const shards = Array.from({ length: count }, (_, index) => ({ index, count }));
      expect(shards.filter((shard) => isInShard(id, shard))).toHaveLength(1);
    }),
  );
});

test('shards are of like size', () => {
  const sizes = Array.from({ length: 4 }, () => 0);
  for (let id = 0; id < 4000; id++) {
    const index = sizes.findIndex((_, at) =>
      isInShard(String(id).padStart(12, '0'), { index: at, count: 4 }),
    );
    sizes[index] = (sizes[index] ?? 0) + 1;
  }
  for (const size of sizes) expect(size).toBeGreaterThan(850);
});

test('a shard is the same in every version: a scan goes on where another one stopped', () => {
  const shardOf = (id: string) =>
    [0, 1, 2, 3, 4].find((index) => isInShard(id, { index, count: 5 }));
  expect(shardOf('111122223333')).toBe(2);
  expect(shardOf('444455556666')).toBe(0);
});

test.each([
  ['2/5', {}, { index: 1, count: 5 }],
  ['1/1', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, null],
  [undefined, {}, null],
  [
    undefined,
    { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '3' },
    { index: 0, count: 3 },
  ],
  [undefined, { JOB_COMPLETION_INDEX: '9', JOB_COMPLETIONS: '10' }, { index: 9, count: 10 }],
  [undefined, { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '4' }, { index: 0, count: 4 }],
  [undefined, { CI_NODE_INDEX: '', CI_NODE_TOTAL: '4' }, null],
])('--shard %s with %j', (given, environment, expected) => {
  expect(readShard(given, environment)).toEqual(expected);
});

test.each([
  ['0/5', {}, '--shard "0/5" names no shard'],
  ['6/5', {}, 'names no shard'],
  ['2', {}, 'names no shard'],
  ['-1/2', {}, 'names no shard'],
  [undefined, { JOB_COMPLETION_INDEX: '1' }, 'JOB_COMPLETIONS is not'],
  [undefined, { AWS_BATCH_JOB_ARRAY_INDEX: '3', AWS_BATCH_JOB_ARRAY_SIZE: '3' }, 'names no shard'],
  [undefined, { CI_NODE_INDEX: '0', CI_NODE_TOTAL: '3' }, 'names no shard'],
  [undefined, { CI_NODE_INDEX: '1e0', CI_NODE_TOTAL: '3' }, 'names no shard'],
])('--shard %s with %j is refused', (given, environment, message) => {
  expect(() => readShard(given, environment)).toThrow(message);
});

test.each([
  ['30m', 1_800_000],
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['24h', 86_400_000],
])('a duration of %s', (given, expected) => {
  expect(readDuration(given, '--deadline')).toBe(expected);
});

test.each(['', '30', '0s', 'm', '25h', '1d', '-5m', '1.5h', '30 m'])(
  '%j is no duration',
  (given) => {
    expect(() => readDuration(given, '--deadline')).toThrow('--deadline wants a duration');
  },
);
