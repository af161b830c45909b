// Judging a snapshot of 10,000 and of 100,000 keys: time and peak memory. 100,000 are as many as AWS admits in a Region.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aliasesOnOne, versionsOfOne, writeSnapshot } from './generate-snapshot.js';
import { measure, mib, ms, printTable, times } from './measure.js';

const cli = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 3);
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));

/** What grows with its size: the second of two sizes should take no more than twice the first. */
async function growth() {
  const rows = [['input', 'size', 'wall', 'size', 'wall', 'growth']];
  for (const [name, size, write] of [
    ['aliases on one key', 100_000, (path, n) => writeSnapshot(path, 100, 100, aliasesOnOne(n))],
    ['keys of one stem', 2500, (path, n) => writeSnapshot(path, n, 100, versionsOfOne(n))],
  ]) {
    const walls = [];
    for (const n of [size, 2 * size]) {
      const path = join(scratch, 'growth.json');
      write(path, n);
      walls.push((await measure({ args: [cli, '--fail-on', 'none', path] }, runs)).wall);
    }
    const [small, large] = walls;
    rows.push([name, String(size), ms(small), String(2 * size), ms(large), times(large / small)]);
  }
  return rows;
}

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
  console.log('');
  printTable(await growth());
} finally {
  rmSync(scratch, { recursive: true });
}
