import { describe, expect, test } from 'vitest';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

// RULES, "What exists" and "Alias scheme": what is judged on its own, what a gap hides, and where an alias counts.

const provider = 'provider "aws" {\n  region = "eu-west-1"\n}\n';

function resource(type: string, name: string, body: string): string {
  return `resource "${type}" "${name}" {\n${body}\n}\n`;
}

const key = (name: string, body = '') => resource('aws_kms_key', name, body);
const rsa = 'customer_master_key_spec = "RSA_2048"\n  key_usage = "SIGN_VERIFY"';
const alias = (body: string) => resource('aws_kms_alias', 'a', `name = "alias/app"\n${body}`);
const variable = (name: string, value: string) =>
  `variable "${name}" {\n${value === '' ? '' : `  default = ${value}`}\n}\n`;

describe('modules that call one another in a ring', () => {
  const call = (name: string) => `module "${name}" {\n  source = "../${name}"\n}\n`;

  test.each([
    ['hide nothing that they call', { 'x/a.tf': call('y') + call('p'), 'y/a.tf': call('x') }],
    ['are judged where one of them declares a key', { 'x/a.tf': call('p'), 'p/b.tf': call('x') }],
    ['a module that calls itself', { 'p/b.tf': 'module "p" {\n  source = "./"\n}\n' }],
  ])('%s', async (_, files) => {
    const { findings } = await judgeFiles({ ...files, 'p/a.tf': key('k') });
    const found = findings.filter(
      ({ ruleId, kind }) => ruleId === 'rotation-disabled' && kind === 'fail',
    );
    expect(found.map(({ location: { path } }) => path)).toEqual(['p/a.tf']);
  });
});

describe('a root module', () => {
  const rotating = `${variable('rotate', 'false')}${key('k', 'enable_key_rotation = var.rotate')}`;

  test.each([
    ['provider "aws" {}\n', 'open'],
    ['provider "aws" {\n  alias = "x"\n}\n', 'open'],
    ['# provider "aws" { region = "x" }\n', 'open'],
    ['locals {\n  a = "terraform { backend \\"s3\\" {} }"\n}\n', 'open'],
    ['provider "aws" {\n  assume_role {}\n}\n', 'fail'],
    ['terraform {\n  cloud {}\n}\n', 'fail'],
  ])('is told by its blocks, not by words: %j', async (more, kind) => {
    const judged = await judgeFiles({ 'm/main.tf': more + rotating });
    expect(judged.kind('rotation-disabled', 'aws_kms_key.k')).toBe(kind);
  });
});

describe('what was not read hides what it can hold', () => {
  const call = (body: string) => `module "x" {\n  source = "x/x/aws"\n  ${body}\n}\n`;
  const twice = key('twice') + key('twice');

  test.each([
    ['a module without the key', call('name = "x"'), 'fail'],
    ['a module that only depends on the key', call('depends_on = [aws_kms_key.k]'), 'fail'],
    ['a module with the key', call('key = aws_kms_key.k.arn'), 'open'],
    [
      'a module with the key, by a local',
      `locals {\n  k = [aws_kms_key.k]\n}\n${call('keys = local.k')}`,
      'open',
    ],
    ['a module that makes no instance', call('key = aws_kms_key.k.arn\n  count = 0'), 'fail'],
    ['another key that is declared twice', twice, 'fail'],
    ['a provider that is declared twice', provider, 'fail'],
    [
      'an alias that is declared twice',
      alias('') + alias('target_key_id = aws_kms_key.k.id'),
      'open',
    ],
  ])('%s', async (_, more, kind) => {
    const judged = await judgeFiles({ 'main.tf': provider + key('k', rsa) + more });
    expect(judged.kind('manual-rotation-alias-missing', 'aws_kms_key.k')).toBe(kind);
  });
});

describe('an alias counts for a key of its own account and Region', () => {
  const us = 'provider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}\n';
  const other =
    'provider "aws" {\n  alias = "us"\n  region = "eu-west-1"\n  profile = "other"\n}\n';
  const target = 'target_key_id = aws_kms_key.k.id';

  test.each([
    ['of one provider', provider, '', '', 'pass'],
    ['of one provider whose Region nobody knows', '', '', '', 'pass'],
    ['another region argument', provider, 'region = "eu-west-2"', '', 'fail'],
    ['the same region argument', provider, 'region = "eu-west-2"', 'region = "eu-west-2"', 'pass'],
    [
      'a region argument that says what the provider does',
      provider,
      'region = "eu-west-1"',
      '',
      'pass',
    ],
    ['a provider of another Region', provider + us, 'provider = aws.us', '', 'fail'],
    [
      'a provider of another Region, and an argument',
      provider + us,
      'provider = aws.us\n  region = "eu-west-1"',
      '',
      'pass',
    ],
    ['a provider with other credentials', provider + other, 'provider = aws.us', '', 'open'],
    [
      'a Region that nobody knows',
      us + variable('r', ''),
      'provider = aws.us',
      'region = var.r',
      'open',
    ],
  ])('%s', async (_, providers, ofKey, ofAlias, kind) => {
    const text = `${providers}${key('k', `${rsa}\n  ${ofKey}`)}${alias(`${target}\n  ${ofAlias}`)}`;
    const judged = await judgeFiles({ 'main.tf': text });
    expect(judged.kind('manual-rotation-alias-missing', 'aws_kms_key.k')).toBe(kind);
  });
});

describe('every object has a verdict', () => {
  test('aliases, policies, key stores, clusters and HSMs too, there or not', async () => {
    const all = (guard: string): string =>
      [
        resource('aws_kms_alias', 'a', `name = "alias/a"\ntarget_key_id = "x"\n${guard}`),
        resource('aws_kms_key_policy', 'p', `key_id = "x"\npolicy = "{}"\n${guard}`),
        resource('aws_kms_custom_key_store', 's', guard),
        resource('aws_cloudhsm_v2_cluster', 'c', guard),
        resource('aws_cloudhsm_v2_hsm', 'h', guard),
      ].join('');
    for (const guard of ['', 'count = 0']) {
      const { findings } = await judgeFiles({ 'main.tf': all(guard) });
      expect([...new Set(findings.map(({ subject }) => subject))].toSorted()).toEqual([
        'aws_cloudhsm_v2_cluster.c',
        'aws_cloudhsm_v2_hsm.h',
        'aws_kms_alias.a',
        'aws_kms_custom_key_store.s',
        'aws_kms_key_policy.p',
      ]);
    }
  });

  test('what stands in a file that OpenTofu passes over alone is told', async () => {
    const files = { 'main.tf': key('old') + key('both'), 'main.tofu': key('both') };
    const { findings } = await judgeFiles(files);
    const found = findings.filter(({ ruleId }) => ruleId === 'rotation-disabled');
    expect(found.map(({ subject, kind, message }) => [subject, kind, message])).toEqual([
      ['aws_kms_key.old', 'notApplicable', 'OpenTofu reads main.tofu in the place of its file'],
      ['aws_kms_key.both', 'fail', expect.stringContaining('rotation is off')],
    ]);
  });
});
