// Recording a live account: 10,000 keys behind KMS's quotas, against the time that the quotas allow; then 10,000 and
// 100,000 keys without quotas, for growth and memory. Server and recorder are processes of their own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { mib, printTable, times } from './measure.js';

const latency = 20;
const share = 0.5;
const runs = Number(process.env.BENCH_RUNS ?? 3);
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));

/** Quotas a second of what is asked once for each symmetric key: DescribeKey, tags, rotation status, policy. */
const quotas = [2000, 2000, 1000, 1000];

async function bundle() {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  await build({
    entryPoints: ['live-server.ts', 'live-record.ts'].map((name) => join(folder, name)),
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
}

async function measure(keys, quotaFactor) {
  const server = fork(join(scratch, 'live-server.mjs'), [keys, quotaFactor, latency].map(String));
  const [{ url }] = await once(server, 'message');
  const file = join(scratch, 'snapshot.json');
  const recorder = fork(join(scratch, 'live-record.mjs'), [
    url,
    file,
    String(share * (quotaFactor === 0 ? 1000 : 1)),
  ]);
  const [figures] = await once(recorder, 'message');
  server.send('end');
  const [{ throttles }] = await once(server, 'message');
  if (figures.keys !== keys || figures.stopped !== null) throw new Error('not every key was read');
  return { ...figures, throttles, bytes: statSync(file).size };
}

const seconds = (value) => `${value.toFixed(1)} s`;

try {
  await bundle();
  const rows = [
    [
      'keys',
      'quotas',
      'wall',
      'floor',
      'ratio',
      'requests',
      'throttles',
      'processor',
      'peak',
      'snapshot',
    ],
  ];
  const row = (keys, name, floor, { wall, requests, throttles, cpu, peak, bytes }) =>
    rows.push([
      String(keys),
      name,
      seconds(wall),
      floor === null ? '-' : seconds(floor),
      floor === null ? '-' : times(wall / floor),
      String(requests),
      String(throttles),
      seconds(cpu),
      mib(peak),
      `${Math.round(bytes / 1e6)} MB`,
    ]);
  const floor = 10_000 / (Math.min(...quotas) * share);
  for (let run = 0; run < runs; run++)
    row(10_000, `${share * 100} %`, floor, await measure(10_000, 1));
  const small = await measure(10_000, 0);
  row(10_000, 'none', null, small);
  if (process.env.BENCH_LARGE !== '0') {
    const large = await measure(100_000, 0);
    row(100_000, 'none', null, large);
    console.log(`ten times the keys take ${times(large.wall / small.wall)} the time\n`);
  }
  printTable(rows);
} finally {
  rmSync(scratch, { recursive: true });
}
