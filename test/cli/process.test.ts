import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../src/version.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { newKey } from '../support/judge/judge-plan.ts';
import { buildPlan } from '../support/build/plan-builder.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
  bench.write('plan.json', JSON.stringify(buildPlan({ resources: [newKey('k')] })));
});
afterAll(() => bench.remove());

/** Code that runs in the process before kmslint does. */
const before = (code: string) => ({
  env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` },
});

describe('what everybody tries first', () => {
  test.each(['-h', '--help'])('%s is help, everywhere', (flag) => {
    expect(bench.run([flag])).toMatchObject({ code: 0, stderr: '' });
    expect(bench.run([flag]).stdout).toMatch(/^kmslint \[inputs\.\.\]\n/);
    expect(bench.run(['explain', flag]).stdout).toMatch(/^kmslint explain RULE\n/);
  });

  test.each(['-V', '--version'])('%s is the version, everywhere', (flag) => {
    for (const args of [[flag], ['rules', flag], ['no-such-file', flag]]) {
      expect(bench.run(args)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    }
  });
});

describe('a word that is no command and no path', () => {
  test.each([
    [['rul'], 'rules'],
    [['snapshots', '--region', 'eu-west-1'], 'snapshot'],
    [['--quiet', 'explian', 'rotation-disabled'], 'explain'],
  ])('%j is answered with the nearest command', (args, command) => {
    const { code, stdout, stderr } = bench.run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^kmslint: [^\n]*no command, and no such file or directory[^\n]*\n$/);
    expect(stderr).toContain(`(did you mean ${command}?)`);
  });

  test('is a path where there is one, and nothing but one where nothing is near', () => {
    bench.write('rul', '{}');
    expect(bench.run(['rul']).stderr).toContain('rul: the JSON is neither a plan nor a state');
    expect(bench.run(['modules/network']).stderr).not.toContain('command');
    expect(bench.run(['infrastructure']).stderr).not.toContain('command');
  });
});

describe('what stands behind --', () => {
  test('is an input, whatever it is called', () => {
    bench.write('-o/plan.json', JSON.stringify(buildPlan({ resources: [newKey('dashed')] })));
    bench.write('scan/plan.json', JSON.stringify(buildPlan({ resources: [newKey('named')] })));
    expect(bench.run(['--', '-o']).stdout).toContain('aws_kms_key.dashed');
    expect(bench.run(['--', 'scan']).stdout).toContain('aws_kms_key.named');
    expect(bench.run(['-q', 'plan.json', '--', 'scan']).stdout).toContain('aws_kms_key.k');
  });

  test('is refused by a command that takes no words', () => {
    expect(bench.run(['rules', '--', 'x']).stderr).toContain('rules takes no arguments');
  });
});

describe('standard output', () => {
  test('that cannot be written to is one line and exit 2', () => {
    const line = `'${process.execPath}' '${bench.bin}' plan.json --all > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', line], {
      cwd: bench.directory,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toBe(
      'kmslint: standard output: no space is left on the device; the report is not whole\n',
    );
  });
});

describe('a fault of kmslint itself', () => {
  test('ends with 2, and its stack names the sources', () => {
    const planted = before('performance.now = () => { throw new TypeError("planted\\u001b") };');
    const { code, stdout, stderr } = bench.run(['plan.json'], planted);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('TypeError: planted\\u{1b}\n');
    const line = /\bat checkCommand \(\S*src\/cli\/commands\/check\.ts:(\d+):/.exec(stderr)?.[1];
    const source = readFileSync(
      new URL('../../src/cli/commands/check.ts', import.meta.url),
      'utf8',
    ).split('\n');
    expect(source[Number(line) - 1]).toContain('performance.now()');
  });

  test('outside of any command ends with 2 as well', () => {
    const planted = before(`const wait = setInterval(() => {
      if (process.listenerCount("uncaughtException") === 0) return;
      clearInterval(wait);
      throw new RangeError("late");
    });`);
    const { code, stderr } = bench.run(['-'], planted);
    expect(code).toBe(2);
    expect(stderr).toContain('RangeError: late\n');
  });
});

test('an older Node.js is told what is wanted, in one line', () => {
  const { engines } = parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const [wanted = ''] = /\d+\.\d+$/.exec(engines.node) ?? [];
  const [major = 0, minor = 0] = wanted.split('.').map(Number);
  const as = (node: string) =>
    before(
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${node}" } });`,
    );
  for (const old of [`${major}.${minor - 1}.0`, `${major - 1}.99.0`, '9.11.2']) {
    expect(bench.run(['plan.json'], as(old))).toEqual({
      code: 2,
      stdout: '',
      stderr: `kmslint: needs Node.js ${wanted} or later, and this is ${old}\n`,
    });
  }
  for (const recent of [`${wanted}.0`, `${major + 1}.0.0`]) {
    expect(bench.run(['plan.json'], as(recent)).code).toBe(1);
  }
});
