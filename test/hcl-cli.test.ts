import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { main } from '../src/cli.ts';
import { locateFindings } from '../src/read/locate.ts';
import { inScratch } from './hcl-oracle.ts';
import { buildPlan } from './plan-builder.ts';
import { judgePlan, newKey } from './judge-plan.ts';

const demo = fileURLToPath(new URL('../fixtures/demo/', import.meta.url));

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function kmslint(
  directory: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
): Promise<Told> {
  let [out, err] = ['', ''];
  const code = await main(argv, {
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    directory,
    env,
  });
  return { code, out, err };
}

function judged(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Told> {
  return inScratch({ '.git/HEAD': '', ...files }, (directory) => kmslint(directory, argv, env));
}

const key = (body: string) => `resource "aws_kms_key" "k" {\n${body}\n}\n`;
const variable = 'variable "rotate" {\n  type = bool\n}\n';
const byVariable = { 'main.tf': `${variable}${key('  enable_key_rotation = var.rotate')}` };
const plan = JSON.stringify(buildPlan({ resources: [newKey('k')] }));

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
      'empty: no Terraform or OpenTofu configuration, no plan JSON and no snapshot found',
    ],
    [
      ['hidden'],
      'hidden: no Terraform or OpenTofu configuration, no plan JSON and no snapshot found',
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
    expect(told.err).toBe('');
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

describe('a plan', () => {
  const places = async (files: Readonly<Record<string, string>>, argv: readonly string[]) => {
    const told = await judged(files, [...argv, '-f', 'json', '--rule', 'rotation-disabled']);
    const { findings, gaps } = JSON.parse(told.out);
    expect(gaps).toEqual([]);
    return findings.map(
      ({ source, location }: { source: string; location: { source: unknown } }) => [
        source,
        location.source,
      ],
    );
  };

  test.each([
    ['no configuration', {}, null],
    ['the block', { 'main.tf': `\n${key('')}` }, { path: 'main.tf', line: 2, column: 1 }],
    [
      'the argument',
      { 'main.tf': key('  enable_key_rotation = false') },
      { path: 'main.tf', line: 2, column: 3 },
    ],
    ['another key', { 'main.tf': key('').replace('"k"', '"other"') }, null],
    ['a broken file', { 'main.tf': 'resource "aws_kms_key" "k" {' }, null],
  ])('beside %s', async (_, files, place) => {
    const [[source, at]] = await places({ ...files, 'plan.json': plan }, ['plan.json']);
    expect(source).toBe('plan');
    if (place === null) expect(at).toBeNull();
    else expect(at).toMatchObject(place);
  });

  test('on standard input has its configuration in the working directory, modules too', async () => {
    const spec = newKey('k', { module: 'module.m["x.y"]', index: 0 });
    const text = JSON.stringify(buildPlan({ resources: [spec], modules: [{ path: 'm' }] }));
    const files = {
      'main.tf': 'module "m" {\n  source = "./mod"\n}\n',
      'mod/kms.tf': `\n\n${key('')}`,
    };
    const { out } = await inScratch({ '.git/HEAD': '', ...files }, (directory) =>
      kmslint(directory, ['-'], {}, text),
    );
    expect(out).toContain('rotation-disabled  mod/kms.tf:3:1');
    expect(out).toContain('3 | resource "aws_kms_key" "k" {');
  });

  test('and its configuration are both judged where a directory holds both', async () => {
    await inScratch({}, async (directory) => {
      for (const file of ['plan.json', 'source/main.tf']) {
        copyFileSync(join(demo, file), join(directory, basename(file)));
      }
      const { findings } = JSON.parse((await kmslint(directory, ['-f', 'json'])).out);
      const sources = findings.map(({ source }: { source: string }) => source);
      expect(new Set(sources)).toEqual(new Set(['hcl', 'plan']));
      const prints = findings.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
      expect(new Set(prints).size).toBe(prints.length);
    });
  });

  test('keeps its findings where the configuration cannot be looked into', async () => {
    await inScratch({ 'main.tf': key(''), 'plan.json': plan }, async (directory) => {
      const path = join(directory, 'plan.json');
      const unlocated = judgePlan(JSON.parse(plan)).findings.map((finding) => ({
        ...finding,
        location: { ...finding.location, path },
      }));
      const { findings } = await locateFindings(unlocated, join(directory, 'vanished'));
      expect(findings).toEqual(unlocated);
    });
  });

  test('lies beside no root module where only hidden files do', async () => {
    await inScratch({ '.git/HEAD': '' }, async (directory) => {
      mkdirSync(join(directory, 'p'));
      writeFileSync(join(directory, 'p', '._main.tf'), '\u0000');
      writeFileSync(join(directory, 'p', 'plan.json'), plan);
      expect(await kmslint(directory, ['p'])).toMatchObject({ code: 1, err: '' });
    });
  });
});
