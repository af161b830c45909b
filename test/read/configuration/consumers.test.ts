import { describe, expect, test } from 'vitest';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

const key = 'resource "aws_kms_key" "a" { is_enabled = false }';
const root = 'terraform {\n  backend "s3" {}\n}\n';

/** What the finding about a disabled key names as holding it; the kind of verdict where nothing does. */
async function heldBy(
  files: Readonly<Record<string, string>> | string,
  subject = 'aws_kms_key.a',
): Promise<string> {
  const all = typeof files === 'string' ? { 'main.tf': `${root}${key}\n${files}` } : files;
  const { findings } = await judgeFiles(all);
  const found = findings.find((f) => f.ruleId === 'key-still-used' && f.subject === subject);
  return /but (.*) still holds? it/.exec(found?.message ?? '')?.[1] ?? found?.kind ?? 'nothing';
}

const queue = (value: string, more = '') =>
  `resource "aws_sqs_queue" "x" {\n  kms_master_key_id = ${value}\n${more}}\n`;

describe('a key in code is held', () => {
  test.each([
    ['id', queue('aws_kms_key.a.id')],
    ['key id', queue('aws_kms_key.a.key_id')],
    ['ARN', queue('aws_kms_key.a.arn')],
    ['ARN in a template', queue('"${aws_kms_key.a.arn}"')],
    ['local', `${queue('local.key')}locals {\n  key = aws_kms_key.a.arn\n}`],
    ['function', queue('try(coalesce(null, aws_kms_key.a.arn), "")')],
    ['condition that is known', queue('true ? aws_kms_key.a.arn : "alias/aws/sqs"')],
  ])('by its %s', async (_, text) => {
    expect(await heldBy(text)).toBe('aws_sqs_queue.x');
  });

  test('by an alias: its name, its attributes, data sources', async () => {
    const alias =
      'resource "aws_kms_alias" "app" {\n  name = "alias/app"\n  target_key_id = aws_kms_key.a.id\n}\n';
    const data = `data "aws_kms_alias" "d" {\n  name = "alias/app"\n}
data "aws_kms_key" "k" {\n  key_id = data.aws_kms_alias.d.target_key_id\n}\n`;
    for (const value of [
      '"alias/app"',
      'aws_kms_alias.app.name',
      'aws_kms_alias.app.arn',
      'aws_kms_alias.app.target_key_arn',
      'data.aws_kms_alias.d.target_key_arn',
      'data.aws_kms_key.k.arn',
    ]) {
      expect(await heldBy(`${alias}${data}${queue(value)}`)).toBe('aws_sqs_queue.x');
    }
    for (const value of [
      '"alias/other"',
      '"alias/aws/sqs"',
      '"arn:aws:kms:us-east-1:444455556666:alias/app"',
    ]) {
      expect(await heldBy(`${alias}${queue(value)}`)).toBe('pass');
    }
  });

  test('by an alias of another provider configuration it is only where that is the same account', async () => {
    const text = (more: string) => `provider "aws" {\n  region = "eu-west-1"\n}
provider "aws" {\n  alias = "other"\n  region = "eu-west-1"\n  ${more}\n}
resource "aws_kms_alias" "app" {\n  name = "alias/app"\n  target_key_id = aws_kms_key.a.id\n}
${queue('"alias/app"', '  provider = aws.other\n')}`;
    expect(await heldBy(text(''))).toBe('aws_sqs_queue.x');
    expect(await heldBy(text('profile = "other"'))).toBe('pass');
  });

  test('in nested and dynamic blocks, and in objects of encryption', async () => {
    const nested =
      'resource "aws_sqs_queue" "x" {\n  rule {\n    by {\n      key = aws_kms_key.a.arn\n    }\n  }\n}';
    const dynamic =
      'resource "aws_sqs_queue" "x" {\n  dynamic "rule" {\n    for_each = [aws_kms_key.a.arn]\n    content {\n      key = rule.value\n    }\n  }\n}';
    const object =
      'resource "aws_sqs_queue" "x" {\n  encryption = { kms_key_arn = aws_kms_key.a.arn }\n}';
    const awscc =
      'resource "awscc_sqs_queue" "x" {\n  settings = { list = [{ by = { key_id = aws_kms_key.a.arn } }] }\n}';
    for (const text of [nested, dynamic, object])
      expect(await heldBy(text)).toBe('aws_sqs_queue.x');
    expect(await heldBy(awscc)).toBe('awscc_sqs_queue.x');
  });

  test.each([
    ['a list', 'keys = [aws_kms_key.a.arn]'],
    ['a map', 'variables = { KEY = aws_kms_key.a.arn }'],
    ['tags', 'tags = { kms_key = aws_kms_key.a.arn }'],
    ['a policy', 'policy = jsonencode({ Resource = aws_kms_key.a.arn })'],
    ['a longer text', 'name = "queue-${aws_kms_key.a.key_id}"'],
    ['another of its attributes', 'description = aws_kms_key.a.policy'],
    ['a condition that is not known', 'key = var.x ? aws_kms_key.a.arn : null'],
    ['an empty text', 'kms_master_key_id = ""'],
    ['what may differ', 'key = aws_kms_key.a.arn\n  lifecycle {\n    ignore_changes = [key]\n  }'],
    ['no instance', 'count = 0\n  key = aws_kms_key.a.arn'],
    ['perhaps an instance', 'count = var.x\n  key = aws_kms_key.a.arn'],
  ])('by %s it is not', async (_, body) => {
    expect(await heldBy(`resource "aws_sqs_queue" "x" {\n  ${body}\n}\nvariable "x" {}`)).toBe(
      'pass',
    );
  });

  test('in JSON syntax, where a block is written like a map', async () => {
    const arn = '${aws_kms_key.a.arn}';
    const json = (body: object) => ({
      'main.tf': root,
      'more.tf.json': JSON.stringify({
        resource: { aws_kms_key: { a: { is_enabled: false } }, aws_sqs_queue: { x: body } },
      }),
    });
    const rule = { by: { kms_master_key_id: arn } };
    for (const body of [{ kms_master_key_id: arn }, { rule }, { rule: [rule] }]) {
      expect(await heldBy(json(body))).toBe('aws_sqs_queue.x');
    }
    const maps = { tags: { key: arn }, environment: { variables: { kms_key: arn } }, list: [arn] };
    expect(await heldBy(json(maps))).toBe('pass');
  });

  test('by KMS itself it is not', async () => {
    const grant = 'resource "aws_kms_grant" "x" {\n  key_id = aws_kms_key.a.key_id\n}';
    expect(await heldBy(grant)).toBe('pass');
  });

  test('by the instance that refers to it', async () => {
    const text = `${root}resource "aws_kms_key" "a" {
  for_each   = toset(["eu", "us"])
  is_enabled = each.key == "us"
}
resource "aws_sqs_queue" "x" {
  for_each          = aws_kms_key.a
  kms_master_key_id = each.value.arn
}`;
    expect(await heldBy({ 'main.tf': text }, 'aws_kms_key.a["eu"]')).toBe('aws_sqs_queue.x["eu"]');
    expect(await heldBy({ 'main.tf': text }, 'aws_kms_key.a["us"]')).toBe('notApplicable');
  });

  test('under the same guard', async () => {
    const text = `${root}variable "x" {}
resource "aws_kms_key" "a" {
  count      = var.x ? 1 : 0
  is_enabled = false
}
resource "aws_sqs_queue" "x" {
  count             = var.x ? 1 : 0
  kms_master_key_id = aws_kms_key.a[0].arn
}`;
    expect(await heldBy({ 'main.tf': text }, 'aws_kms_key.a[0]')).toBe('aws_sqs_queue.x[0]');
  });
});

