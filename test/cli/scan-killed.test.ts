import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keptIn, keptName } from '../support/aws/kept.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import type { Received } from '../support/aws/server.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import {
  environment,
  openScanBench,
  ownAccount,
  restoreEnvironment,
  setEnvironment,
  verdictsOf,
  type ScanBench,
} from '../support/aws/run-scan.ts';

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const names = regions.map((region) => keptName(ownAccount, region));
const selected = regions.flatMap((region) => ['--region', region]);

let built: Workbench;
let bench: ScanBench;
/** While it is set, AWS answers about a few keys of the second and third Region, and then no more. */
let isStuck = false;
let described = 0;

beforeAll(async () => {
  setEnvironment();
  built = await setUp();
  const fault = ({ region, operation }: Received) => {
    if (!isStuck || region === regions[0] || operation !== 'DescribeKey') return null;
    described += 1;
    return described > 10 ? ({ kind: 'stall' } as const) : null;
  };
  bench = await openScanBench({
    estates: regions.map((region) => fakeEstate(24, { region })),
    fault,
  });
});
afterAll(async () => {
  await bench.remove();
  built.remove();
  restoreEnvironment();
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [built.bin, ...args, '--endpoint-url', bench.server.url], {
    cwd: bench.directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Starts a scan and ends it once one target is finished and the others are stuck half way. */
async function stopHalfWay(directory: string, signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended> {
  isStuck = true;
  described = 0;
  const { child, ended } = start([
    'scan',
    ...selected,
    '--snapshot-dir',
    directory,
    '--fail-on',
    'none',
  ]);
  const kept = join(bench.directory, directory);
  await vi.waitFor(
    () => {
      expect(existsSync(kept) && keptIn(kept)).toContain(names[0]);
      expect(described).toBeGreaterThan(10);
    },
    { timeout: 60_000, interval: 20 },
  );
  child.kill(signal);
  const how = await ended;
  isStuck = false;
  return how;
}

const filesIn = (directory: string) => keptIn(join(bench.directory, directory));

test('a scan that is killed goes on with --resume: every target once, no broken file', async () => {
  expect(await stopHalfWay('killed', 'SIGKILL')).toMatchObject({ code: null });
  const left = filesIn('killed');
  expect(left).toContain(names[0]);
  expect(left.filter((name) => name.endsWith('.tmp')).length).toBeGreaterThan(0);
  const before = bench.server.requests.length;
  const options = [...selected, '--fail-on', 'none', '--all', '-f', 'json'];
  const resumed = await start(['scan', '--resume', 'killed', ...options]).ended;
  expect(resumed.code).toBe(0);
  expect(filesIn('killed')).toEqual(names);
  const asked = bench.server.requests.slice(before);
  expect(new Set(asked.map(({ region }) => region))).toEqual(new Set(regions.slice(1)));
  const listed = asked
    .filter(({ operation }) => operation === 'ListKeys')
    .map(({ region }) => region);
  expect(listed.toSorted()).toEqual(regions.slice(1));
  const fresh = await bench.run(['scan', ...options]);
  expect(verdictsOf(resumed.stdout)).toEqual(verdictsOf(fresh.stdout));
});

test('a scheduler’s SIGTERM ends a scan cleanly: what was read is kept and judged, the rest is told', async () => {
  const how = await stopHalfWay('ended', 'SIGTERM');
  expect(how.code).toBe(3);
  expect(how.stdout).toContain('keys judged');
  expect(how.stdout).toContain('the scan was stopped by SIGTERM');
  expect(how.stdout).not.toContain('deadline');
  expect(filesIn('ended')).toEqual(names);
  expect(
    await bench.run(['scan', ...selected, '--resume', 'ended', '--fail-on', 'none']),
  ).toMatchObject({ code: 0 });
});
