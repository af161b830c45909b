import { expect, test } from 'vitest';
import { openWritten, type WrittenBlock } from '../../src/read/written.ts';
import { copyBlock, renameIn } from '../../src/runbook/code/copy.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';

async function blockOf(text: string): Promise<WrittenBlock> {
  const [block] = await inScratch({ 'main.tf': text }, async (directory) =>
    (await openWritten(directory, [])).blocksIn('.'),
  );
  if (block === undefined) throw new Error('no block');
  return block;
}

const edited = async (text: string, edits: Omit<Parameters<typeof copyBlock>[1], 'label'>) =>
  copyBlock(await blockOf(text), { label: 'new', ...edits }).join('\n');

test.each([
  ['aws_kms_key.app.arn', 'aws_kms_key.new.arn'],
  ['"${aws_kms_key.app["a"].arn}/*"', '"${aws_kms_key.new["a"].arn}/*"'],
  ['data.aws_kms_key.app.arn', 'data.aws_kms_key.app.arn'],
  ['aws_kms_key.app_2.arn', 'aws_kms_key.app_2.arn'],
  ['aws_kms_key.app-2.arn', 'aws_kms_key.app-2.arn'],
  ['module.x.aws_kms_key.app', 'module.x.aws_kms_key.app'],
])('%s names the key or another one', (before, after) => {
  expect(renameIn(before, 'aws_kms_key.app', 'aws_kms_key.new')).toBe(after);
});

test('a copy keeps comments, order and alignment', async () => {
  const text = `resource "aws_kms_key" "app" { # the key
  description = "app" # app
  // what it is for
  key_usage   = "SIGN_VERIFY"
  is_enabled  = false # for now

  lifecycle {
    ignore_changes = [tags]
  }
}`;
  expect(
    await edited(text, { drop: ['is_enabled'], replace: new Map([['key_usage', 'var.usage']]) }),
  ).toBe(`resource "aws_kms_key" "new" { # the key
  description = "app" # app
  // what it is for
  key_usage   = var.usage

  lifecycle {
    ignore_changes = [tags]
  }
}`);
});

test.each([
  ['resource aws_kms_key app {\n}', 'resource aws_kms_key new {\n}'],
  ['resource "aws_kms_key" "aws_kms_key" {\n}', 'resource "aws_kms_key" "new" {\n}'],
  [
    'resource "aws_kms_key" "kms" {\n  tags = {}\n}',
    'resource "aws_kms_key" "new" {\n  tags = {}\n}',
  ],
  ['resource "aws_kms_key" "app" { is_enabled = false }', 'resource "aws_kms_key" "new" {  }'],
  ['resource "aws_kms_key" "é" {\r\n  is_enabled = true\r\n}', 'resource "aws_kms_key" "new" {\n}'],
])('%j becomes %j', async (before, after) => {
  expect(await edited(before, { drop: ['is_enabled'] })).toBe(after);
});

test('what is not there yet is added at the end', async () => {
  const text = 'resource "aws_kms_key" "app" {\n  description = "app"\n}';
  expect(await edited(text, { replace: new Map([['enable_key_rotation', 'true']]) })).toBe(
    'resource "aws_kms_key" "new" {\n  description = "app"\n  enable_key_rotation = true\n}',
  );
});

test('a heredoc goes whole', async () => {
  const text =
    'resource "aws_kms_key" "app" {\n  policy = <<-EOT\n    {}\n  EOT\n  description = "x"\n}';
  expect(await edited(text, { replace: new Map([['policy', 'var.policy']]) })).toBe(
    'resource "aws_kms_key" "new" {\n  policy = var.policy\n  description = "x"\n}',
  );
});
