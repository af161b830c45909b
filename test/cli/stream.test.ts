import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { buildSnapshot, notRotating, printSnapshot } from '../support/build/snapshot-builder.ts';

// Reports that are larger than what a pipe, or standard output at once, takes.

const accounts = ['111122223333', '444455556666', '777788889999'];
const keysOfEach = 1500;

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
  const rules = fileURLToPath(new URL('../../rules', import.meta.url));
  symlinkSync(rules, join(dirname(bench.bin), '../rules'));
  const keys = Array.from({ length: keysOfEach }, (_, i) => ({
    id: `1234abcd-12ab-34cd-56ef-${String(i).padStart(12, '0')}`,
    answers: { GetKeyRotationStatus: notRotating },
  }));
  const text = printSnapshot(buildSnapshot({ keys }));
  for (const account of accounts) {
    bench.write(`snapshots/${account}.json`, text.replaceAll('111122223333', account));
  }
}, 60_000);
afterAll(() => bench.remove());

function shell(command: string) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: bench.directory,
    env: { PATH: process.env['PATH'] ?? '', KMSLINT: `${process.execPath} ${bench.bin}` },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

const judge = '$KMSLINT snapshots --no-config --run-id run-1';

test('a reader that closes the pipe ends the run quietly', () => {
  for (const format of ['ndjson', 'csv', 'json', 'text']) {
    const { stdout, stderr } = shell(`${judge} -f ${format} | head -n 1`);
    expect([format, stdout.split('\n').length, stderr]).toEqual([format, 2, '']);
  }
});

test('what nobody reads any more is not judged', () => {
  expect(shell(`${judge} -v -f ndjson > all.ndjson`).stderr).toMatch(/^judged in \d+ ms\n$/);
  expect(shell(`${judge} -v -f ndjson | head -n 1`).stderr).toBe('');
});

test('a reader that closes the pipe takes nothing from a file that is written beside it', () => {
  const { stderr } = shell(`${judge} -f ndjson -f keys=keys.ndjson | head -n 1`);
  expect(stderr).toBe('');
  const lines = readFileSync(join(bench.directory, 'keys.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(accounts.length * keysOfEach);
});

test('a slow reader gets all of it', () => {
  // The shell reads a line byte by byte.
  const slow = `${judge} -f ndjson | (for i in 1 2 3 4 5; do read -r row; printf '%s\\n' "$row"; done; cat)`;
  const { stdout, stderr } = shell(slow);
  expect(stderr).toBe('');
  const rows = stdout.trimEnd().split('\n');
  expect(rows).toHaveLength(accounts.length * keysOfEach);
  expect(new Set(rows.map((row) => JSON.parse(row).fingerprint)).size).toBe(rows.length);
});

test.skipIf(!existsSync('/dev/full'))('a disk that is full is one line and exit 2', () => {
  const { status, stderr } = shell(`${judge} -f ndjson > /dev/full`);
  expect([status, stderr]).toEqual([
    2,
    'kmslint: standard output: no space is left on the device; the report is not whole\n',
  ]);
});

test('a report that waits for its end waits in a file, and leaves none behind', () => {
  const { status, stdout } = shell(
    `mkdir temporary; TMPDIR=$PWD/temporary ${judge} -f sarif=a.sarif -f json=a.json; ls -A temporary`,
  );
  expect([status, stdout]).toEqual([0, '']);
  const sarif = JSON.parse(readFileSync(join(bench.directory, 'a.sarif'), 'utf8'));
  expect(sarif.runs[0].results).toHaveLength(accounts.length * keysOfEach);
  const json = JSON.parse(readFileSync(join(bench.directory, 'a.json'), 'utf8'));
  expect([json.findings.length, json.keys.length]).toEqual([4500, 4500]);
  rmSync(join(bench.directory, 'temporary'), { recursive: true });
});
