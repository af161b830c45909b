// A plan of 10 and of 100 MB, against a process that reads and parses the same JSON and does nothing else.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writePlan } from './generate-plan.js';
import { compare, mib, ms, printTable, times } from './measure.js';

const cli = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 5);
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));
const bare = (source) => ['-e', `JSON.parse(require('node:fs').readFileSync(${source}, 'utf8'))`];

try {
  const sizes = { small: 9_200, large: 92_000 };
  const rows = [
    [
      'plan',
      'input',
      'kmslint',
      'bare Node',
      'wall ratio',
      'kmslint peak',
      'bare peak',
      'memory ratio',
    ],
  ];
  const walls = {};
  for (const [name, resources] of Object.entries(sizes)) {
    const path = join(scratch, `${name}.json`);
    writePlan(path, resources);
    const size = `${Math.round(statSync(path).size / 1e6)} MB`;
    for (const input of ['file', 'standard input']) {
      const stdin = input === 'file' ? undefined : path;
      const { wall, peak } = await compare(
        { args: [cli, '--fail-on', 'none', stdin === undefined ? path : '-'], stdin },
        { args: bare(stdin === undefined ? JSON.stringify(path) : '0'), stdin },
        runs,
      );
      walls[`${name} ${input}`] = wall.a;
      rows.push([
        size,
        input,
        ms(wall.a),
        ms(wall.b),
        times(wall.ratio),
        mib(peak.a),
        mib(peak.b),
        times(peak.ratio),
      ]);
    }
  }
  console.log(`median of ${runs} runs, in turn\n`);
  printTable(rows);
  console.log(
    `\nten times the plan takes ${times(walls['large file'] / walls['small file'])} the time`,
  );
} finally {
  rmSync(scratch, { recursive: true });
}
