import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { newAlias, newKey, newRsaKey } from '../support/judge/judge-plan.ts';
import { buildPlan, constant, refers } from '../support/build/plan-builder.ts';

const rotated = {
  after: { enable_key_rotation: true },
  expressions: { enable_key_rotation: constant(true) },
};
const clean = JSON.stringify(buildPlan({ resources: [newKey('ok', rotated)] }));
const failing = JSON.stringify(buildPlan({ resources: [newKey('off')] }));
const medium = JSON.stringify(buildPlan({ resources: [newRsaKey('bare')] }));
const open = JSON.stringify(
  buildPlan({ resources: [newRsaKey('k'), newAlias('a', refers('local.key'))] }),
);
const errored = JSON.stringify(
  buildPlan({ resources: [newKey('ok', rotated)], top: { errored: true } }),
);

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
  for (const [name, plan] of Object.entries({ clean, failing, medium, open, errored })) {
    bench.write(`${name}.json`, plan);
  }
});
afterAll(() => bench.remove());

const code = (...args: readonly string[]) => bench.run(args).code;

describe('exit codes', () => {
  test('0 clean, 1 findings, 2 input error, 3 not all was read', () => {
    expect(code('clean.json')).toBe(0);
    expect(code('failing.json')).toBe(1);
    expect(code('no-such-file.json')).toBe(2);
    expect(code('errored.json')).toBe(3);
    expect(code('clean.json', 'failing.json', 'errored.json')).toBe(1);
    expect(code('clean.json', 'no-such-file.json')).toBe(2);
  });

  test('--fail-on', () => {
    expect(code('medium.json')).toBe(1);
    expect(code('medium.json', '--fail-on', 'high')).toBe(0);
    expect(code('failing.json', '--fail-on', 'high')).toBe(1);
    expect(code('failing.json', '--fail-on', 'critical')).toBe(0);
    expect(code('failing.json', '--fail-on', 'none')).toBe(0);
    expect(code('failing.json', '--fail-on', 'fatal')).toBe(2);
  });

  test('--fail-on-open and --allow-gaps', () => {
    expect(code('open.json')).toBe(0);
    expect(code('open.json', '--fail-on-open')).toBe(1);
    expect(code('open.json', '--fail-on-open', '--fail-on', 'none')).toBe(1);
    expect(code('errored.json', '--allow-gaps')).toBe(0);
    expect(code('failing.json', '--allow-gaps')).toBe(1);
  });

  test('--fail-on-open of some rules', () => {
    const rule = 'manual-rotation-alias-missing';
    expect(code('open.json', `--fail-on-open=${rule}`)).toBe(1);
    expect(code('open.json', `--fail-on-open=rotation-disabled, ${rule}`)).toBe(1);
    expect(code('open.json', '--fail-on-open=rotation-disabled')).toBe(0);
    expect(code('open.json', '--fail-on-open=false')).toBe(0);
    expect(code('--fail-on-open=rotation-disabled', '--', 'open.json')).toBe(0);
    expect(code('--fail-on-open', 'open.json')).toBe(1);
    const typo = bench.run(['open.json', '--fail-on-open=rotation-disable']);
    expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining('rotation-disabled?')]);
    const levels = (args: string) => bench.run(['open.json', '-f', 'github', args]).stdout;
    expect(levels(`--fail-on-open=${rule}`)).toBe(levels('--fail-on-open'));
    expect(levels('--fail-on-open=rotation-disabled')).toBe(levels('--no-fail-on-open'));
    bench.run(['open.json', '--baseline', 'accepted.json', '--update-baseline']);
    expect(code('open.json', '--baseline', 'accepted.json', `--fail-on-open=${rule}`)).toBe(0);
  });

  test('--rule and --skip-rule', () => {
    expect(code('failing.json', '--rule', 'rotation-stalled')).toBe(0);
    expect(code('failing.json', '--rule', 'rotation-stalled,rotation-disabled')).toBe(1);
    expect(code('--rule', 'rotation-disabled', 'failing.json')).toBe(1);
    expect(code('failing.json', '--skip-rule', 'rotation-disabled')).toBe(0);
    const typo = bench.run(['failing.json', '--rule', 'rotation-disable']);
    expect(typo.code).toBe(2);
    expect(typo.stderr).toContain('did you mean rotation-disabled?');
    expect(code('clean.json', '--rule', 'key-forgotten', '--skip-rule', 'key-forgotten')).toBe(2);
  });
});

