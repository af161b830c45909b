// Several threads share the accounts and Regions: what they leave is what one leaves. The command line as a process.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isArray, member, membersOf } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { filesBelow, readKept } from '../support/aws/kept.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import { ownAccount, parse } from '../support/aws/run-scan.ts';
import { openProcessBench, type ProcessBench } from '../support/aws/scan-process.ts';
import type { Fault, Received } from '../support/aws/server.ts';

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'];
const selected = ['--region', regions.join(',')];
const second = '444455556666';

let fault: (request: Received) => Fault | null = () => null;
let bench: ProcessBench;
beforeAll(async () => {
  bench = await openProcessBench({
    estates: [ownAccount, second].flatMap((account) =>
      regions.map((region) => fakeEstate(30, { account, region })),
    ),
    fault: (request) => fault(request),
  });
});
afterAll(async () => {
  await bench.remove();
});

const run = (...args: readonly string[]) =>
  bench.run([...args, '--endpoint-url', bench.server.url]);

/** Everything but times and the ids of requests. */
function settled(value: Json): Json {
  if (isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null) return value;
  const kept = membersOf(value).filter(
    ([name]) => !['startedAt', 'finishedAt', 'requestId'].includes(name),
  );
  return Object.fromEntries(kept.map(([name, one]) => [name, settled(one)]));
}

const snapshotsIn = (directory: string) =>
  filesBelow(join(bench.directory, directory)).map((name) =>
    settled(parse(readKept(join(bench.directory, directory, name)))),
  );

test('one thread, two and three leave the same snapshots, and not a word beside', async () => {
  fault = ({ operation, keyId }) =>
    operation === 'GetKeyPolicy' && keyId?.endsWith('3') === true
      ? { kind: 'error', name: 'AccessDeniedException', status: 400 }
      : null;
  const results = [];
  for (const threads of ['1', '2', '3']) {
    const directory = `threads-${threads}`;
    const more = ['--threads', threads, '--snapshot-dir', directory];
    const result = await run('snapshot', ...selected, ...more);
    results.push(snapshotsIn(directory));
    expect(result.code).toBe(0);
    const told = result.stderr.split('\n').filter((line) => line !== '');
    expect(told.map((line) => line.replace(/^\d of 4 · /, '')).toSorted()).toEqual(
      regions.map((region) => `${ownAccount} ${region} · 30 keys`),
    );
  }
  expect(results[0]).toHaveLength(regions.length);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('a role is assumed once for all threads, and credentials that have expired end the scan for all', async () => {
  fault = () => null;
  const role = ['--assume-role', `arn:aws:iam::${second}:role/audit`, '--threads', '2'];
  const before = bench.control.asked.length;
  const whole = await run('snapshot', ...selected, ...role, '--snapshot-dir', 'role');
  expect(whole.code).toBe(0);
  const assumed = bench.control.asked
    .slice(before)
    .filter(({ action }) => action === 'sts:AssumeRole');
  expect(assumed).toHaveLength(1);
  // One learns of it; the others wait for an answer that does not come.
  fault = ({ operation, region }) => {
    if (operation !== 'DescribeKey') return null;
    if (region !== regions[0]) return { kind: 'stall' };
    return { kind: 'error', name: 'ExpiredTokenException', status: 400, message: 'it has expired' };
  };
  const ended = await run('snapshot', ...selected, '--threads', '2', '--snapshot-dir', 'expired');
  expect(ended.code).toBe(3);
  const stopped = snapshotsIn('expired').map((one) => member(member(one, 'stopped'), 'name'));
  expect(stopped).toEqual(regions.map(() => 'ExpiredTokenException'));
});

test('a file that cannot be written is one line, whichever thread it is', async () => {
  fault = () => null;
  const blocked = join(bench.directory, 'blocked');
  expect((await run('snapshot', '--quiet', ...selected, '--snapshot-dir', 'blocked')).code).toBe(0);
  const name = filesBelow(blocked).find((path) => path.includes('us-west-2')) ?? '';
  rmSync(join(blocked, name));
  mkdirSync(join(blocked, name));
  const more = ['--threads', '2', '--snapshot-dir', 'blocked'];
  const result = await run('snapshot', '--quiet', ...selected, ...more);
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(
    /^kmslint: \S+_us-west-2\.snapshot\.json\.gz: .+; the snapshot was not written\n$/,
  );
});

test.each(['0', '1.5', 'many', '65'])('--threads %s is no number of threads', async (threads) => {
  const result = await run('snapshot', '--threads', threads);
  expect(result).toMatchObject({ code: 2 });
  expect(result.stderr).toContain('--threads wants a whole number from 1 to 64');
});

test('the keys of each target keep the order of ListKeys', () => {
  const orders = snapshotsIn('threads-2').map((one) => {
    const keys = member(one, 'keys');
    return isArray(keys) ? keys.map((key) => member(key, 'KeyId')) : [];
  });
  const expected = fakeEstate(30).keys.map(({ KeyId }) => KeyId);
  for (const order of orders) expect(order).toEqual(expected);
});
