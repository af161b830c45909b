import { chmodSync, mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { newKey } from '../support/judge/judge-plan.ts';
import { buildPlan } from '../support/build/plan-builder.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
});
afterAll(() => bench.remove());

const plan = (top: Readonly<Record<string, string | number | readonly string[]>> = {}) =>
  JSON.stringify(buildPlan({ resources: [newKey('k')], top }));

describe('hostile names', () => {
  const names = [
    '\u001b[31mred\u001b]8;;https://example.com\u0007',
    'two\nlines\r\n',
    '\n::error::forged',
    '::error file=a:1::forged',
    '##[error]forged',
    '##vso[task.complete]',
    '<script>alert(1)</script>',
    '<',
    'a|b|',
    '|',
    '\u202egnp.exe\u2066\u200f\u200b',
    '\u2028\u2029\u0085\u009b31m',
    '\ud800lone',
    '\u{e0041}tag',
    'x'.repeat(10_000),
  ];
  const raw =
    // oxlint-disable-next-line no-control-regex -- that is what must not come through
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|[<|]|::[a-z]+[^\n]*::|##\[|##vso/u;

  const hostile = (name: string) => [
    newKey('k', { index: name }),
    newKey('n', { extra: { address: name } }),
    newKey('n2', { extra: { address: `aws_kms_key.${name}` }, after: { is_enabled: [name] } }),
  ];

  test.each(names.map((name) => [JSON.stringify(name).slice(0, 40), name]))(
    '%s reaches no output raw',
    (_, name) => {
      bench.write('plan.json', JSON.stringify(buildPlan({ resources: hostile(name) })));
      const { code, stdout, stderr } = bench.run(['plan.json', '--all', '--verbose']);
      expect(code).toBe(1);
      expect(stdout.match(raw)).toBeNull();
      expect(stderr.match(raw)).toBeNull();
      expect(stdout.split('\n').filter((line) => line.startsWith('::'))).toEqual([]);
      expect(stdout).toContain('3 keys judged');
    },
  );

  test.each(names.slice(0, 8))('a file name is data too: %j', (name) => {
    const { code, stderr } = bench.run([name]);
    expect(code).toBe(2);
    expect(stderr.trimEnd().match(raw)).toBeNull();
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('bad input: one line on standard error, exit 2, no stack', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const inputs: readonly (readonly [string, string | Buffer, string])[] = [
    ['truncated JSON', plan().slice(0, -20), 'it ends too early'],
    ['broken JSON', plan().replace('"mode":', '"mode";'), 'plan.json:1:'],
    ['an empty file', '', 'the file is empty'],
    ['blanks', ' \n \n', 'the file is empty'],
    ['an array', '[]', 'not an object'],
    ['JSON of another shape', '{"a": 1}', 'the JSON is neither a plan nor a state'],
    ['an unknown major version', plan({ format_version: '2.0' }), '#/format_version'],
    ['a version that is none', plan({ format_version: 1 }), '#/format_version'],
    ['a binary plan', Buffer.from('PK\u0003\u0004....'), 'binary plan'],
    ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0]), 'compressed'],
    ['the log of plan -json', '{"@level":"info"}\n{"@level":"info"}\n', 'log of `plan -json`'],
    ['an encrypted plan', '{"meta":{},"encrypted_data":"","encryption_version":"v0"}', 'encrypted'],
    ['an old state', '{"version":3,"serial":1,"lineage":"x"}', 'a state of version 3'],
    ['a later state', '{"version":5,"serial":1,"lineage":"x"}', 'newer than those'],
    ['the pointer to a state', '{"version":3,"backend":{}}', 'where a state is kept'],
    ['a provider schema', '{"format_version":"1.0","provider_schemas":{}}', 'provider schema'],
    ['1,000 levels of another shape', nested(1000), 'not an object'],
    ['resource_changes of a wrong type', plan({ resource_changes: 'x' }), '#/resource_changes'],
    ['configuration of a wrong type', plan({ configuration: ['x'] }), '#/configuration'],
    ['errored of a wrong type', plan({ errored: 'true' }), '#/errored'],
    ['plain text', 'No changes.\n', 'neither plan JSON'],
    ['HCL', 'resource "aws_kms_key" "k" {}\n', 'neither plan JSON'],
  ];

  test.each(inputs)('%s', (_, input, says) => {
    bench.write('plan.json', input);
    for (const run of [bench.run(['plan.json']), bench.run(['-'], { input })]) {
      expect(run.code).toBe(2);
      expect(run.stdout).toBe('');
      expect(run.stderr).toMatch(/^kmslint: [^\n]+\n$/);
      expect(run.stderr).not.toMatch(/\n\s+at /);
      expect(run.stderr).toContain(
        says.replace('plan.json:', run.stderr.includes('stdin') ? 'stdin:' : 'plan.json:'),
      );
    }
  });

  test.each([
    [['no-such-file.json'], 'no such file or directory'],
    [
      ['empty-folder'],
      'no Terraform or OpenTofu configuration, no plan JSON, no state and no snapshot found',
    ],
    [['--fial-on', 'high'], 'fial-on (did you mean'],
    [['--fail-on', 'fatal', 'x'], 'fatal'],
    [['-f', 'pdf', 'x'], 'no format is called "pdf"'],
    [['explain', 'no-such-rule'], 'no rule is called "no-such-rule"'],
  ])('%j', (args, says) => {
    mkdirSync(join(bench.directory, 'empty-folder'), { recursive: true });
    const { code, stdout, stderr } = bench.run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^kmslint: [^\n]+\n$/);
    expect(stderr).toContain(says);
  });

  test('a plan that no V8 string can hold is refused before it is read', () => {
    truncateSync(bench.write('huge.json', '{'), 600e6);
    const { code, stderr } = bench.run(['huge.json']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^kmslint: huge\.json: 600 MB or more[^\n]+\n$/),
    ]);
  });

  test('a plan that outgrows the heap is refused before it is read', () => {
    truncateSync(bench.write('large.json', '{'), 100e6);
    const env = { NODE_OPTIONS: '--max-old-space-size=256' };
    const { code, stderr } = bench.run(['large.json'], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('give Node.js more memory');
  });

  test('1,000 levels of nesting inside a plan are judged', () => {
    const deep = plan({}).replace('"timeouts":null', `"timeouts":${nested(1000)}`);
    bench.write(
      'plan.json',
      deep.replace('"after_sensitive":{}', `"after_sensitive":{"tags":${nested(1000)}}`),
    );
    const { code, stderr } = bench.run(['plan.json']);
    expect([code, stderr]).toEqual([1, '']);
  });

  test('duplicate addresses and wrong types inside are a gap: exit 3', () => {
    const twice = [newKey('k', { after: { enable_key_rotation: true } })];
    bench.write('plan.json', JSON.stringify(buildPlan({ resources: [...twice, ...twice] })));
    expect(bench.run(['plan.json']).code).toBe(3);
    expect(bench.run(['plan.json']).stdout).toContain('a second resource with the address');
    const wrong = buildPlan({
      resources: [newKey('k', { after: { enable_key_rotation: ['x'] } })],
    });
    bench.write('plan.json', JSON.stringify(wrong));
    expect(bench.run(['plan.json']).code).toBe(3);
    expect(bench.run(['plan.json']).stdout).toContain(
      '#/resource_changes/0/change/after/enable_key_rotation',
    );
  });

  const isRoot = process.getuid?.() === 0;
  test.skipIf(isRoot)(
    `an unreadable file${isRoot ? ': skipped, because root reads everything' : ''}`,
    () => {
      const path = bench.write('secret/plan.json', plan());
      bench.write('secret/readable.json', plan());
      chmodSync(path, 0o000);
      const { code, stderr } = bench.run(['secret/plan.json']);
      expect([code, stderr]).toEqual([
        2,
        'kmslint: secret/plan.json: permission denied; check the path\n',
      ]);
      const { stdout } = bench.run(['secret']);
      expect(stdout).toContain('secret/plan.json: permission denied');
      expect(stdout).toContain('1 key judged');
    },
  );
  if (isRoot) process.stdout.write('an unreadable file: skipped, because root reads everything\n');
});
