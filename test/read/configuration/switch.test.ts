import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

const rsa = '  customer_master_key_spec = "RSA_3072"\n  key_usage = "SIGN_VERIFY"\n';
const key = (name: string, body = ''): string =>
  `resource "aws_kms_key" "${name}" {\n${rsa}${body}}\n`;
const alias = (target: string, head = '', name = '"alias/app"'): string =>
  `resource "aws_kms_alias" "x" {\n  ${head}\n  name = ${name}\n  target_key_id = ${target}\n}\n`;
const root = 'terraform {\n  backend "s3" {}\n}\nprovider "aws" {\n  region = "eu-west-1"\n}\n';

async function aliased(main: string, subject: string): Promise<string | undefined> {
  const { kind } = await judgeFiles({ 'main.tf': root + main });
  return kind('manual-rotation-alias-missing', subject);
}

describe('an alias on one branch of a conditional', () => {
  const variable = (rest: string): string => `variable "blue" {\n  type = bool\n${rest}\n}\n`;
  const both = key('a') + key('b');

  it.each([
    ['unset', ''],
    ['true', '  default = true'],
    ['false', '  default = false'],
  ])('is on both keys where the condition is %s', async (_, rest) => {
    const main =
      variable(rest) + both + alias('var.blue ? aws_kms_key.a.key_id : aws_kms_key.b.arn');
    expect(await aliased(main, 'aws_kms_key.a')).toBe('pass');
    expect(await aliased(main, 'aws_kms_key.b')).toBe('pass');
  });

  it('is on both through locals, modules and a branch in a branch', async () => {
    const local = `locals {\n  id = var.blue ? aws_kms_key.a.id : (true ? null : aws_kms_key.b.id)\n}\n`;
    const main = variable('  default = false') + both + local + alias('local.id');
    expect(await aliased(main, 'aws_kms_key.a')).toBe('pass');
    expect(await aliased(main, 'aws_kms_key.b')).toBe('pass');
  });

  it('says nothing where the condition sorts instances', async () => {
    const target = 'each.key == "a" ? aws_kms_key.a.id : aws_kms_key.b.id';
    const main = both + alias(target, 'for_each = toset(["a"])', '"alias/${each.key}"');
    expect(await aliased(main, 'aws_kms_key.a')).toBe('pass');
    expect(await aliased(main, 'aws_kms_key.b')).toBe('fail');
    const found = '[for k in ["a"] : k == "a" ? aws_kms_key.a.id : aws_kms_key.b.id][0]';
    expect(await aliased(both + alias(found), 'aws_kms_key.b')).toBe('fail');
  });

  it('is no alias of a third key', async () => {
    const main =
      variable('  default = true') +
      both +
      key('c') +
      alias('var.blue ? aws_kms_key.a.id : aws_kms_key.b.id');
    expect(await aliased(main, 'aws_kms_key.c')).toBe('fail');
  });

  it('counts beside a key that has the same guard', async () => {
    const guard = 'count = local.create ? 1 : 0';
    const main = `${variable('  default = false')}locals {\n  create = var.blue\n  id = var.blue ? aws_kms_key.a[0].id : null\n}\n${key('a', `  ${guard}\n`)}${alias('local.id', guard)}`;
    expect(await aliased(main, 'aws_kms_key.a[0]')).toBe('pass');
  });
});

describe('versions behind a name that is partly unknown', () => {
  const policy = (...accounts: readonly string[]): string =>
    `  policy = jsonencode({ Version = "2012-10-17", Statement = [for a in ${JSON.stringify(accounts)} : { Effect = "Allow", Principal = { AWS = a }, Action = "kms:*", Resource = "*" }] })\n`;
  const two =
    key('old', policy('111122223333', '444455556666')) + key('new', policy('111122223333'));
  const names = (old: string, next: string): string =>
    `resource "aws_kms_alias" "old" {\n  name = ${old}\n  target_key_id = aws_kms_key.old.id\n}\nresource "aws_kms_alias" "new" {\n  name = ${next}\n  target_key_id = aws_kms_key.new.id\n}\nvariable "env" {}\nvariable "other" {}\n`;
  const lost = async (old: string, next: string) => {
    const { findings } = await judgeFiles({ 'main.tf': root + two + names(old, next) });
    return findings.find(({ ruleId }) => ruleId === 'successor-policy-not-copied');
  };

  it.each([
    ['"alias/${var.env}-app_v1"', '"alias/${var.env}-app_v2"'],
    ['"alias/${var.env}/app-202301"', '"alias/${var.env}/app-202406"'],
    ['join("-", ["alias/app", var.env, "v1"])', 'format("alias/app-%s-v2", var.env)'],
    ['"alias/${var.env}-gen1"', '"alias/${var.env}-gen2"'],
  ])('%s and %s are one stem', async (old, next) => {
    const found = await lost(old, next);
    expect(found?.kind).toBe('fail');
    expect(found?.message).toContain('${var.env}');
  });

  it.each([
    ['"alias/${var.env}-app_v1"', '"alias/${var.other}-app_v2"'],
    ['"alias/app-v${var.env}"', '"alias/app-v${var.other}"'],
    ['var.env', 'var.other'],
    ['"alias/${var.env}1"', '"alias/${var.env}2"'],
    ['"alias/${var.env}-app_v1"', '"alias/prod-app_v2"'],
  ])('%s and %s are none', async (old, next) => {
    expect(await lost(old, next)).toBeUndefined();
  });
});

describe('what a default decides in a module that nobody calls', () => {
  const list =
    'variable "admins" {\n  type = list(string)\n  default = ["444455556666"]\n}\nvariable "more" {\n  default = []\n}\n';
  const document = (inside: string): string =>
    `data "aws_iam_policy_document" "d" {\n${inside}\n}\n${key('k', '  policy = data.aws_iam_policy_document.d.json\n')}`;
  const statement = (identifiers: string): string =>
    `  statement {\n    actions = ["kms:*"]\n    resources = ["*"]\n    principals {\n      type = "AWS"\n      identifiers = ${identifiers}\n    }\n  }`;

  it.each([
    ['a list as it is', document(statement('var.admins'))],
    ['a list that grows', document(statement('concat(var.admins, ["111122223333"])'))],
    ['an element', document(statement('[var.admins[0]]'))],
    [
      'a text that is formatted',
      document(statement('[for a in var.admins : format("arn:aws:iam::%s:root", a)]')),
    ],
    ['formatlist', document(statement('formatlist("arn:aws:iam::%s:root", var.admins)'))],
    ['flatten and splat', document(statement('flatten([var.admins[*]])'))],
    [
      'statements that it makes',
      document(
        `${statement('["111122223333"]')}\n  dynamic "statement" {\n    for_each = var.more\n    content {\n      actions = ["kms:*"]\n      resources = ["*"]\n    }\n  }`,
      ),
    ],
    [
      'a filter',
      document(
        statement('[for a in ["111122223333"] : a if contains(var.admins, "444455556666")]'),
      ),
    ],
    [
      'jsonencode',
      key(
        'k',
        '  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = join(",", var.admins) } }] })\n',
      ),
    ],
    [
      'a template',
      key('k', '  policy = templatestring("{\\"Statement\\": [$${x}]}", { x = var.admins[0] })\n'),
    ],
  ])('stays an assumption: %s', async (_, main) => {
    const { present } = await judgeFiles({ 'module/main.tf': list + main });
    expect(present.keys[0]?.policy).toMatchObject({
      known: true,
      assumed: { reason: 'unset-variable' },
    });
  });
});
