import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHcl } from '../src/read/hcl/index.ts';
import { addresses, at, evaluated, inScratch, readScratch } from './hcl-oracle.ts';

const key = (body = '', name = 'k') => `resource "aws_kms_key" "${name}" {\n${body}\n}\n`;

describe('files', () => {
  it('places an argument at its line and column, an absent one at its block', async () => {
    const reading = await readScratch({
      'kms.tf': '# é\nresource "aws_kms_key" "k" {\n  enable_key_rotation = false\n}\n',
    });
    const resource = at(reading, 'aws_kms_key.k');
    expect(resource.attribute('enable_key_rotation').value).toMatchObject({
      known: true,
      value: false,
      at: { path: 'kms.tf', line: 3, column: 3, endLine: 3, endColumn: 30 },
    });
    expect(resource.attribute('policy').value).toMatchObject({
      value: null,
      from: 'default',
      at: { line: 2, column: 1 },
    });
    expect(resource.attribute('policy').written).toMatchObject({ value: false });
  });

  it('merges overrides, and lets a .tofu hide its .tf', async () => {
    const reading = await readScratch({
      'a.tf': key('description = "hidden"'),
      'a.tofu': key('description = "base"\n  lifecycle {\n    ignore_changes = [tags]\n  }'),
      'a_override.tf': key('description = "over"\n  lifecycle {\n    prevent_destroy = true\n  }'),
      'override.tf.json': JSON.stringify({
        resource: { aws_kms_key: { k: { key_usage: 'SIGN_VERIFY' } } },
      }),
    });
    const resource = at(reading, 'aws_kms_key.k');
    expect(resource.attribute('description').value).toMatchObject({ value: 'over' });
    expect(resource.attribute('key_usage').value).toMatchObject({ value: 'SIGN_VERIFY' });
    expect(resource.attribute('tags').value).toMatchObject({ reason: 'ignored-changes' });
  });

  it('reads the JSON syntax, with templates and places', async () => {
    const reading = await readScratch({
      'main.tf.json':
        '{\n  "locals": {"n": 1},\n  "resource": {"aws_kms_key": {"k": {\n    "description": "a${local.n}b",\n    "rotation_period_in_days": "${local.n + 89}"\n  }}}\n}',
    });
    const resource = at(reading, 'aws_kms_key.k');
    expect(resource.attribute('description').value).toMatchObject({
      value: 'a1b',
      at: { line: 4, column: 5 },
    });
    expect(resource.attribute('rotation_period_in_days').value).toMatchObject({ value: 90 });
  });

  it('makes a gap of a syntax error, with its place, and reads the rest', async () => {
    const reading = await readScratch({
      'bad.tf': 'resource "aws_kms_key" "x" {\n  a = = 1\n}\n',
      'good.tf': key(),
    });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps).toMatchObject([
      {
        reason: 'unreadable-input',
        what: expect.stringContaining('Invalid expression'),
        at: { path: 'bad.tf', line: 2 },
      },
    ]);
  });

  it('makes a gap of two resources with one address', async () => {
    const reading = await readScratch({ 'a.tf': key(), 'b.tf': key() });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps).toMatchObject([
      { reason: 'conflicting-declarations', at: { path: 'b.tf' } },
    ]);
  });

  it('survives a file that overwhelms the parser', async () => {
    const deep = `locals {\n  a = ${'['.repeat(1000)}${']'.repeat(1000)}\n}\n`;
    const reading = await readScratch({
      'deep.tf': deep,
      'a.tf': key(),
      'huge.tf': `# ${'x'.repeat(1 << 20)}`,
    });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps.map(({ reason, at: place }) => [reason, place.path])).toEqual([
      ['evaluation-limit', 'deep.tf'],
      ['unreadable-input', 'huge.tf'],
    ]);
  });

  it('reads BOM, CRLF, empty files and files without a final newline', async () => {
    const crlf = '\u{feff}resource "aws_kms_key" "k" {\r\n  enable_key_rotation = true\r\n}';
    const reading = await readScratch({ 'a b%20.tf': crlf, 'empty.tf': '' });
    expect(at(reading, 'aws_kms_key.k').attribute('enable_key_rotation').value).toMatchObject({
      value: true,
      at: { line: 2, column: 3 },
    });
    expect(reading.modules[0]?.gaps).toEqual([]);
  });

  it('reads nothing outside of the root', async () => {
    await inScratch(
      { 'outside/secret.txt': 'secret', 'outside/m/main.tf': key() },
      async (directory) => {
        const root = join(directory, 'root');
        mkdirSync(join(root, '.git'), { recursive: true });
        symlinkSync(join(directory, 'outside/secret.txt'), join(root, 'link.txt'));
        symlinkSync(join(directory, 'outside/m/main.tf'), join(root, 'link.tf'));
        const module = 'module "kms" {\n  source = "../outside/m"\n}\n';
        writeFileSync(
          join(root, 'main.tf'),
          `${module}${key('description = file("link.txt")\n  policy = file("../outside/secret.txt")')}`,
        );
        const reading = await readHcl(root, { cwd: root, environment: {} });
        expect(addresses(reading)).toEqual(['aws_kms_key.k']);
        const resource = at(reading, 'aws_kms_key.k');
        for (const name of ['description', 'policy']) {
          expect(resource.attribute(name).value).toMatchObject({
            known: false,
            reason: 'unreadable-input',
          });
        }
        expect(reading.modules[0]?.gaps.map(({ reason }) => reason)).toEqual([
          'unreadable-input',
          'unresolved-module',
        ]);
        expect(JSON.stringify(reading)).not.toContain('"secret"');
      },
    );
  });

  it('yields comments with the blocks that they apply to', async () => {
    const source =
      '# free\n\n# above\nresource "aws_kms_key" "k" {\n  # inside\n  is_enabled = true // beside\n}\n';
    const { comments } = await readScratch({ 'a.tf': source });
    expect(
      comments.get('a.tf')?.map(({ text, ownLine, block }) => [text, ownLine, block?.line ?? null]),
    ).toEqual([
      ['# free', true, null],
      ['# above', true, 4],
      ['# inside', true, 4],
      ['// beside', false, 4],
    ]);
  });
});

