import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHcl } from '../../../src/read/configuration/index.ts';
import { addresses, at, inScratch, readScratch } from '../../support/judge/hcl-oracle.ts';

const key = (body = '', name = 'k') => `resource "aws_kms_key" "${name}" {\n${body}\n}\n`;

const call = (name: string, source: string, body = '') =>
  `module "${name}" {\n  source = "${source}"\n${body}}\n`;

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
      providerAccount: { symbol: 'account of aws' },
    });
    const alias = at(reading, 'aws_kms_alias.x');
    expect(alias).toMatchObject({ providerRegion: { value: 'eu-west-1' } });
    expect(alias.attribute('target_key_id').references.branches).toEqual([
      { identities: ['module.m["b"].aws_kms_key.k'] },
    ]);
  });

  it('are one gap where they were not read, which hides what belongs to the keys that are passed to them', async () => {
    const reading = await readScratch({
      'main.tf': `${call('label', 'cloudposse/label/null')}${call('kms', 'terraform-aws-modules/kms/aws', '  version = "3.0.0"\n')}${call('s3', 'git::https://user:token@git.example.com/s3.git?ref=v1&sshkey=x', '  key = aws_kms_key.k.arn\n')}${call('gone', './gone')}${call('off', 'x/off/aws', '  count = 0\n')}${key('description = module.label.id')}${key('', 'other')}`,
    });
    const [gap] = reading.modules[0]?.gaps ?? [];
    expect(reading.modules[0]?.gaps).toHaveLength(1);
    expect(gap).toMatchObject({
      reason: 'unresolved-module',
      reaches: ['aws_kms_key.k'],
      what: '3 modules were not fetched, what they create was not judged: module.kms (terraform-aws-modules/kms/aws 3.0.0), module.label (cloudposse/label/null), module.s3 (git::https://git.example.com/s3.git?ref=v1); run `terraform init`; 1 module is not where the configuration says, what it creates was not judged: module.gone (./gone); correct the source',
    });
    expect(gap?.modules?.map(({ address, cause, at: { path } }) => [address, cause, path])).toEqual(
      [
        ['module.gone', 'missing', 'main.tf'],
        ['module.kms', 'unfetched', 'main.tf'],
        ['module.label', 'unfetched', 'main.tf'],
        ['module.s3', 'unfetched', 'main.tf'],
      ],
    );
    expect(at(reading, 'aws_kms_key.k').attribute('description').value).toMatchObject({
      reason: 'unresolved-module',
      symbol: 'module.label.id',
    });
  });

  it('are told without a key in sight, by way of modules that are there, each once', async () => {
    const reading = await readScratch({
      'main.tf': `/* ${call('no', 'x/no/aws')} */\n${call('a', './a')}${call('b', './a')}`,
      'a/main.tf.json': '{"module": {"deep": {"source": "x/deep/aws"}}}',
      'a/override.tf': call('deep', 'x/other/aws'),
      'other/main.tf': 'locals {\n  a = 1\n}\n',
    });
    expect(reading.modules.map(({ scope, gaps }) => [scope, gaps.map(({ what }) => what)])).toEqual(
      [
        [
          '.',
          [
            '1 module was not fetched, what it creates was not judged: module.b.module.deep (x/other/aws); run `terraform init`',
          ],
        ],
      ],
    );
    expect(reading.comments.size).toBe(0);
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
      'b/main.tf': key(),
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
