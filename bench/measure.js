import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const reporter = fileURLToPath(new URL('usage.cjs', import.meta.url));

/** The command line; standard input comes through a pipe of the shell, as in a pipeline. */
function commandOf({ args, stdin }) {
  const node = [process.execPath, '--require', reporter, ...args];
  if (stdin === undefined) return node;
  return ['sh', '-c', 'file=$1; shift; cat "$file" | "$@"', 'sh', stdin, ...node];
}

/** Runs a Node.js process once. Wall and CPU time in milliseconds, peak memory in mebibytes. */
function runOnce(command) {
  return new Promise((resolve, reject) => {
    const [file, ...args] = commandOf(command);
    const started = performance.now();
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
    let usage = '';
    child.stdio[3].on('data', (chunk) => (usage += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${file} ${args.join(' ')} ended with ${code}`));
      const [peak, cpu] = usage.split(' ').map(Number);
      resolve({ wall: performance.now() - started, cpu, peak: peak / 1024 });
    });
  });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs two commands in turn, so that a drifting machine slows both; medians, and the median of the ratios. */
export async function compare(a, b, runs) {
  await runOnce(a);
  await runOnce(b);
  const pairs = [];
  for (let i = 0; i < runs; i++) pairs.push([await runOnce(a), await runOnce(b)]);
  const of = (figure) => ({
    a: median(pairs.map(([x]) => x[figure])),
    b: median(pairs.map(([, y]) => y[figure])),
    ratio: median(pairs.map(([x, y]) => x[figure] / y[figure])),
  });
  return { wall: of('wall'), cpu: of('cpu'), peak: of('peak') };
}

/** Runs one command several times: medians. */
export async function measure(command, runs) {
  const results = [];
  for (let i = 0; i < runs; i++) results.push(await runOnce(command));
  return {
    wall: median(results.map(({ wall }) => wall)),
    cpu: median(results.map(({ cpu }) => cpu)),
    peak: median(results.map(({ peak }) => peak)),
  };
}

/** Prints rows of text as a table with aligned columns. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    );
}

export const ms = (value) => `${Math.round(value)} ms`;
export const mib = (value) => `${Math.round(value)} MiB`;
export const times = (value) => `${value.toFixed(2)} ×`;