describe('variables', () => {
  const files = {
    'main.tf': `variable "a" {\n  type = string\n  default = "d"\n}\nvariable "n" {\n  type = number\n}\n${key('description = var.a\n  rotation_period_in_days = var.n')}`,
  };
  const description = async (more: Record<string, string>, options = {}) =>
    at(await readScratch({ ...files, ...more }, options), 'aws_kms_key.k').attribute('description')
      .value;

  it('take their values in the order of precedence', async () => {
    expect(await description({})).toMatchObject({ value: 'd' });
    const environment = { TF_VAR_a: 'env' };
    expect(await description({}, { environment })).toMatchObject({ value: 'env' });
    expect(
      await description({ 'terraform.tfvars': 'a = "tfvars"' }, { environment }),
    ).toMatchObject({ value: 'tfvars' });
    const auto = { 'terraform.tfvars': 'a = "tfvars"', 'x.auto.tfvars.json': '{"a": "auto"}' };
    expect(await description(auto)).toMatchObject({ value: 'auto' });
    const assignments = [{ kind: 'value', name: 'a', value: 'spoken' }] as const;
    expect(await description(auto, { assignments })).toMatchObject({ value: 'spoken' });
  });

  it('are unknown without a value, and convert to their type', async () => {
    const period = async (more: Record<string, string>) =>
      at(await readScratch({ ...files, ...more }), 'aws_kms_key.k').attribute(
        'rotation_period_in_days',
      ).value;
    expect(await period({})).toMatchObject({
      known: false,
      reason: 'unset-variable',
      symbol: 'var.n',
    });
    expect(await period({ 'terraform.tfvars': 'n = "90"' })).toMatchObject({ value: 90 });
  });

  it('keep sensitive, nullable and optional() attributes', async () => {
    const beside =
      'variable "s" {\n  default = "x"\n  sensitive = true\n}\nvariable "o" {\n  type = object({ a = optional(string, "y"), b = optional(number) })\n  default = {}\n}\n';
    expect((await evaluated('upper(var.s)', beside)).value).toMatchObject({
      value: 'X',
      sensitive: true,
    });
    expect((await evaluated('var.o', beside)).value).toMatchObject({ value: { a: 'y', b: null } });
  });

  it('of an uncalled module that is no root are assumptions', async () => {
    const module = `variable "on" {\n  default = false\n}\n${key('enable_key_rotation = var.on')}`;
    const reading = await readScratch({
      'mod/main.tf': module,
      'root/main.tf': `terraform {\n  backend "s3" {}\n}\n${module}`,
    });
    const [first, second] = reading.modules.map(
      ({ resources }) => resources[0]?.attribute('enable_key_rotation').value,
    );
    expect(first).toMatchObject({
      value: false,
      assumed: { reason: 'unset-variable', what: 'var.on' },
    });
    expect(second).toMatchObject({ value: false });
    expect(second).not.toHaveProperty('assumed');
  });
});

