// Compares random pairs of key policies, and asks an IAM engine that nobody here wrote whether the answer can be right: npm's
// @cloud-copilot/iam-simulate. It is AGPL-3.0, so it is fetched into a scratch folder and run there; it is no dependency, is not
// bundled, and no line of it is kept. Usage: npm run test:policy-oracle -- [pairs] [seed] [file]
// The file gets the 500 hardest pairs with both engines' answer, a line each.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [pairs = '5000', seed = '1', file] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-oracle-'));
try {
  writeFileSync(join(scratch, 'package.json'), '{"private": true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '@cloud-copilot/iam-simulate@0.1'], {
    cwd: scratch,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const outfile = join(scratch, 'oracle.mjs');
  await build({
    entryPoints: [join(root, 'test/support/laws/policy-oracle.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@cloud-copilot/iam-simulate'],
    outfile,
    logLevel: 'error',
  });
  const { run } = await import(pathToFileURL(outfile).href);
  const engine = await import(
    pathToFileURL(join(scratch, 'node_modules/@cloud-copilot/iam-simulate/dist/esm/index.js')).href
  );
  const { counts, wrong, unseen, hardest } = await run(engine, Number(pairs), Number(seed));
  console.log(counts);
  if (file !== undefined) {
    writeFileSync(file, hardest.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }
  for (const line of unseen.slice(0, 10)) console.log(`lost without a witness: ${line}`);
  for (const line of wrong.slice(0, 10)) console.log(`covered, and yet: ${line}`);
  if (wrong.length > 0 || unseen.length / Math.max(1, counts.lost) > 0.005) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
