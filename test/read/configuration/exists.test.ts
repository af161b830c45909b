import { describe, expect, test } from 'vitest';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

// RULES, "What exists": what a caller, a count or ignore_changes may still decide.

const provider = 'provider "aws" {\n  region = "eu-west-1"\n}\n';

function resource(type: string, name: string, body: string): string {
  return `resource "${type}" "${name}" {\n${body}\n}\n`;
}

const key = (name: string, body = '') => resource('aws_kms_key', name, body);
const rsa = 'customer_master_key_spec = "RSA_2048"\n  key_usage = "SIGN_VERIFY"';
const alias = (body: string) => resource('aws_kms_alias', 'a', `name = "alias/app"\n${body}`);
const variable = (name: string, value: string) =>
  `variable "${name}" {\n${value === '' ? '' : `  default = ${value}`}\n}\n`;
const output = (name: string, value: string) => `output "${name}" {\n  value = ${value}\n}\n`;

describe('a module that nobody in the input calls', () => {
  const rotating = `${variable('rotate', 'false')}${key('k', 'enable_key_rotation = var.rotate')}`;

  test.each([
    ['a default fails nothing', { 'm/main.tf': rotating }, 'open'],
    ['a default lets pass', { 'm/main.tf': rotating.replace('false', 'true') }, 'pass'],
    ['what is written fails', { 'm/main.tf': key('k') }, 'fail'],
    ['a root module decides by its default', { 'm/main.tf': provider + rotating }, 'fail'],
    ['so does one with tfvars', { 'm/main.tf': rotating, 'm/x.auto.tfvars': '' }, 'fail'],
  ])('%s', async (_, files, kind) => {
    const judged = await judgeFiles(files);
    expect(judged.kind('rotation-disabled', 'aws_kms_key.k')).toBe(kind);
  });

  test('a directory on the command line is a root module', async () => {
    const judged = await judgeFiles({ 'm/main.tf': rotating }, ['m']);
    expect(judged.kind('rotation-disabled', 'aws_kms_key.k')).toBe('fail');
  });

  test.each([
    [output('id', 'aws_kms_key.k.key_id'), 'open'],
    [output('all', '{ keys = [aws_kms_key.k] }'), 'open'],
    [output('id', 'aws_kms_key.other.arn'), 'fail'],
    [`${output('id', 'aws_kms_key.k.key_id')}${provider}`, 'fail'],
    ['', 'fail'],
  ])('a key whose id leaves it may get an alias from the caller: %s', async (more, kind) => {
    const judged = await judgeFiles({ 'm/main.tf': `${key('k', rsa)}${key('other')}${more}` });
    expect(judged.kind('manual-rotation-alias-missing', 'aws_kms_key.k')).toBe(kind);
  });

  test('a caller in the input settles it', async () => {
    const m = `${key('k', rsa)}${output('id', 'aws_kms_key.k.key_id')}`;
    const call = `${provider}module "m" {\n  source = "../m"\n}\n`;
    const subject = 'module.m.aws_kms_key.k';
    const without = await judgeFiles({ 'm/main.tf': m, 'a/main.tf': call });
    expect(without.kind('manual-rotation-alias-missing', subject)).toBe('fail');
    const target = alias('target_key_id = module.m.id');
    const beside = await judgeFiles({ 'm/main.tf': m, 'a/main.tf': call + target });
    expect(beside.kind('manual-rotation-alias-missing', subject)).toBe('pass');
  });
});