describe('unknown values', () => {
  it('keep the known parts of a text, and the symbol of the account', async () => {
    const beside = 'data "aws_caller_identity" "c" {}\n';
    const { value } = await evaluated(
      '"arn:aws:iam::${data.aws_caller_identity.c.account_id}:root"',
      beside,
    );
    expect(value).toMatchObject({
      known: false,
      parts: ['arn:aws:iam::', { symbol: 'account of aws' }, ':root'],
    });
    const json = await evaluated(
      'jsonencode({ AWS = "x-${data.aws_caller_identity.c.account_id}" })',
      beside,
    );
    expect(json.value).toMatchObject({ parts: ['{"AWS":"x-', { symbol: 'account of aws' }, '"}'] });
  });

  it('refer to resource instances through conditionals, try, join and modules', async () => {
    const beside = `variable "c" {}\n${key('', 'a')}${key('count = 2', 'b')}module "m" {\n  source = "./m"\n  id = aws_kms_key.a.id\n}\n`;
    const files = (expression: string) => ({
      'main.tf': `resource "aws_kms_alias" "x" {\n  target_key_id = ${expression}\n}\n${beside}`,
      'm/main.tf': 'variable "id" {}\noutput "id" {\n  value = var.id\n}\n',
    });
    const references = async (expression: string) =>
      at(await readScratch(files(expression)), 'aws_kms_alias.x').attribute('target_key_id')
        .references;
    const a = { identities: ['aws_kms_key.a'] };
    expect(await references('var.c ? aws_kms_key.a.id : aws_kms_key.b[1].arn')).toEqual({
      branches: [a, { identities: ['aws_kms_key.b[1]'] }],
      complete: true,
    });
    expect(await references('try(aws_kms_key.b[7].id, module.m.id)')).toEqual({
      branches: [a],
      complete: true,
    });
    expect(await references('join("", aws_kms_key.b[*].id)')).toMatchObject({ complete: true });
    expect(await references('aws_kms_key.b[var.c].id')).toEqual({
      branches: [{ identities: ['aws_kms_key.b[0]', 'aws_kms_key.b[1]'] }],
      complete: true,
    });
    expect(await references('var.c ? aws_kms_key.a.id : "alias/x"')).toEqual({
      branches: [a],
      complete: false,
    });
  });

  it('of a conditional are known where both branches agree', async () => {
    const beside = 'variable "c" {}\n';
    expect((await evaluated('var.c ? "x" : lower("X")', beside)).value).toMatchObject({
      value: 'x',
    });
    expect((await evaluated('var.c || true', beside)).value).toMatchObject({ value: true });
    expect((await evaluated('var.c == var.c', beside)).value).toMatchObject({ value: true });
    expect((await evaluated('yamldecode("a")', beside)).value).toMatchObject({
      reason: 'unsupported-function',
      what: 'yamldecode()',
    });
  });

  it('come of ignore_changes', async () => {
    const body =
      'policy = "{}"\n  key_usage = "SIGN_VERIFY"\n  lifecycle {\n    ignore_changes = [policy]\n  }';
    const resource = at(await readScratch({ 'main.tf': key(body) }), 'aws_kms_key.k');
    expect(resource.attribute('policy').value).toMatchObject({ reason: 'ignored-changes' });
    expect(resource.attribute('key_usage').value).toMatchObject({ value: 'SIGN_VERIFY' });
  });
});

