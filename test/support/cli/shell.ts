import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fakeEstate } from '../aws/keys.ts';
import { environment, openScanBench, ownAccount } from '../aws/run-scan.ts';

/** Where commands of a page are typed as they stand: bash in a folder, with what `npm ci` has built, and a fake AWS. */
export interface Shell {
  readonly directory: string;
  /** Runs lines in bash. Standard output and standard error, in this order. */
  readonly type: (
    lines: string,
  ) => Promise<{ readonly code: number | null; readonly told: string }>;
  readonly remove: () => Promise<void>;
}

const bin = fileURLToPath(new URL('../../../dist/bin.js', import.meta.url));

/**
 * Opens a shell.
 * @param tools lines of `sh` by the names of commands that this machine need not have
 */
export async function openShell(tools: Readonly<Record<string, string>> = {}): Promise<Shell> {
  const regions = { 'eu-central-1': true, 'eu-west-1': true };
  const accounts = [ownAccount, '444455556666'];
  const bench = await openScanBench({
    estates: accounts.flatMap((account) =>
      Object.keys(regions).map((region) => fakeEstate(3, { account, region })),
    ),
    regions,
    organization: { accounts: accounts.map((Id) => ({ Id, State: 'ACTIVE' })), below: {} },
  });
  const { directory } = bench;
  const shims = join(directory, '..', 'bin');
  mkdirSync(shims);
  const kmslint = `exec '${process.execPath}' '${bin}' "$@"`;
  const npx = `test "$1" = kmslint || exit 127; shift; ${kmslint}`;
  for (const [name, line] of Object.entries({ kmslint, npx, ...tools })) {
    writeFileSync(join(shims, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }
  const env = {
    ...environment,
    AWS_ENDPOINT_URL: bench.server.url,
    PATH: `${shims}:${process.env['PATH'] ?? ''}`,
    HOME: directory,
  };
  return {
    directory,
    type: (lines) =>
      new Promise((resolve, reject) => {
        const shell = spawn('bash', ['-c', lines], {
          cwd: directory,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let [told, aside] = ['', ''];
        shell.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
        shell.stderr.on('data', (chunk: Buffer) => (aside += chunk.toString()));
        shell.on('error', reject);
        shell.on('close', (code) => resolve({ code, told: `${told}${aside}` }));
      }),
    remove: bench.remove,
  };
}
