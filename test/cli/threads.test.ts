// Several threads judge the accounts: what they tell is what one tells. The command line as a process.
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../src/report/format.ts';
import { accounts, failing, snapshotOf } from '../support/build/organisation.ts';
import { buildPlan } from '../support/build/plan-builder.ts';
import { keyId } from '../support/build/snapshot-builder.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { oldKey } from '../support/judge/judge-plan.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
  const rules = fileURLToPath(new URL('../../rules', import.meta.url));
  symlinkSync(rules, join(dirname(bench.bin), '../rules'));
  for (const account of accounts) bench.write(`all/${account}.json`, snapshotOf(account, failing));
  const abroad = snapshotOf(accounts[1], { ...failing, region: 'us-east-1' });
  bench.write('all/abroad.json.gz', gzipSync(abroad));
  bench.write('plan.json', JSON.stringify(buildPlan({ resources: [oldKey('app', keyId)] })));
}, 60_000);
afterAll(() => bench.remove());

const judge = (threads: number, ...args: readonly string[]) =>
  bench.run([...args, '--no-config', '--run-id', '1', '--threads', String(threads)]);

test.each(formats)('one thread, two and five write the same: %s', (format) => {
  const [alone, ...shared] = [1, 2, 5].map((threads) =>
    judge(threads, 'all', 'plan.json', '-f', format, '--all'),
  );
  expect(alone?.code).toBe(1);
  expect(alone?.stdout).not.toBe('');
  // The Security Hub format has the time of the run where no snapshot tells one.
  const settle = (text = '') => text.replaceAll(/"(?:Created|Updated)At": "[^"]*"/g, '');
  for (const one of shared) {
    expect(settle(one.stdout)).toBe(settle(alone?.stdout));
    expect([one.code, one.stderr]).toEqual([1, alone?.stderr]);
  }
});

describe('what goes wrong in a thread', () => {
  test('is one line where a snapshot that was named is broken', () => {
    const torn = snapshotOf(accounts[1], failing).replace(
      '"DescribeKey":{"ok"',
      '"DescribeKey":{"no"',
    );
    bench.write('torn.json', torn);
    const inputs = [`all/${accounts[0]}.json`, 'torn.json', `all/${accounts[2]}.json`];
    const [alone, shared] = [1, 2].map((threads) => judge(threads, ...inputs, '-f', 'json'));
    expect(shared).toEqual(alone);
    expect([shared?.code, shared?.stdout]).toEqual([2, '']);
    expect(shared?.stderr).toMatch(/^kmslint: torn\.json#\/keys\/0.*\n$/);
  });

  /** With a line at the begin of what a thread does with an account. */
  function planted(line: string, ...args: readonly string[]) {
    const worker = join(dirname(bench.bin), 'judge-worker.js');
    const text = readFileSync(worker, 'utf8');
    const changed = text.replace('turn.then(async () => {', `$& ${line}`);
    expect(changed).not.toBe(text);
    writeFileSync(worker, changed);
    const every = ['all', '--no-config', '--threads', '2', ...args];
    const env = { NODE_OPTIONS: '--max-old-space-size=150' };
    const { code, stdout, stderr } = bench.run(every, { env });
    writeFileSync(worker, text);
    return { code, stdout, stderr };
  }

  test('is told as a fault of kmslint where it is one, and leaves no report', () => {
    const { code, stdout, stderr } = planted('null.broken;', '-f', 'json=out.json');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^kmslint: a fault of kmslint \S+ itself, .*TypeError.*broken/);
    expect(() => rmSync(join(bench.directory, 'out.json'))).toThrow('ENOENT');
  });

  test('is told as one where a thread ends by itself', () => {
    const { code, stderr } = planted('process.exit(0);');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kmslint: a fault of kmslint .* a thread ended before its work\n/);
  });

  test('is one line where an account takes more memory than a thread has', () => {
    const { code, stderr } = planted('for (const all = [];;) all.push({ all: [1] });');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kmslint: account \d{12} takes more memory than a thread has; .*\n$/);
  });
});

test('a number of threads that is none is refused', () => {
  for (const given of ['0', '65', '1.5', 'x']) {
    const { code, stderr } = bench.run(['all', '--no-config', '--threads', given]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^kmslint: --threads wants a whole/)]);
  }
});