describe('instances', () => {
  it('expand count and for_each', async () => {
    const reading = await readScratch({
      'main.tf': `${key('count = 2\n  description = "k${count.index}"')}${key('for_each = { eu = 1, us = 2 }\n  description = "${each.key}${each.value}"', 'e')}${key('for_each = toset(["x"])', 's')}${key('count = 0', 'none')}`,
    });
    expect(addresses(reading)).toEqual([
      'aws_kms_key.k[0]',
      'aws_kms_key.k[1]',
      'aws_kms_key.e["eu"]',
      'aws_kms_key.e["us"]',
      'aws_kms_key.s["x"]',
    ]);
    expect(at(reading, 'aws_kms_key.e["us"]').attribute('description').value).toMatchObject({
      value: 'us2',
    });
  });

  it('of an unknown number, or none by default only, are one that may exist', async () => {
    const reading = await readScratch({
      'main.tf': `variable "on" {\n  default = false\n}\nvariable "all" {}\n${key('count = var.on ? 1 : 0')}${key('for_each = var.all', 'e')}resource "aws_kms_alias" "e" {\n  for_each = var.all\n  target_key_id = aws_kms_key.e[each.key].id\n}\n`,
    });
    const all = reading.modules.flatMap(({ resources }) => resources);
    expect(all.map(({ address, exists, guard }) => [address, exists.is, guard])).toEqual([
      ['aws_kms_key.k[0]', 'unknown', 'var.on ? 1 : 0'],
      ['aws_kms_key.e[*]', 'unknown', 'var.all'],
      ['aws_kms_alias.e[*]', 'unknown', 'var.all'],
    ]);
    expect(at(reading, 'aws_kms_alias.e[*]').attribute('target_key_id').references).toEqual({
      branches: [{ identities: ['aws_kms_key.e[*]'] }],
      complete: true,
    });
  });
});