describe('a key of a module is held', () => {
  const kms = { 'kms/main.tf': `${key}\noutput "arn" {\n  value = aws_kms_key.a.arn\n}` };
  const queues = { 'queue/main.tf': `variable "key" {}\n${queue('var.key')}` };

  test('by what its output reaches, in a module that names nothing of KMS too', async () => {
    const main = `${root}module "kms" {\n  source = "./kms"\n}
module "queue" {\n  source = "./queue"\n  key    = module.kms.arn\n}\n${queue('module.kms.arn')}`;
    expect(await heldBy({ ...kms, ...queues, 'main.tf': main }, 'module.kms.aws_kms_key.a')).toBe(
      'aws_sqs_queue.x and module.queue.aws_sqs_queue.x',
    );
  });

  test('in each instance of a module that is called several times', async () => {
    const main = `${root}${key}\nmodule "queue" {
  source   = "./queue"
  for_each = toset(["a", "b"])
  key      = each.key == "a" ? aws_kms_key.a.arn : null
}`;
    expect(await heldBy({ ...queues, 'main.tf': main })).toBe('module.queue["a"].aws_sqs_queue.x');
  });

  test('by nothing in a module that was not read, or is broken, and that alone is told', async () => {
    const main = `${root}${key}\nmodule "queue" {\n  source = "./queue"\n  key    = aws_kms_key.a.arn\n}`;
    const broken = { 'main.tf': main, 'queue/main.tf': 'resource "aws_sqs_queue" {' };
    expect(await heldBy(broken)).toBe('pass');
    const { present } = await judgeFiles(broken);
    expect(present.gaps).toEqual([]);
    expect(await heldBy({ 'main.tf': main.replace('./queue', 'example/queue/aws') })).toBe('pass');
  });

  test('by a default alone in no module that others may call', async () => {
    const text = `variable "alias" {\n  default = "alias/app"\n}\n${key}
resource "aws_kms_alias" "app" {\n  name = "alias/app"\n  target_key_id = aws_kms_key.a.id\n}\n${queue('var.alias')}`;
    expect(await heldBy({ 'kms/main.tf': text, 'x/main.tf': '' })).toBe('pass');
    expect(await heldBy({ 'kms/main.tf': root + text, 'x/main.tf': '' })).toBe('aws_sqs_queue.x');
    const chosen = `variable "use" {\n  default = true\n}\n${key}\n${queue('var.use ? aws_kms_key.a.arn : null')}`;
    expect(await heldBy({ 'kms/main.tf': chosen, 'x/main.tf': '' })).toBe('pass');
    expect(await heldBy({ 'kms/main.tf': root + chosen, 'x/main.tf': '' })).toBe('aws_sqs_queue.x');
  });
});

