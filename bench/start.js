// What a user waits for before anything happens, against a Node.js process that does nothing.
import { fileURLToPath } from 'node:url';
import { compare, ms, printTable, times } from './measure.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 15);
const bare = { args: ['-e', '0'] };
const commands = {
  'kmslint --version': ['--version'],
  'kmslint fixtures/demo/plan.json': ['--fail-on', 'none', at('fixtures/demo/plan.json')],
};

const rows = [['command', 'kmslint', 'node -e 0', 'ratio']];
for (const [name, args] of Object.entries(commands)) {
  const { wall } = await compare({ args: [at('dist/bin.js'), ...args] }, bare, runs);
  rows.push([name, ms(wall.a), ms(wall.b), times(wall.ratio)]);
}
console.log(`median of ${runs} runs, in turn\n`);
printTable(rows);
