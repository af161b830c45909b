import { expect, test } from 'vitest';
import { inRepository } from '../support/cli/repository.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { judgeFiles } from '../support/judge/judge-hcl.ts';
import { readInputs } from '../../src/read/batches.ts';

const id = 'rotation-unmonitored';
const key = 'resource "aws_kms_key" "k" {\n  enable_key_rotation = true\n}\n';
const pattern = 'jsonencode({ source = ["aws.kms"] })';

function rule(more = 'name = "keys"', events = pattern): string {
  return `resource "aws_cloudwatch_event_rule" "keys" {\n  ${more}\n  event_pattern = ${events}\n}\n`;
}

function target(more = '', name = 'aws_cloudwatch_event_rule.keys.name'): string {
  return `resource "aws_cloudwatch_event_target" "keys" {\n  ${more}\n  rule = ${name}\n  arn = "arn:aws:sns:eu-west-1:111122223333:ExampleTopic"\n}\n`;
}

async function kindOf(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  const { kind } = await judgeFiles(files);
  return kind(id, 'aws_kms_key.k');
}

test.each<[string, string]>([
  ['a rule with a target', rule() + target()],
  ['a target by the name of the rule', rule() + target('', '"keys"')],
  ['a name that AWS completes', rule('name_prefix = "keys-"') + target()],
  ['a state', rule('name = "keys"\n  state = "ENABLED"') + target()],
  [
    'two rules, one for each event',
    ['Rotation', 'Deletion']
      .map((event) =>
        (rule() + target())
          .replaceAll('"keys"', `"${event}"`)
          .replaceAll('rule.keys', `rule.${event}`)
          .replace(
            pattern,
            `jsonencode({ source = ["aws.kms"], detail-type = ["KMS CMK ${event}"] })`,
          ),
      )
      .join(''),
  ],
  [
    'what CloudTrail logs',
    rule(
      'name = "keys"',
      'jsonencode({ source = ["aws.kms"], detail = { eventName = ["DisableKey", "ScheduleKeyDeletion"] } })',
    ) + target(),
  ],
])('passes by %s', async (_, blocks) => {
  expect(await kindOf({ 'main.tf': key + blocks })).toBe('pass');
});

test.each<[string, string]>([
  ['nothing', ''],
  ['a rule without a target', rule()],
  ['a target of another rule', rule() + target('', '"others"')],
  ['a rule that is off', rule('name = "keys"\n  is_enabled = false') + target()],
  ['a rule whose state is off', rule('name = "keys"\n  state = "DISABLED"') + target()],
  ['a rule of another bus', rule('name = "keys"\n  event_bus_name = "own"') + target()],
  [
    'a rule of another service',
    rule('name = "keys"', 'jsonencode({ source = ["aws.s3"] })') + target(),
  ],
  [
    'a rule that goes by the clock',
    rule('name = "keys"\n  schedule_expression = "rate(1 day)"', 'null') + target(),
  ],
  ['a rule that is not made', rule('name = "keys"\n  count = 0', pattern)],
  [
    'a rule of deletions alone',
    rule('name = "keys"', 'jsonencode({ detail-type = ["KMS CMK Deletion"] })') + target(),
  ],
  [
    'a rule of another Region',
    `provider "aws" {\n  region = "eu-west-1"\n}\nprovider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}\n${rule('name = "keys"\n  provider = aws.us')}${target()}`,
  ],
])('fails by %s', async (_, blocks) => {
  expect(await kindOf({ 'main.tf': key + blocks })).toBe('fail');
});

test.each<[string, string]>([
  [
    'a pattern that a variable fills in',
    `variable "v" {}\n${rule('name = "keys"', 'var.v')}${target()}`,
  ],
  [
    'a rule that a variable switches',
    `variable "v" {}\n${rule('name = "keys"\n  count = var.v ? 1 : 0')}${target('', 'aws_cloudwatch_event_rule.keys[0].name')}`,
  ],
  [
    'a pattern that goes by account',
    rule('name = "keys"', 'jsonencode({ source = ["aws.kms"], account = ["111122223333"] })') +
      target(),
  ],
  ['what the pattern is', rule('name = "keys"', '"{"') + target()],
  ['a module that was not fetched', 'module "m" {\n  source = "example/alarms/aws"\n}\n'],
])('cannot tell by %s', async (_, blocks) => {
  expect(await kindOf({ 'main.tf': key + blocks })).toBe('open');
});

test('a module beside that names no key is looked into', async () => {
  const files = {
    'main.tf': `${key}module "alarms" {\n  source = "./alarms"\n  pattern = ${pattern}\n}\n`,
    'alarms/main.tf': `variable "pattern" {}\n${rule('name = "keys"', 'var.pattern')}${target()}`,
  };
  expect(await kindOf(files)).toBe('pass');
});

test('a module that somebody may call is in the hands of its caller', async () => {
  expect(await kindOf({ 'modules/key/main.tf': key })).toBe('notApplicable');
});

test('the command line looks for monitors where the rule is named, and tells a failure once', async () => {
  const files = {
    'main.tf': `${key}module "alarms" {\n  source = "./alarms"\n}\n`,
    'alarms/main.tf': rule() + target(),
  };
  await inRepository(files, async ({ run, write }) => {
    expect((await run('--rule', id)).code).toBe(0);
    write('alarms/main.tf', rule());
    const { code, stdout } = await run('--rule', id, '--fail-on', 'info');
    expect(code).toBe(1);
    expect(stdout.match(/nobody is told/g)).toHaveLength(1);
    expect((await run('--all')).stdout).not.toContain(id);
  });
});

test('keys in two Regions have a verdict each, and one finding stands for the keys of a place', async () => {
  const { findings } = await judgeFiles({
    'main.tf': `provider "aws" {\n  region = "eu-west-1"\n}\n${key}${key.replace('"k"', '"l"')}resource "aws_kms_key" "us" {\n  region = "us-east-1"\n}\n${rule()}${target()}`,
  });
  const own = findings.filter(({ ruleId }) => ruleId === id);
  expect(own.map(({ subject, kind }) => `${subject} ${kind}`)).toEqual([
    'aws_kms_key.us fail',
    'aws_kms_key.k pass',
  ]);
  expect(own[1]?.message).toMatch(/of 1 more/);
});

test('where nobody asks for monitors, none is read, and no gap tells of one', async () => {
  const files = {
    '.git/HEAD': '',
    'main.tf': `${key}${rule('name = "keys"\n  for_each = { for i in range(200000) : i => i }')}`,
  };
  const readWith = (monitors: boolean) =>
    inScratch(files, (directory) =>
      readInputs(['.'], { directory, stdin: process.stdin, monitors }),
    );
  const [without, withThem] = [await readWith(false), await readWith(true)];
  expect(without.present.monitors).toBeUndefined();
  expect(without.present.gaps).toEqual([]);
  expect(withThem.present.gaps).toEqual([]);
  expect(withThem.present.monitors).toHaveLength(1);
});