describe('modules', () => {
  it('have inputs, outputs, instances and providers of their own', async () => {
    const reading = await readScratch({
      'main.tf': `provider "aws" {\n  region = "eu-west-1"\n}\nprovider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}\nmodule "m" {\n  source = "./m"\n  for_each = { a = true, b = false }\n  on = each.value\n  providers = {\n    aws = aws.us\n  }\n}\nresource "aws_kms_alias" "x" {\n  target_key_id = module.m["b"].id\n}\n`,
      'm/main.tf': `variable "on" {\n  default = true\n}\noutput "id" {\n  value = aws_kms_key.k.id\n}\n${key('enable_key_rotation = var.on')}`,
    });
    expect(reading.modules).toHaveLength(1);
    const b = at(reading, 'module.m["b"].aws_kms_key.k');
    expect(b.attribute('enable_key_rotation').value).toMatchObject({ value: false });
    expect(b).toMatchObject({
      module: 'module.m["b"]',
      providerRegion: { value: 'us-east-1' },
      providerAccount: { symbol: 'account of aws.us' },
    });
    const alias = at(reading, 'aws_kms_alias.x');
    expect(alias).toMatchObject({ providerRegion: { value: 'eu-west-1' } });
    expect(alias.attribute('target_key_id').references.branches).toEqual([
      { identities: ['module.m["b"].aws_kms_key.k'] },
    ]);
  });

  it('are gaps where they were not read and can lead to a key', async () => {
    const call = (name: string, source: string, body = '') =>
      `module "${name}" {\n  source = "${source}"\n${body}}\n`;
    const reading = await readScratch({
      'main.tf': `${call('label', 'cloudposse/label/null')}${call('kms', 'terraform-aws-modules/kms/aws')}${call('s3', 'x/s3/aws', '  key = aws_kms_key.k.arn\n')}${key('description = module.label.id')}`,
    });
    expect(
      reading.modules[0]?.gaps.map(({ reason, what }) => [reason, what.split(' ')[0]]),
    ).toEqual([
      ['unresolved-module', 'module.kms'],
      ['unresolved-module', 'module.s3'],
    ]);
    expect(at(reading, 'aws_kms_key.k').attribute('description').value).toMatchObject({
      reason: 'unresolved-module',
      symbol: 'module.label.id',
    });
  });

  it('of a registry are read where they are installed', async () => {
    const reading = await readScratch({
      'main.tf': 'module "kms" {\n  source = "terraform-aws-modules/kms/aws"\n}\n',
      '.terraform/modules/modules.json':
        '{"Modules":[{"Key":"","Dir":"."},{"Key":"kms","Dir":".terraform/modules/kms"}]}',
      '.terraform/modules/kms/main.tf': key(),
    });
    expect(addresses(reading)).toEqual(['module.kms.aws_kms_key.k']);
    expect(reading.modules.flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  it('are judged on their own unless called; a file brings the roots that call it', async () => {
    const files = {
      'mod/kms.tf': key(),
      'a/main.tf': 'module "m" {\n  source = "../mod"\n}\n',
      'b/main.tf': `${key()}`,
    };
    expect((await readScratch(files)).modules.map(({ scope }) => scope)).toEqual(['a', 'b']);
    await inScratch({ ...files, '.git/HEAD': '' }, async (directory) => {
      const reading = await readHcl([join(directory, 'mod/kms.tf')], {
        cwd: directory,
        environment: {},
      });
      expect(reading.modules.map(({ scope }) => scope)).toEqual(['a']);
    });
  });
});

describe('bounded work', () => {
  const cases: Readonly<Record<string, string>> = {
    'a cycle of locals': 'locals {\n  x = local.y\n  y = "${local.x}"\n}',
    'range(1e9)': 'locals {\n  x = range(1000000000)\n}',
    'exponential templates': `locals {\n  a0 = "xxxxxxxxxx"\n${Array.from({ length: 40 }, (_, i) => `  a${i + 1} = "\${local.a${i}}\${local.a${i}}"`).join('\n')}\n  x = local.a40\n}`,
    'a chain of a thousand locals': `locals {\n  a0 = 1\n${Array.from({ length: 1000 }, (_, i) => `  a${i + 1} = local.a${i} + 1`).join('\n')}\n  x = local.a1000\n}`,
    'nested for expressions':
      'locals {\n  r = range(1000)\n  x = [for a in local.r : [for b in local.r : [for c in local.r : a]]]\n}',
    'an explosive pattern':
      'locals {\n  x = regex("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")\n}',
  };
  it.each(Object.entries(cases))('%s is an evaluation limit', async (_, beside) => {
    expect((await evaluated('local.x', beside)).value).toMatchObject({
      known: false,
      reason: 'evaluation-limit',
    });
  });

  it('ends a module that calls itself', async () => {
    const reading = await readScratch({ 'main.tf': `module "m" {\n  source = "./"\n}\n${key()}` });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps).toMatchObject([
      { reason: 'evaluation-limit', what: 'module.m calls itself' },
    ]);
  });
});

it('parses nothing where nothing names KMS', async () => {
  const { modules, comments } = await readScratch({
    'main.tf': 'resource "aws_s3_bucket" "b" {\n  x = = 1\n}\n',
  });
  expect([modules, comments.size]).toEqual([[], 0]);
});
