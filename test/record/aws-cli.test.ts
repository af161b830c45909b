import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kinds } from '../support/aws/keys.ts';
import {
  openScanBench,
  ownAccount,
  restoreEnvironment,
  setEnvironment,
} from '../support/aws/run-scan.ts';
import { runbookCases, runbookEstate } from '../support/runbook/estates.ts';
import { makePrograms, runScript, type Programs } from '../support/runbook/script.ts';

// The scripts of runbooks with AWS's own command line, which nobody here wrote, in front of the fake AWS.

const installed = join(fileURLToPath(new URL('../..', import.meta.url)), '.venv', 'bin', 'aws');

/** Where AWS's command line is; null where there is none to test with, which is told. */
function find(): string | null {
  if (process.env['KMSLINT_MOTO'] !== '1') {
    process.stderr.write('skipped: `npm run test:moto` runs it\n');
    return null;
  }
  if (existsSync(installed)) return dirname(installed);
  process.stderr.write('skipped: there is no .venv/bin/aws; `.ci/moto` installs it\n');
  return null;
}

const directory = mkdtempSync(join(tmpdir(), 'kmslint-aws-cli-'));
const cli = find();
let programs: Programs;
beforeAll(async () => {
  setEnvironment();
  programs = await makePrograms(directory, cli);
});
afterAll(() => {
  restoreEnvironment();
  rmSync(directory, { recursive: true, force: true });
});

describe.skipIf(cli === null)('with the AWS CLI', () => {
  test('it is the AWS CLI', () => {
    const { stdout } = spawnSync('aws', ['--version'], {
      env: { PATH: cli ?? '' },
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^aws-cli\//);
  });

  test.each(kinds.filter((kind) => kind !== 'aws'))(
    'the script of a key runs to its end: %s',
    { timeout: 120_000 },
    async (kind) => {
      const [any] = fc.sample(runbookCases, 1);
      if (any === undefined) throw new Error('no case');
      const estate = runbookEstate({ ...any, kind, hsms: 2 });
      const bench = await openScanBench({ estates: [estate] });
      try {
        await bench.run(['snapshot', '--history', '--grants', '--snapshot-dir', 'before']);
        const { stdout } = await bench.runPlain([
          'runbook',
          estate.keys[0]?.Arn ?? '',
          'before',
          '-f',
          'sh',
        ]);
        const before = estate.keys.length;
        const { code, stderr } = await runScript(stdout, programs, {
          ...programs.answers,
          AWS_ENDPOINT_URL: bench.server.url,
          ACCOUNT: ownAccount,
        });
        expect([stderr, code]).toEqual(['', 0]);
        for (const { metadata, tags } of estate.keys.slice(before)) {
          expect([metadata['Description'], tags]).toEqual([any.description, estate.keys[0]?.tags]);
        }
      } finally {
        await bench.remove();
      }
    },
  );
});