test('a disabled key that another one replaced is told once, with what holds it', async () => {
  const aliases = ['v1', 'v2'].map(
    (version, i) =>
      `resource "aws_kms_alias" "${version}" {\n  name = "alias/app-${version}"\n  target_key_id = aws_kms_key.${i === 0 ? 'a' : 'b'}.id\n}\n`,
  );
  const text = `${root}${key}\nresource "aws_kms_key" "b" {}\n${aliases.join('')}${queue('aws_kms_key.a.arn')}`;
  const { findings, kind } = await judgeFiles({ 'main.tf': text });
  const found = findings.find(({ ruleId }) => ruleId === 'predecessor-unusable');
  expect(found?.message).toContain('; aws_sqs_queue.x holds it (');
  expect(kind('key-still-used', 'aws_kms_key.a')).toBe('notApplicable');
});

test('nothing is looked for where no key is out of use', async () => {
  const text = `${root}resource "aws_kms_key" "a" {}\n${queue('aws_kms_key.a.arn')}`;
  const { present } = await judgeFiles({ 'main.tf': text });
  expect(present.consumers).toBeUndefined();
});

test('whether a caller disables the key is open where something holds it, and only there', async () => {
  const text = `variable "on" {}\nresource "aws_kms_key" "a" {\n  is_enabled = var.on\n}\n`;
  expect(await heldBy({ 'main.tf': root + text + queue('aws_kms_key.a.arn') })).toBe('open');
  expect(await heldBy({ 'main.tf': root + text })).toBe('pass');
});
