// Configurations, against processes that do the least that the same work takes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeComments, writeModule, writeMonorepo, writeRoots } from './generate-hcl.js';
import { compare, mib, ms, printTable, times } from './measure.js';

const cli = process.env.BENCH_CLI ?? fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const kmslint = (path) => [cli, path, '--fail-on', 'none', '--allow-gaps'];
const runs = Number(process.env.BENCH_RUNS ?? 5);
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));
const parser = JSON.stringify(createRequire(import.meta.url).resolve('@cdktf/hcl2json'));

/** Walks and reads everything; `use` sees each directory's files. */
const walking = (path, use) => `
  const { readdirSync, readFileSync } = require('node:fs');
  const pending = [${JSON.stringify(path)}];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const files = [];
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = at + '/' + entry.name;
      if (entry.isDirectory()) pending.push(path);
      else files.push([path, readFileSync(path)]);
    }
    ${use}
  }`;
const bareWalk = (path) => ['-e', walking(path, '')];
const bareParse = (path) => [
  '-e',
  `const { parse } = require(${parser});
  const wanted = [];
  ${walking(path, `if (files.some(([, text]) => text.includes('aws_kms_'))) wanted.push(...files);`)}
  (async () => { for (const [path, text] of wanted) await parse(path, String(text)); })();`,
];

/** How many threads and WebAssembly modules kmslint loads on the way. */
function parsersLoaded(path) {
  const hook = fileURLToPath(new URL('wasm.cjs', import.meta.url));
  const stdio = ['ignore', 'ignore', 'inherit', 'pipe'];
  return spawnSync(process.execPath, ['--require', hook, ...kmslint(path)], { stdio }).output[3];
}

const cases = [
  {
    name: '12,000 files without KMS',
    write: (path) => writeMonorepo(path),
    bare: bareWalk,
    does: 'walk, read',
    target: 1.8,
  },
  {
    name: '12,000 files, 1 % with KMS',
    write: (path) => writeMonorepo(path, 100),
    bare: bareParse,
    does: 'walk, read, parse the 1 %',
    target: 2,
  },
  {
    name: 'a module of ten files',
    write: writeModule,
    bare: bareParse,
    does: 'read, parse',
    target: 1.6,
  },
  {
    name: '10,000 comments on a key',
    write: (path) => writeComments(path, 10_000),
    bare: bareParse,
    does: 'read, parse',
    target: null,
  },
  {
    name: '20,000 comments on a key',
    write: (path) => writeComments(path, 20_000),
    bare: bareParse,
    does: 'read, parse',
    target: null,
  },
  {
    name: '1,000 roots of keys',
    write: (path) => writeRoots(path, 1000),
    bare: bareParse,
    does: 'walk, read, parse',
    target: null,
  },
];

try {
  const rows = [
    [
      'input',
      'bare Node does',
      'kmslint',
      'bare Node',
      'wall ratio',
      'target',
      'kmslint peak',
      'parsers loaded',
    ],
  ];
  for (const [i, { name, write, bare, does, target }] of cases.entries()) {
    const path = join(scratch, String(i));
    write(path);
    const { wall, peak } = await compare({ args: kmslint(path) }, { args: bare(path) }, runs);
    rows.push([
      name,
      does,
      ms(wall.a),
      ms(wall.b),
      times(wall.ratio),
      target === null ? '-' : `≤ ${times(target)}`,
      mib(peak.a),
      String(parsersLoaded(path)),
    ]);
  }
  console.log(`median of ${runs} runs, in turn\n`);
  printTable(rows);
} finally {
  rmSync(scratch, { recursive: true });
}