describe('a number of instances that is not known', () => {
  const guarded = (guard: string, index: string) =>
    `${provider}${variable('n', '')}${key('k', `count = ${guard}\n${rsa}`)}${alias(`count = ${guard}\ntarget_key_id = aws_kms_key.k[${index}].id`)}`;

  test.each([
    ['under one guard, key and alias exist together', guarded('var.n ? 1 : 0', '0'), 'pass'],
    [
      'an alias under a guard of its own may be missing',
      `${provider}${variable('n', '')}${key('k', `count = 1\n${rsa}`)}${alias('count = var.n ? 1 : 0\ntarget_key_id = aws_kms_key.k[0].id')}`,
      'open',
    ],
    [
      'an alias that is there by default only is there in a root module',
      `${provider}${variable('n', 'true')}${key('k', `count = 1\n${rsa}`)}${alias('count = var.n ? 1 : 0\ntarget_key_id = aws_kms_key.k[0].id')}`,
      'pass',
    ],
  ])('%s', async (_, text, kind) => {
    const judged = await judgeFiles({ 'main.tf': text });
    expect(judged.kind('manual-rotation-alias-missing', 'aws_kms_key.k[0]')).toBe(kind);
  });

  test('of aliases that target by their index leaves every key open', async () => {
    const text = `${provider}${variable('n', '')}${key('k', `count = 2\n${rsa}`)}${alias('count = var.n\ntarget_key_id = aws_kms_key.k[count.index].id')}`;
    const judged = await judgeFiles({ 'main.tf': text });
    expect(judged.kind('manual-rotation-alias-missing', 'aws_kms_key.k[1]')).toBe('open');
  });

  const cluster = resource('aws_cloudhsm_v2_cluster', 'c', 'subnet_ids = ["subnet-1"]');
  const hsm = (count: string) =>
    resource(
      'aws_cloudhsm_v2_hsm',
      'h',
      `count = ${count}\n  cluster_id = aws_cloudhsm_v2_cluster.c.cluster_id`,
    );

  test.each([
    ['var.n', '', 'main.tf', 'open'],
    ['var.n', '1', 'main.tf', 'fail'],
    ['var.n', '1', 'm/main.tf', 'open'],
    ['var.n', '2', 'm/main.tf', 'pass'],
    ['1', '', 'm/main.tf', 'fail'],
  ])('of HSMs: count = %s, by default %s, in %s', async (count, value, file, kind) => {
    const judged = await judgeFiles({ [file]: variable('n', value) + cluster + hsm(count) });
    const rule = 'hsm-cluster-under-two-hsms';
    expect(judged.kind(rule, 'aws_cloudhsm_v2_cluster.c')).toBe(kind);
  });

  test.each(['"all"', '[enable_key_rotation]', 'all'])(
    'an argument under ignore_changes = %s is unknown',
    async (ignored) => {
      const body = `lifecycle {\n    ignore_changes = ${ignored}\n  }`;
      const judged = await judgeFiles({
        'main.tf': `${provider}${key('k', `enable_key_rotation = false\n  ${body}`)}${key('other')}`,
      });
      expect(judged.kind('rotation-disabled', 'aws_kms_key.k')).toBe('open');
      expect(judged.kind('rotation-disabled', 'aws_kms_key.other')).toBe('fail');
    },
  );
});

describe("OpenTofu's enabled", () => {
  const when = (value: string) => `lifecycle {\n    enabled = ${value}\n  }`;
  const rotation = 'rotation-disabled';

  test.each([
    ['false', '', 'notApplicable'],
    ['true', '', 'fail'],
    ['var.on', 'true', 'fail'],
    ['var.on', 'false', 'fail'],
    ['var.on', '', 'fail'],
    ['!true', '', 'notApplicable'],
  ])('= %s of a key, by default %s', async (value, initially, kind) => {
    const text = provider + variable('on', initially) + key('k', when(value));
    const judged = await judgeFiles({ 'main.tofu': text });
    expect(judged.kind(rotation, 'aws_kms_key.k')).toBe(kind);
  });

  test('of values that are given decides', async () => {
    const files = {
      'main.tofu': variable('on', 'true') + key('k', when('var.on')),
      'terraform.tfvars': 'on = false\n',
    };
    const judged = await judgeFiles(files);
    expect(judged.kind(rotation, 'aws_kms_key.k')).toBe('notApplicable');
  });

  test.each([
    ['false', 'fail'],
    ['true', 'pass'],
    ['var.on', 'open'],
  ])('= %s of an alias', async (value, kind) => {
    const text = `${provider}${variable('on', '')}${key('k', rsa)}${alias(`target_key_id = aws_kms_key.k.id\n${when(value)}`)}`;
    const judged = await judgeFiles({ 'main.tofu': text });
    expect(judged.kind('manual-rotation-alias-missing', 'aws_kms_key.k')).toBe(kind);
  });

  test('of key and alias alike makes them exist together', async () => {
    const text = `${provider}${variable('on', '')}${key('k', `${rsa}\n${when('var.on')}`)}${alias(`target_key_id = aws_kms_key.k.id\n${when('var.on')}`)}`;
    const judged = await judgeFiles({ 'main.tofu': text });
    expect(judged.kind('manual-rotation-alias-missing', 'aws_kms_key.k')).toBe('pass');
  });

  test.each([
    ['count = 0', 'm', 'aws_kms_key.k'],
    [when('false'), 'm', 'aws_kms_key.k'],
    ['', '.', 'module.m.aws_kms_key.k'],
    [when('true'), '.', 'module.m.aws_kms_key.k'],
  ])('of a call (%s): its module is judged in %s', async (guard, scope, subject) => {
    const call = `${provider}module "m" {\n  source = "./m"\n  ${guard}\n}\n`;
    const { findings } = await judgeFiles({ 'main.tofu': call, 'm/main.tf': key('k') });
    const found = findings.filter(({ ruleId, kind }) => ruleId === rotation && kind === 'fail');
    expect(found.map((f) => [f.scope, f.subject])).toEqual([[scope, subject]]);
  });
});
