// The executable in one file, beside dist/ on this Node.js and, where CONFTEST names one, conftest with a policy that asks
// whether keys rotate: what a start costs, and the demo plan. CPU tells more than the wall where a machine is busy.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ms, printTable, times } from './measure.js';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 15);
const { CONFTEST: conftest, KMSLINT_EXECUTABLE: given } = process.env;
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-executable-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));
const made =
  given ??
  execFileSync(process.execPath, [at('scripts/build-executable.js'), scratch], {
    encoding: 'utf8',
  });
const executable = made.trim();
const policy = join(scratch, 'policy.rego');
writeFileSync(
  policy,
  `package main

deny contains message if {
  some change in input.resource_changes
  change.type == "aws_kms_key"
  not change.change.after.enable_key_rotation
  message := sprintf("%s does not rotate", [change.address])
}
`,
);

const plan = at('fixtures/demo/plan.json');
const commands = {
  'node -e 0': [process.execPath, '-e', '0'],
  'dist/bin.js --version': [process.execPath, at('dist/bin.js'), '--version'],
  'executable --version': [executable, '--version'],
  'dist/bin.js, demo plan': [process.execPath, at('dist/bin.js'), '--fail-on', 'none', plan],
  'executable, demo plan': [executable, '--fail-on', 'none', plan],
  ...(conftest === undefined
    ? {}
    : { 'conftest, demo plan': [conftest, 'test', '--no-fail', '--policy', policy, plan] }),
};

/** Wall time of a process and CPU of it and its threads, in milliseconds, as the shell tells it. */
function once(words) {
  return new Promise((resolve, reject) => {
    const shell = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1', 'bash', ...words];
    const child = spawn('bash', shell, { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (chunk) => (told += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${words.join(' ')} ended with ${code}`));
      const [wall, user, system] = told.trim().split(' ').map(Number);
      resolve({ wall: wall * 1000, cpu: (user + system) * 1000 });
    });
  });
}

const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let run = 0; run <= runs; run++) {
  for (const [name, words] of Object.entries(commands)) {
    const result = await once(words);
    // The first of each warms what the system caches.
    if (run > 0) results[name].push(result);
  }
}
const median = (name, figure) =>
  results[name].map((result) => result[figure]).toSorted((a, b) => a - b)[Math.floor(runs / 2)];
const last = Object.keys(commands).at(-1);
const rows = Object.keys(commands).map((name) => [
  name,
  ms(median(name, 'cpu')),
  ms(median(name, 'wall')),
  times(median(name, 'cpu') / median(last, 'cpu')),
]);
console.log(
  `medians of ${runs} runs, in turn; the executable has ${(statSync(executable).size / 1e6).toFixed(0)} MB\n`,
);
printTable([['command', 'CPU', 'wall', `CPU beside ${last}`], ...rows]);
