// The executable that is one file says what dist/ says, byte for byte: .ci/executable builds it, and runs this.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeEstate } from '../support/aws/keys.ts';
import { openScanBench, environment, type ScanBench } from '../support/aws/run-scan.ts';

const { KMSLINT_EXECUTABLE: executable = '' } = process.env;
if (executable === '') {
  process.stdout.write('skipped: the executable in one file: KMSLINT_EXECUTABLE names none\n');
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const inRoot = (path: string) => join(root, 'fixtures', path);

let bench: ScanBench;
beforeAll(async () => {
  bench = await openScanBench({ estates: [fakeEstate(7)] });
});
afterAll(() => bench.remove());

interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: readonly string[], env: Readonly<Record<string, string>>): Promise<Told> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: bench.directory,
      env: { ...environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** What both say; the same. */
async function both(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const wanted = await run([process.execPath, join(root, 'dist', 'bin.js'), ...args], env);
  const told = await run([executable, ...args], env);
  expect(timeless(told)).toEqual(timeless(wanted));
  return told;
}

/** --verbose tells how long it took. */
const timeless = (told: Told): Told => ({
  ...told,
  stderr: told.stderr.replace(/^judged in \d+ ms$/m, 'judged in … ms'),
});

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(bench.directory, name)), { recursive: true });
  writeFileSync(join(bench.directory, name), text);
};

describe.skipIf(executable === '')('one file', () => {
  test.each<readonly [number, string, readonly string[]]>([
    [0, 'help', ['--help']],
    [0, 'help of a command', ['scan', '--help']],
    [0, 'the version', ['--version']],
    [1, 'a plan', [inRoot('demo/plan.json')]],
    [1, 'a plan beside its configuration', [inRoot('demo/plan.json'), inRoot('demo/source')]],
    [1, 'a configuration', [inRoot('demo/source'), '--all', '--verbose']],
    [1, 'Terragrunt', [inRoot('terragrunt/live'), '-f', 'json']],
    [1, 'a snapshot', [inRoot('live/snapshot.json'), '--previous', inRoot('live/previous.json')]],
    [1, 'HTML', [inRoot('demo/plan.json'), '-f', 'html']],
    [1, 'SARIF', [inRoot('demo/source'), '-f', 'sarif']],
    [0, 'the page of a rule', ['explain', 'rotation-disabled']],
    [0, 'permissions', ['iam-policy', '--all-regions']],
    [2, 'a file that is not there', ['no-such-file']],
    [2, 'a mistyped option', ['--formatt', 'json']],
    [2, 'an account without credentials', ['scan', '--region', 'eu-central-1', '--endpoint', 'x']],
  ])('ends with %i, as dist/ does: %s', async (code, _, args) => {
    expect((await both(args)).code).toBe(code);
  });

  test('what few inputs need: patterns, YAML, sets of files, a configuration in YAML', async () => {
    write(
      'rare/main.tf',
      `locals {
  on    = yamldecode("rotate: false").rotate
  named = regex("^[a-z]+", "key-1")
  files = fileset(path.module, "**/*.tf")
}
resource "aws_kms_key" "k" {
  enable_key_rotation = local.on && local.named == "key" && length(local.files) == 1
}
`,
    );
    write('rare/.kmslint.yaml', 'failOn: high\n');
    const told = await both(['rare', '--config', 'rare/.kmslint.yaml', '--all']);
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('rotation-disabled');
    expect(told.stdout).not.toContain('cannot tell');
  });

  test('accounts: AWS is asked the same, and answers the same', async () => {
    const env = { AWS_ENDPOINT_URL: bench.server.url };
    const args = ['scan', '--region', 'eu-central-1', '--all', '-f', 'csv'];
    const before = bench.server.requests.length;
    const told = await both(args, env);
    expect(told.code).toBe(1);
    expect(told.stderr).toContain('7 keys');
    expect(told.stdout).toContain('rotation-disabled');
    const operations = bench.server.requests.slice(before).map(({ operation }) => operation);
    const middle = operations.length / 2;
    expect(operations.slice(middle).toSorted()).toEqual(operations.slice(0, middle).toSorted());
  });
});
