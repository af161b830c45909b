// Judging a snapshot of 10,000 and of 100,000 keys: time and peak memory. 100,000 are as many as AWS admits in a Region.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSnapshot } from './generate-snapshot.js';
import { measure, mib, ms, printTable } from './measure.js';

const cli = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 3);
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));

try {
  const rows = [['keys', 'keys a policy', 'snapshot', 'report', 'wall', 'peak memory']];
  for (const [keys, sharing] of [
    [10_000, 100],
    [100_000, 100],
    [100_000, 1],
  ]) {
    const path = join(scratch, 'snapshot.json');
    writeSnapshot(path, keys, sharing);
    const size = `${Math.round(statSync(path).size / 1e6)} MB`;
    for (const format of ['text', 'json']) {
      const args = [cli, '--fail-on', 'none', '--format', format, path];
      const { wall, peak } = await measure({ args }, runs);
      rows.push([String(keys), String(sharing), size, format, ms(wall), mib(peak)]);
    }
  }
  console.log(`median of ${runs} runs\n`);
  printTable(rows);
} finally {
  rmSync(scratch, { recursive: true });
}