describe('output', () => {
  test('findings go to standard output, everything else to standard error', () => {
    const { stdout, stderr } = bench.run(['failing.json']);
    expect(stdout).toContain('aws_kms_key.off');
    expect(stdout).toContain('1 finding (1 high) · 1 key judged');
    expect(stderr).toBe('');
    expect(bench.run(['no-such-file.json']).stdout).toBe('');
  });

  test('--quiet', () => {
    expect(bench.run(['clean.json', '--quiet']).stdout).toBe('');
    expect(bench.run(['open.json', '--quiet']).stdout).toBe('');
    expect(bench.run(['failing.json', '-q']).stdout).toContain('aws_kms_key.off');
  });

  test('--verbose adds fingerprints, and the time on standard error', () => {
    const { stdout, stderr } = bench.run(['failing.json', '--verbose']);
    expect(stdout).toMatch(/fingerprint [0-9a-f]{32}/);
    expect(stdout).not.toMatch(/\bms\b/);
    expect(stderr).toMatch(/^judged in \d+ ms\n$/);
  });

  test('--output', () => {
    const { code: exit, stdout } = bench.run(['failing.json', '--output', 'report.txt']);
    expect([exit, stdout]).toEqual([1, '']);
    const written = readFileSync(join(bench.directory, 'report.txt'), 'utf8');
    expect(written).toBe(bench.run(['failing.json']).stdout);
    expect(code('failing.json', '--output', 'no/such/folder/report.txt')).toBe(2);
    expect(bench.run(['no-such-file', '-o', 'never.txt']).code).toBe(2);
    expect(existsSync(join(bench.directory, 'never.txt'))).toBe(false);
  });

  test('colour: FORCE_COLOR asks for it, NO_COLOR and --no-color forbid it', () => {
    const isColored = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
      bench.run(['failing.json', ...args], { env }).stdout.includes('\u001b[');
    expect(isColored({})).toBe(false);
    expect(isColored({ FORCE_COLOR: '1' })).toBe(true);
    expect(isColored({ FORCE_COLOR: '0' })).toBe(false);
    expect(isColored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(isColored({ FORCE_COLOR: '1', NO_COLOR: '' })).toBe(true);
    expect(isColored({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
  });

  test('is the same bytes on every run, and whatever the order of the inputs', () => {
    const first = bench.run(['failing.json', 'medium.json', 'open.json', '--all']).stdout;
    const again = bench.run(['failing.json', 'medium.json', 'open.json', '--all']).stdout;
    const turned = bench.run(['open.json', 'medium.json', 'failing.json', '--all']).stdout;
    expect(again).toBe(first);
    expect(turned).toBe(first);
  });

  test('names inputs relative to the working directory', () => {
    bench.write('sub/here.json', failing);
    const cwd = join(bench.directory, 'sub');
    expect(bench.run(['../failing.json'], { cwd }).stdout).toContain('../failing.json');
    expect(bench.run([join(bench.directory, 'failing.json')], { cwd }).stdout).toContain(
      '../failing.json',
    );
    expect(bench.run([], { cwd }).stdout).toMatch(/^here\.json\n/);
  });

  test('a reader that closes the pipe early ends it quietly', () => {
    const many = Array.from({ length: 3000 }, (_, i) => newKey(`key_${i}`));
    bench.write('many.json', JSON.stringify(buildPlan({ resources: many })));
    const line = `'${process.execPath}' '${bench.bin}' many.json | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', line], {
      cwd: bench.directory,
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual([`${' '.repeat(30)}findings\n`, '']);
  });
});

describe('encodings', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const crlf = JSON.stringify(JSON.parse(failing), null, 2).replaceAll('\n', '\r\n');
  const inputs: readonly (readonly [string, string | Buffer])[] = [
    ['UTF-8', failing],
    ['UTF-8 with BOM', `\ufeff${failing}`],
    ['UTF-16 LE', utf16(failing)],
    ['UTF-16 BE', utf16(failing).swap16()],
    ['UTF-16 LE without BOM', Buffer.from(failing, 'utf16le')],
    ['CRLF', crlf],
    ['UTF-16 with CRLF', utf16(crlf)],
    ['a [command] line', `[command]/usr/bin/terraform show -json plan\n${failing}`],
    ['a [command] line and noise behind', `[command]terraform show\r\n${crlf}\r\n::debug::x\r\n`],
  ];

  test.each(inputs)('%s, from standard input and from a file', (_, input) => {
    const { code: exit, stdout } = bench.run(['-'], { input });
    expect(exit).toBe(1);
    expect(stdout).toMatch(/^stdin\n/);
    expect(stdout).toContain('1 finding (1 high)');
    bench.write('encoded.json', input);
    expect(code('encoded.json')).toBe(1);
  });
});

describe('directories', () => {
  test('are searched, links and pipes passed over, and what is no plan left alone', () => {
    bench.write('tree/a/deep/plan.json', failing);
    bench.write('tree/b.json', clean);
    bench.write('tree/package.json', '{"name": "x"}');
    bench.write('tree/.terraform/plan.json', failing);
    bench.write('tree/node_modules/plan.json', failing);
    bench.write('outside/plan.json', failing);
    const tree = join(bench.directory, 'tree');
    symlinkSync(join(bench.directory, 'outside'), join(tree, 'linked'));
    symlinkSync(join(bench.directory, 'outside/plan.json'), join(tree, 'linked.json'));
    symlinkSync(tree, join(tree, 'loop'));
    spawnSync('mkfifo', [join(tree, 'pipe.json')]);
    const { code: exit, stdout, stderr } = bench.run(['tree']);
    expect([exit, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^tree\/a\/deep\/plan\.json\n/);
    expect(stdout).toContain('1 finding (1 high) · 2 keys judged');
  });

  test('a broken plan among others is a gap, and the others are judged', () => {
    bench.write('mixed/good.json', clean);
    bench.write('mixed/bad.json', clean.slice(0, -10));
    const { code: exit, stdout } = bench.run(['mixed']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/mixed\/bad\.json(?::\d+:\d+)?: not valid JSON/);
    expect(stdout).toContain('1 key judged');
  });
});
