import { describe, expect, test } from 'vitest';
import { fixed } from '../support/cli/fixed.ts';

/** What becomes of one file. */
async function after(text: string, ...argv: readonly string[]): Promise<string> {
  const { files } = await fixed({ 'main.tf': text }, ...argv);
  return files['main.tf'] ?? '';
}

const key = (...lines: readonly string[]) =>
  `resource "aws_kms_key" "k" {\n${lines.map((line) => `${line}\n`).join('')}}\n`;

describe('rotation is switched on', () => {
  test.each([
    ['false', 'true'],
    ['"false"', 'true'],
    ['"0"', 'true'],
    ['null', 'true'],
  ])('%s is written otherwise, and the rest of the line stays', async (from, to) => {
    const line = (value: string) => key(`   enable_key_rotation   =  ${value} # why`);
    expect(await after(line(from))).toBe(line(to));
  });

  test.each([
    [
      'under equals signs that leave room',
      key('  description             = "x"', '  deletion_window_in_days = 10', '', '  tags = {}'),
      key(
        '  description             = "x"',
        '  deletion_window_in_days = 10',
        '  enable_key_rotation     = true',
        '',
        '  tags = {}',
      ),
    ],
    [
      'set off where they do not',
      key('  description = "x" # = y', '  tags = {', '    a = 1', '  }'),
      key(
        '  description = "x" # = y',
        '',
        '  enable_key_rotation = true',
        '',
        '  tags = {',
        '    a = 1',
        '  }',
      ),
    ],
    [
      'beside neighbours that nobody aligned',
      key('\tis_enabled = true', '\tdescription = "x"'),
      key('\tis_enabled = true', '\tdescription = "x"', '\tenable_key_rotation = true'),
    ],
    [
      'not among the arguments that say how many there are',
      key('  deletion_protection_and_count = 1', '', '  description             = "x"').replace(
        'deletion_protection_and_count',
        'count',
      ),
      key('  count = 1', '', '  description             = "x"', '  enable_key_rotation     = true'),
    ],
    ['after a heredoc', key('  policy = <<EOT', '{}', 'EOT'), null],
    ['alone in a block', key(), key('  enable_key_rotation = true')],
    [
      'before a nested block',
      key('  timeouts {', '  }'),
      key('  enable_key_rotation = true', '', '  timeouts {', '  }'),
    ],
    ['in an empty block', 'resource "aws_kms_key" "k" {}\n', key('  enable_key_rotation = true')],
    [
      'in a block on one line',
      'resource "aws_kms_key" "k" { description = "a { b" }',
      key('  description         = "a { b"', '  enable_key_rotation = true').trimEnd(),
    ],
  ])('%s', async (_, text, expected) => {
    const found = await after(text, '--skip-rule', 'key-policy-malformed');
    if (expected === null) expect(found).toMatch(/EOT\n+ {2}enable_key_rotation = true\n\}/);
    else expect(found).toBe(expected);
  });

  test('line ends and a byte order mark stay', async () => {
    const text = key('  description             = "ä"', '').replaceAll('\n', '\r\n');
    const expected = key('  description             = "ä"', '  enable_key_rotation     = true', '');
    expect(await after(`\uFEFF${text}`)).toBe(`\uFEFF${expected.replaceAll('\n', '\r\n')}`);
  });
});

describe('rotation is no more asked for where there can be none', () => {
  test.each([
    [
      'with its period',
      key(
        '  customer_master_key_spec = "RSA_2048"',
        '  enable_key_rotation      = true # needed',
        '  rotation_period_in_days  = 100',
        '  key_usage                = "SIGN_VERIFY"',
      ),
      key('  customer_master_key_spec = "RSA_2048"', '  key_usage                = "SIGN_VERIFY"'),
    ],
    [
      'and one blank line where there were two',
      key(
        '  customer_master_key_spec = "HMAC_256"',
        '',
        '  enable_key_rotation = true',
        '',
        '  tags = {}',
      ),
      key('  customer_master_key_spec = "HMAC_256"', '', '  tags = {}'),
    ],
  ])('%s', async (_, text, expected) => {
    expect(await after(text)).toBe(expected);
  });

  test('because of its key store', async () => {
    const store = 'resource "aws_kms_custom_key_store" "s" {}\n';
    const id = '  custom_key_store_id = aws_kms_custom_key_store.s.id';
    const text = store + key(id, '  enable_key_rotation = true');
    expect(await after(text)).toBe(store + key(id));
  });
});

describe('what is not certain stays', () => {
  test.each([
    ['a variable', 'variable "r" { default = false }\n', '  enable_key_rotation = var.r'],
    ['a local value', 'locals { r = false }\n', '  enable_key_rotation = local.r'],
    ['a conditional', '', '  enable_key_rotation = 1 > 2 ? true : false'],
    ['a template', '', '  enable_key_rotation = "${false}"'],
    [
      'a spec that a variable tells, which may be another one tomorrow',
      'variable "spec" { default = "SYMMETRIC_DEFAULT" }\n',
      '  customer_master_key_spec = var.spec\n  enable_key_rotation = false',
    ],
    [
      'what differs from instance to instance',
      '',
      '  for_each = { a = false, b = true }\n  enable_key_rotation = each.value',
    ],
    [
      'a line with a comment in its midst',
      '',
      '  enable_key_rotation = false ? true : /* no */ false',
    ],
  ])('%s', async (_, beside, body) => {
    const text = beside + key(body);
    const { files, err, out } = await fixed({ 'main.tf': text });
    expect(files['main.tf']).toBe(text);
    expect(err).toBe('fixed 0 findings in 0 files\n');
    expect(out).toContain('rotation-disabled');
  });

  test('what a comment, the configuration or a baseline accepts', async () => {
    const text = key(
      '  # kmslint:ignore rotation-disabled -- rotated by hand',
      '  enable_key_rotation = false',
    );
    expect(await after(text)).toBe(text);
    const config = JSON.stringify({
      suppressions: [{ rule: 'rotation-disabled', subject: 'aws_kms_key.k', reason: 'by hand' }],
    });
    const { files, code } = await fixed({ 'main.tf': key(), 'kmslint.config.json': config });
    expect([files['main.tf'], code]).toEqual([key(), 0]);
  });

  test('JSON, generated files, and files outside of the repository are never changed', async () => {
    const files = {
      'a/main.tf.json':
        '{ "resource": { "aws_kms_key": { "k": { "enable_key_rotation": false } } } }',
      'b/main.tf': `# Generated by ExampleTool. DO NOT EDIT.\n${key()}`,
      'c/.terraform/modules/m/main.tf': key(),
      'c/.terraform/modules/modules.json': JSON.stringify({
        Modules: [
          { Key: 'm', Source: 'registry.terraform.io/a/b/aws', Dir: '.terraform/modules/m' },
        ],
      }),
      'c/main.tf': 'module "m" {\n  source = "a/b/aws"\n}\n',
    };
    const { files: left, err } = await fixed(files);
    expect(left).toEqual(files);
    expect(err.split('\n').toSorted()).toEqual([
      '',
      'fixed 0 findings in 0 files',
      'kmslint: a/main.tf.json: not changed, only .tf and .tofu files are changed',
      'kmslint: b/main.tf: not changed, its first lines say that a tool made it',
      'kmslint: c/.terraform/modules/m/main.tf: not changed, it was fetched or generated',
    ]);
  });
});
