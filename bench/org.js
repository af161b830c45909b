// Judging an organisation, account by account: time and peak memory must follow the keys, and the largest account.
// BENCH_KEYS=50000,250000,1000000 chooses the sizes (a million keys are 1.7 GB of snapshots), BENCH_FORMATS the reports.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrganisation } from './generate-organisation.js';
import { measure, mib, ms, printTable } from './measure.js';

const cli = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const sizes = (process.env.BENCH_KEYS ?? '50000,100000').split(',').map(Number);
const formats = (process.env.BENCH_FORMATS ?? 'ndjson,json,csv,sarif').split(',');
const runs = Number(process.env.BENCH_RUNS ?? 1);

const rows = [['keys', 'report', 'size', 'wall', 'wall a key', 'CPU a key', 'peak memory']];
for (const keys of sizes) {
  const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));
  try {
    writeOrganisation(scratch, keys);
    for (const format of formats) {
      const out = join(scratch, 'report.out');
      const args = [cli, '--no-config', '--fail-on', 'none', '-f', `${format}=${out}`, scratch];
      const { wall, peak, cpu } = await measure({ args }, runs);
      const each = (value) => `${Math.round((value * 1000) / keys)} µs`;
      const size = `${Math.round(statSync(out).size / 1e6)} MB`;
      rows.push([String(keys), format, size, ms(wall), each(wall), each(cpu), mib(peak)]);
      rmSync(out);
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
console.log(`median of ${runs} runs\n`);
printTable(rows);
