import { describe, expect, test } from 'vitest';
import { fixed } from '../support/cli/fixed.ts';

async function after(text: string, beside: Readonly<Record<string, string>> = {}): Promise<string> {
  const files = { 'main.tf': text, ...beside };
  const { files: cautious } = await fixed(files);
  expect(cautious).toEqual(files);
  const { files: left } = await fixed(files, '--unsafe-fixes');
  return left['main.tf'] ?? '';
}

const period = (days: string) =>
  `resource "aws_kms_key" "k" {\n  enable_key_rotation     = true\n  rotation_period_in_days = ${days}\n}\n`;

test.each([
  ['30', '90'],
  ['"30"', '90'],
  ['9999', '2560'],
])('a period of %s is brought to %s', async (from, to) => {
  expect(await after(period(from))).toBe(period(to));
});

test('the limits are those of the configuration, for the default period too', async () => {
  const config = JSON.stringify({
    rules: { 'rotation-period-out-of-range': { options: { maxDays: 180 } } },
  });
  const text = period('1').replace(/ {2}rotation.*\n/, '');
  expect(await after(text, { 'kmslint.config.json': config })).toBe(period('180'));
});

describe('a moving alias', () => {
  const key = (label = 'signing_key', lines = '') =>
    `resource "aws_kms_key" "${label}" {\n${lines}  customer_master_key_spec = "RSA_2048"\n}\n`;

  test('stands after its key', async () => {
    expect(await after(`${key()}# next\n`)).toBe(`${key()}
resource "aws_kms_alias" "signing_key" {
  name          = "alias/signing-key-current"
  target_key_id = aws_kms_key.signing_key.key_id
}
# next
`);
  });

  test('is where its key is, at the end of a file without a line end', async () => {
    const text =
      `provider "aws" {\n  alias = "w"\n}\n${key('k', '  provider = aws.w\n')}`.trimEnd();
    expect(await after(text)).toBe(`${text}

resource "aws_kms_alias" "k" {
  provider      = aws.w
  name          = "alias/k-current"
  target_key_id = aws_kms_key.k.key_id
}`);
  });

  test('of an external key has its id', async () => {
    const text = 'resource "aws_kms_external_key" "x" {}\n';
    expect(await after(text)).toContain('target_key_id = aws_kms_external_key.x.id\n');
  });

  const other = 'resource "aws_kms_key" "o" {\n  enable_key_rotation = true\n}\n';
  test.each([
    ['one of several instances', key('k', '  count = 2\n')],
    ['one that a rotation may have replaced', key('signing_v1')],
    [
      'a name that is taken',
      `${key('k')}${other}resource "aws_kms_alias" "k" {\n  name          = "alias/other"\n  target_key_id = aws_kms_key.o.key_id\n}\n`,
    ],
    [
      'an alias that is taken',
      `${key('k')}${other}resource "aws_kms_alias" "z" {\n  name          = "alias/k-current"\n  target_key_id = aws_kms_key.o.key_id\n}\n`,
    ],
  ])('is not for %s', async (_, text) => {
    expect(await after(text)).toBe(text);
  });
});

describe('a replica gets the policy of its primary', () => {
  const document = `data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/ExampleRole"]
    }
  }
}
`;
  const keys = (policy: string, own: string) => `${document}resource "aws_kms_key" "p" {
  multi_region        = true
  enable_key_rotation = true
  policy              = ${policy}
}
resource "aws_kms_replica_key" "r" {
  region          = "eu-west-1"
  primary_key_arn = aws_kms_key.p.arn
${own}}
`;
  const reference = 'data.aws_iam_policy_document.p.json';
  const several = `jsonencode(\n  jsondecode(${reference})\n  )`;

  test('its expression', async () => {
    const given = `  policy          = ${reference}\n`;
    expect(await after(keys(reference, ''))).toBe(keys(reference, given));
  });

  test('in the place of another one', async () => {
    const own = `  policy          = ${reference.replace('.p.', '.o.')}\n`;
    const other = document.replace('"p"', '"o"').replace(/, "arn[^"]*"/, '');
    const expected = `  policy          = ${reference}\n`;
    expect(await after(other + keys(reference, own))).toBe(other + keys(reference, expected));
  });

  test('by reference, where it has several lines', async () => {
    const given = '  policy          = aws_kms_key.p.policy\n';
    expect(await after(keys(several, ''))).toBe(keys(several, given));
  });
});
