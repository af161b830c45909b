// Judging an organisation, account by account, as ratios of one run: time must follow the keys, memory the largest
// account, and threads must cost little more than the work that they share.
// `npm run bench:org -- 50000,200000` chooses the sizes (a million keys in 200 snapshots are 1.7 GB), BENCH_THREADS=1,2 the
// numbers of threads, BENCH_FORMATS the reports. The first report is compared; every one must be whole.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrganisation } from './generate-organisation.js';
import { measure, mib, ms, printTable, times } from './measure.js';

const cli = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const numbers = (text) => text.split(',').map(Number);
const sizes = numbers(process.argv[2] ?? '50000,200000');
const threads = numbers(process.env.BENCH_THREADS ?? '1,2');
const formats = (process.env.BENCH_FORMATS ?? 'ndjson').split(',');
const runs = Number(process.env.BENCH_RUNS ?? 1);

const rows = [
  [
    'keys',
    'report',
    'threads',
    'size',
    'wall',
    'CPU',
    'CPU a key',
    'keys a CPU-hour',
    'peak memory',
  ],
];
const measured = [];
for (const keys of sizes) {
  const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));
  try {
    writeOrganisation(scratch, keys);
    for (const format of formats)
      for (const count of threads) await judge(scratch, keys, format, count);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
console.log(`median of ${runs} runs\n`);
printTable(rows);
console.log('');
compareThreads();
compareSizes();

async function judge(directory, keys, format, count) {
  const out = join(directory, 'report.out');
  const more = ['--fail-on', 'none', '--threads', String(count), '-f', `${format}=${out}`];
  const { wall, peak, cpu } = await measure(
    { args: [cli, '--no-config', ...more, directory] },
    runs,
  );
  measured.push({ keys, format, count, each: cpu / keys, wall, peak });
  const size = `${(statSync(out).size / 1e6).toFixed(1)} MB`;
  const each = `${Math.round((cpu * 1000) / keys)} µs`;
  const hourly = `${((keys * 3.6) / cpu).toFixed(1)} million`;
  rows.push([
    String(keys),
    format,
    String(count),
    size,
    ms(wall),
    ms(cpu),
    each,
    hourly,
    mib(peak),
  ]);
  rmSync(out);
}

/** What more threads cost in CPU time, and what they save, at each size. */
function compareThreads() {
  const own = measured.filter(({ format }) => format === formats[0]);
  for (const alone of own.filter(({ count }) => count === 1)) {
    for (const shared of own.filter(({ keys, count }) => keys === alone.keys && count > 1)) {
      const cost = times(shared.each / alone.each);
      const gain = times(alone.wall / shared.wall);
      console.log(
        `${alone.keys} keys: ${shared.count} threads take ${cost} of the CPU time of one, and are ${gain} as fast`,
      );
    }
  }
}

/** Time and memory of the largest size, by those of the smallest. */
function compareSizes() {
  for (const count of threads) {
    const own = measured.filter((one) => one.format === formats[0] && one.count === count);
    const [first, last] = [own[0], own.at(-1)];
    if (first === last) continue;
    const time = times(last.each / first.each);
    const memory = times(last.peak / first.peak);
    console.log(
      `${count === 1 ? 'one thread' : `${count} threads`}: ${last.keys} keys take ${time} of the CPU time a key that ${first.keys} take, and ${memory} of their memory`,
    );
  }
}
