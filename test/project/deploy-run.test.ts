import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fakeEstate } from '../support/aws/keys.ts';
import { environment, ownAccount } from '../support/aws/run-scan.ts';
import { openProcessBench, type ProcessBench } from '../support/aws/scan-process.ts';
import type { Received } from '../support/aws/server.ts';

// run.sh of the array job, with a directory in the place of the bucket: an `aws` of a few lines. `npm run test:moto` runs it
// with the AWS CLI itself.

const script = fileURLToPath(new URL('../../deploy/aws-batch/image/run.sh', import.meta.url));
const other = '444455556666';

const fakeCli = `#!/bin/sh
set -eu
bucket=$FAKE_BUCKET
case "$1 $2" in
'organizations list-accounts') printf '%s\\n' ${ownAccount} ${other} ;;
's3 sync' | 's3 cp')
  shift 2
  from= to=
  while [ $# -gt 0 ]; do
    case $1 in
    --exclude) shift ;;
    --*) ;;
    *) if [ -z "$from" ]; then from=$1; else to=$1; fi ;;
    esac
    shift
  done
  from=$(echo "$from" | sed "s#^s3://example-kmslint#$bucket#")
  to=$(echo "$to" | sed "s#^s3://example-kmslint#$bucket#")
  mkdir -p "$from" "$to"
  cp -R "$from/." "$to"
  ;;
*) exit 9 ;;
esac
`;

let bench: ProcessBench;
let isStuck = false;
let isDenied = false;
const asked: string[] = [];

beforeAll(async () => {
  bench = await openProcessBench({
    estates: [ownAccount, other].map((account) =>
      fakeEstate(4, { account, kindOf: () => 'symmetric' }),
    ),
    organization: {
      accounts: [ownAccount, other].map((Id) => ({ Id, State: 'ACTIVE' })),
      below: {},
    },
    regions: { 'eu-central-1': true },
    fault: ({ operation, sessionToken }: Received) => {
      asked.push(`${operation} ${sessionToken === null ? ownAccount : other}`);
      if (isDenied && operation === 'GetKeyPolicy')
        return { kind: 'error', name: 'AccessDeniedException', status: 400 };
      return isStuck && sessionToken !== null && operation === 'DescribeKey'
        ? { kind: 'stall' }
        : null;
    },
  });
  mkdirSync(join(bench.directory, 'bin'));
  const cli = join(bench.directory, 'bin', 'aws');
  writeFileSync(cli, fakeCli);
  chmodSync(cli, 0o755);
});
afterAll(() => bench.remove());

interface Task {
  readonly more?: Readonly<Record<string, string | undefined>>;
  readonly words?: readonly string[];
  readonly disk: string;
}

function start({ more = {}, words = ['--all-regions'], disk }: Task) {
  const bucket = join(bench.directory, 'bucket');
  const child = spawn(script, words, {
    env: {
      ...environment,
      PATH: `${join(bench.directory, 'bin')}:${process.env['PATH'] ?? ''}`,
      AWS_ENDPOINT_URL: bench.server.url,
      AWS_BATCH_JOB_ID: 'run-1:0',
      KMSLINT_BUCKET: 'example-kmslint',
      KMSLINT_ROLE: 'arn:aws:iam::{account}:role/kmslint-read',
      KMSLINT_RUN_AT: '2026-11-26T04:17:00Z',
      KMSLINT_WORK: join(bench.directory, disk),
      KMSLINT_SAVE_EVERY: '600',
      KMSLINT_COMMAND: `${process.execPath} ${bench.bin}`,
      FAKE_BUCKET: bucket,
      ...more,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('exit', (code) => {
      // The saver sleeps on for a while, as it would not in a container.
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {}
      resolve({ code, said });
    });
  });
  return { child, ended };
}

const inBucket = (...path: readonly string[]) => join(bench.directory, 'bucket', ...path);
const rowsOf = (table: string, name: string): readonly string[] =>
  gunzipSync(readFileSync(inBucket(table, 'date=2026-11-26', `${name}.ndjson.gz`)))
    .toString()
    .split('\n')
    .filter((line) => line !== '');

test('a part that is told to stop saves what is finished, and the next task goes on there', async () => {
  isStuck = true;
  const first = start({ disk: 'first' });
  const snapshots = join(bench.directory, 'first', 'snapshots');
  await vi.waitFor(
    () => {
      const files = existsSync(snapshots)
        ? readdirSync(snapshots, { recursive: true, encoding: 'utf8' })
        : [];
      expect(files.some((name) => name.includes(ownAccount) && /\.json(?:\.gz)?$/.test(name))).toBe(
        true,
      );
      expect(asked).toContain(`DescribeKey ${other}`);
    },
    { timeout: 60_000, interval: 20 },
  );
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(143);
  expect(existsSync(inBucket('findings'))).toBe(false);
  isStuck = false;
  asked.length = 0;
  const second = await start({ disk: 'second', more: { AWS_BATCH_JOB_ATTEMPT: '2' } }).ended;
  expect(second).toEqual({ code: 0, said: '' });
  expect(asked.filter((one) => one.startsWith('ListKeys'))).toEqual([`ListKeys ${other}`]);
  expect(rowsOf('keys', 'run-1-0')).toHaveLength(8);
  expect(rowsOf('scans', 'run-1-0')).toHaveLength(2);
  expect(rowsOf('accounts', 'run-1').map((line) => JSON.parse(line))).toEqual(
    [ownAccount, other].map((account) => ({ runId: 'run-1', account })),
  );
});

test('what could not be read is in the rows, and the part ends with 3', async () => {
  isDenied = true;
  const ended = await start({ disk: 'gap', more: { AWS_BATCH_JOB_ID: 'run-2:0' } }).ended;
  isDenied = false;
  expect(ended).toMatchObject({ code: 3 });
  const rows = rowsOf('scans', 'run-2-0').map((line) => JSON.parse(line));
  expect(rows.map(({ gaps, reasons }) => [gaps, reasons])).toEqual([
    [1, ['access-denied']],
    [1, ['access-denied']],
  ]);
});

test.each([
  [{ AWS_BATCH_JOB_ID: 'a/../b:0' }, /may hold anything but letters/],
  [{ KMSLINT_RUN_AT: '$(id)' }, /may hold anything but letters/],
  [{ KMSLINT_BUCKET: undefined }, /KMSLINT_BUCKET.*is to name the bucket/],
  [{ AWS_BATCH_JOB_ARRAY_INDEX: '9', AWS_BATCH_JOB_ARRAY_SIZE: '8' }, /names no shard/],
])('%j is refused in one line', async (more, said) => {
  const ended = await start({ disk: 'refused', more }).ended;
  expect(ended.code).toBe(2);
  expect(ended.said.trim().split('\n')).toEqual([expect.stringMatching(said)]);
  expect(existsSync(inBucket('findings', 'date=$(id)'))).toBe(false);
});
