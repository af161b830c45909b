import { describe, expect, test } from 'vitest';
import { judged, key } from '../support/cli/run-main.ts';

const variable = 'variable "rotate" {\n  type = bool\n}\n';
const byVariable = { 'main.tf': `${variable}${key('  enable_key_rotation = var.rotate')}` };

describe('inputs', () => {
  test.each([
    ['a directory', ['.'], 1],
    ['none: the working directory', [], 1],
    ['a file', ['a/main.tf'], 1],
    ['a file of another module', ['b/main.tf'], 0],
    ['a file of the module that it calls', ['c/inner.tf'], 1],
    ['values of variables stand for their module', ['a/x.tfvars'], 1],
  ])('%s', async (_, argv, code) => {
    const files = {
      'a/main.tf': `${key('')}module "c" {\n  source = "../c"\n}\n`,
      'a/x.tfvars': '',
      'b/main.tf': key('  enable_key_rotation = true'),
      'c/inner.tf': 'resource "aws_kms_alias" "x" {\n  target_key_id = "x"\n}\n',
    };
    const told = await judged(files, argv);
    expect([told.code, told.err]).toEqual([code, '']);
  });

  test.each([
    [['absent.tf'], 'absent.tf: no such file or directory'],
    [['absent'], 'absent: no such file or directory'],
    [
      ['empty'],
      'empty: no Terraform or OpenTofu configuration, no plan JSON, no state and no snapshot found',
    ],
    [
      ['hidden'],
      'hidden: no Terraform or OpenTofu configuration, no plan JSON, no state and no snapshot found',
    ],
    [['--var', 'rotate', '.'], '--var "rotate" names no variable'],
    [['--var-file', 'absent.tfvars', '.'], 'absent.tfvars: no such file'],
  ])('%j is an error', async (argv, message) => {
    const files = { ...byVariable, 'empty/a.txt': '', 'hidden/.x/main.tf': key('') };
    const told = await judged(files, argv);
    expect([told.code, told.out]).toEqual([2, '']);
    expect(told.err).toContain(message);
  });

  test('a configuration without a key is clean, and a broken one is not', async () => {
    expect(await judged({ 'main.tf': 'locals {}\n' }, [])).toMatchObject({ code: 0 });
    const broken = await judged({ 'a.tf': 'resource "aws_kms_key" "k" {\n', 'b.tf': key('') }, []);
    expect(broken.code).toBe(1);
    const place = /^ {2}a\.tf: [A-Z].*[^\]] \(a\.tf:\d+:\d+\)$/m;
    expect(broken.out).toMatch(place);
    expect(broken.out).toContain('1 not read');
    expect(await judged({ 'a.tf': 'resource "aws_kms_key" "k" {\n' }, [])).toMatchObject({
      code: 3,
    });
  });
});

describe('values of variables, a later one first', () => {
  test.each([
    ['nobody tells', [], {}, '1 undecided'],
    ['--var', ['--var', 'rotate=true'], {}, '0 findings'],
    ['--var=', ['--var=rotate=false'], {}, '1 finding'],
    ['--var-file', ['--var-file', 'on.tfvars'], {}, '0 findings'],
    ['--var behind --var-file', ['--var-file=on.tfvars', '--var', 'rotate=false'], {}, '1 finding'],
    [
      '--var-file behind --var',
      ['--var', 'rotate=false', '--var-file=on.tfvars'],
      {},
      '0 findings',
    ],
    ['TF_VAR_', [], { TF_VAR_rotate: 'true' }, '0 findings'],
    ['--var beats TF_VAR_', ['--var=rotate=false'], { TF_VAR_rotate: 'true' }, '1 finding'],
  ])('%s', async (_, argv, env, summary) => {
    const files = { ...byVariable, 'on.tfvars': 'rotate = true\n' };
    const told = await judged(files, argv, env);
    const isNamed = argv.some((word) => word.includes('on.tfvars'));
    expect(told.err).toMatch(isNamed ? /^$/ : /^hint: on\.tfvars [^\n]*\n$/);
    expect(told.out.trimEnd().split('\n').at(-1)).toContain(summary);
  });
});

describe('places', () => {
  test('are shown with their line, and a caret under the column', async () => {
    const { out } = await judged(
      { 'main.tf': key('\t\tenable_key_rotation = false # \u001b[31m') },
      [],
    );
    expect(out).toContain(
      [
        '           rotation-disabled  main.tf:2:3',
        '           2 |     enable_key_rotation = false # \\u{1b}[31m',
        '             |     ^',
      ].join('\n'),
    );
  });

  test('on long lines are cut out, and lines with secrets are left out', async () => {
    const long = `description = "${'x'.repeat(300)}"`;
    const one = await judged(
      {
        'main.tf': `locals { x = 1 }\n${key(`${long}\n${' '.repeat(150)}enable_key_rotation = false`)}`,
      },
      [],
    );
    const [line = '', caret = ''] = one.out.split('\n').filter((text) => text.includes(' | '));
    expect(line).toContain('| …');
    expect(line.length).toBeLessThan(130);
    expect(line.slice(caret.indexOf('^'))).toBe('enable_key_rotation = false');
    const secret = 'resource "aws_kms_external_key" "k" { key_material_base64 = "canary" }\n';
    const two = await judged({ 'main.tf': secret }, ['--all']);
    expect(two.out).toContain('main.tf:1:1');
    expect(two.out).not.toContain('canary');
  });

  test('reach JSON and SARIF', async () => {
    const files = { 'main.tf': key('  enable_key_rotation = false') };
    const json: unknown = JSON.parse((await judged(files, ['-f', 'json'])).out);
    expect(json).toMatchObject({
      findings: [{ location: { path: 'main.tf', line: 2, column: 3, endLine: 2, endColumn: 30 } }],
    });
    const sarif: unknown = JSON.parse((await judged(files, ['-f', 'sarif'])).out);
    const region = { startLine: 2, startColumn: 3, endLine: 2, endColumn: 30 };
    expect(sarif).toMatchObject({
      runs: [{ results: [{ locations: [{ physicalLocation: { region } }] }] }],
    });
  });
});

describe('a value that two root modules pass', () => {
  const call = (source: string, value: string) =>
    `module "kms" {\n  source = "${source}"\n  rotate = ${value}\n}\n`;
  const files = {
    'a/main.tf': call('../middle', 'false'),
    'b/main.tf': call('../mod', 'false'),
    'middle/main.tf': `variable "rotate" {}\n${call('../mod', 'var.rotate')}`,
    'mod/main.tf': `variable "rotate" {}\n${key('  enable_key_rotation = var.rotate')}`,
  };

  test('is told with its root module, and the call and line that it comes from', async () => {
    const { out } = await judged(files, ['.']);
    expect(out).toContain(
      'root module a, passed by module.kms at a/main.tf:3:3, through module.kms.module.kms at middle/main.tf:4:3\n',
    );
    expect(out).toContain('root module b, passed by module.kms at b/main.tf:3:3\n');
    expect(out.match(/automatic rotation is off/g)).toHaveLength(1);
  });

  test('stands so in JSON', async () => {
    const { out } = await judged(files, ['-f', 'json', '.']);
    const findings: readonly { readonly scope: string }[] = JSON.parse(out).findings;
    const sorted = findings.toSorted((one, other) => (one.scope < other.scope ? -1 : 1));
    expect(sorted).toMatchObject(
      ['a', 'b'].map((scope) => ({
        scope,
        location: { path: 'mod/main.tf', line: 3 },
        passedBy: { call: 'module.kms', location: { path: `${scope}/main.tf`, line: 3 } },
      })),
    );
  });
});
