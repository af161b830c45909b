// Recording live accounts. Server and recorder are processes of their own, and the machine's cores are shared by both.
// 1. 10,000 keys of one account and Region behind KMS's quotas, half of them used, against the time that these allow.
// 2. Eight Regions of 2,000 keys without quotas, by each number of threads: what a call costs, and who is busy.
// 3. 100,000 keys without quotas, for growth and memory (unless BENCH_LARGE=0).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { commandLine, recordThread } from '../scripts/bundle.js';
import { mib, printTable, times } from './measure.js';

const latency = 20;
const share = 0.5;
const runs = Number(process.env.BENCH_RUNS ?? 3);
const cores = availableParallelism();
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));

/** Quotas a second of what is asked once for each symmetric key: DescribeKey, tags, rotation status, policy. */
const quotas = [2000, 2000, 1000, 1000];

async function bundle() {
  const entryPoints = { server: 'bench/live-server.ts', record: 'bench/live-record.ts' };
  for (const part of [{ ...commandLine, entryPoints }, recordThread])
    await build({ ...part, outdir: join(scratch, 'built'), sourcemap: false, logLevel: 'error' });
  writeFileSync(join(scratch, 'built', 'package.json'), '{"type":"module"}');
}

const start = (name, args) => fork(join(scratch, 'built', `${name}.js`), args.map(String));

async function measure({ regions = 1, keys, quotaFactor = 0, threads = 1 }) {
  const server = start('server', [regions, keys, quotaFactor, latency]);
  const [{ url }] = await once(server, 'message');
  const directory = mkdtempSync(join(scratch, 'snapshots-'));
  const used = share * (quotaFactor === 0 ? 1000 : 1);
  const recorder = start('record', [url, directory, used, regions, threads]);
  const [figures] = await once(recorder, 'message');
  server.send('end');
  const [served] = await once(server, 'message');
  if (figures.keys !== keys * regions || figures.unread.length > 0)
    throw new Error('not every key was read');
  const sizes = readdirSync(directory).map((name) => statSync(join(directory, name)).size);
  rmSync(directory, { recursive: true });
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    ...figures,
    calls: served.calls,
    throttles: served.throttles,
    served: served.cpu,
    bytes,
  };
}

const seconds = (value) => `${value.toFixed(1)} s`;
const perCent = (value) => `${Math.round(value * 100)} %`;

function row(what, floor, { wall, calls, throttles, cpu, served, peak, bytes }) {
  return [
    what,
    seconds(wall),
    floor === null ? '-' : seconds(floor),
    floor === null ? '-' : times(wall / floor),
    String(calls),
    String(throttles),
    `${Math.round((cpu / calls) * 1e6)} µs`,
    String(Math.round(calls / wall)),
    perCent(served / (cpu + served)),
    perCent((cpu + served) / (wall * cores)),
    mib(peak),
    `${Math.round(bytes / 1e6)} MB`,
  ];
}

try {
  await bundle();
  const rows = [
    [
      '',
      'wall',
      'floor',
      'ratio',
      'calls',
      'throttles',
      'CPU a call',
      'calls/s',
      "server's share",
      'cores busy',
      'peak',
      'snapshots',
    ],
  ];
  const floor = 10_000 / (Math.min(...quotas) * share);
  for (let run = 0; run < runs; run++) {
    const figures = await measure({ keys: 10_000, quotaFactor: 1 });
    rows.push(row(`10,000 keys, ${share * 100} % of the quotas`, floor, figures));
  }
  for (let run = 0; run < runs; run++) {
    for (const threads of new Set([1, 2, cores])) {
      const figures = await measure({ regions: 8, keys: 2000, threads });
      rows.push(row(`8 × 2,000 keys, ${threads} thread${threads > 1 ? 's' : ''}`, null, figures));
    }
  }
  if (process.env.BENCH_LARGE !== '0') {
    const small = await measure({ keys: 10_000 });
    const large = await measure({ keys: 100_000 });
    rows.push(row('10,000 keys, no quotas', null, small), row('100,000 keys', null, large));
    console.log(`ten times the keys take ${times(large.wall / small.wall)} the time\n`);
  }
  printTable(rows);
} finally {
  rmSync(scratch, { recursive: true });
}
