// What a user waits for before anything happens, against a Node.js process that does nothing.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, ms, printTable, times } from './measure.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 15);
const beside = mkdtempSync(join(tmpdir(), 'kmslint-start-'));
process.on('exit', () => rmSync(beside, { recursive: true }));
for (const file of ['plan.json', 'source/main.tf']) {
  copyFileSync(at(`fixtures/demo/${file}`), join(beside, basename(file)));
}
const bare = { args: ['-e', '0'] };
const commands = {
  'kmslint --version': ['--version'],
  'kmslint fixtures/demo/plan.json': ['--fail-on', 'none', at('fixtures/demo/plan.json')],
  // Findings of a plan beside its configuration tell lines, for which the configuration's grammar is loaded.
  'the same plan beside its source': ['--fail-on', 'none', join(beside, 'plan.json')],
};

const rows = [['command', 'kmslint', 'node -e 0', 'ratio']];
for (const [name, args] of Object.entries(commands)) {
  const { wall } = await compare({ args: [at('dist/bin.js'), ...args] }, bare, runs);
  rows.push([name, ms(wall.a), ms(wall.b), times(wall.ratio)]);
}
console.log(`median of ${runs} runs, in turn\n`);
printTable(rows);
