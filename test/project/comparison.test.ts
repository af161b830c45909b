import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { elementsOf, member, textMember } from '../../src/read/input/json.ts';
import { parse } from '../support/aws/run-scan.ts';
import { memoryIo } from '../support/cli/memory-io.ts';
import { readDoc } from '../support/docs/pages.ts';

// What the comparison says of kmslint is judged here, one situation a row. What it says of others was measured on its day.

const key = (body: string, name = 'k') => `resource "aws_kms_key" "${name}" {\n${body}\n}\n`;
const alias = (target = 'k', name = 'alias/k') =>
  `resource "aws_kms_alias" "${target}" {\n  name = "${name}"\n  target_key_id = aws_kms_key.${target}.key_id\n}\n`;
const hmac = 'customer_master_key_spec = "HMAC_256"\n  key_usage = "GENERATE_VERIFY_MAC"';
const rsa = 'customer_master_key_spec = "RSA_2048"\n  key_usage = "SIGN_VERIFY"';
const policy = (more: string) => `policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },${more}
    ]
  })`;
const user =
  '\n{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:role/ExampleRole" }, Action = "kms:Sign", Resource = "*" },';
const cluster = `resource "aws_cloudhsm_v2_cluster" "c" {
  hsm_type   = "hsm1.medium"
  subnet_ids = ["subnet-1"]
}
resource "aws_cloudhsm_v2_hsm" "h" {
  cluster_id = aws_cloudhsm_v2_cluster.c.cluster_id
  subnet_id  = "subnet-1"
}
resource "aws_kms_custom_key_store" "s" {
  cloud_hsm_cluster_id     = aws_cloudhsm_v2_cluster.c.cluster_id
  custom_key_store_name    = "s"
  key_store_password       = var.password
  trust_anchor_certificate = "x"
}
variable "password" {}
`;

const situations: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  'an RSA key that encrypts, behind an alias': `${key('customer_master_key_spec = "RSA_4096"')}${alias()}`,
  'a key for key agreement, behind an alias': `${key('customer_master_key_spec = "ECC_NIST_P256"\n  key_usage = "KEY_AGREEMENT"')}${alias()}`,
  'an HMAC key, behind an alias': `${key(hmac)}${alias()}`,
  'a key in a custom key store, behind an alias': `${key('custom_key_store_id = "cks-1234567890abcdef0"')}${alias()}`,
  'rotation switched on in an override file': {
    'main.tf': key(''),
    'main_override.tf': key('enable_key_rotation = true'),
  },
  'rotation switched on with the text `"true"`': key('enable_key_rotation = "true"'),
  'rotation switched on through `coalesce`': `variable "on" {\n  default = null\n}\n${key('enable_key_rotation = coalesce(var.on, true)')}`,
  'one of two instances of a `for_each` without it': key(
    'for_each = { a = { on = true }, b = { on = false } }\n  enable_key_rotation = each.value.on',
  ),
  'rotation switched off by a conditional': `variable "prod" {\n  default = false\n}\n${key('enable_key_rotation = var.prod ? true : false')}`,
  'rotation switched off by a value out of `yamldecode`': `locals {\n  s = yamldecode("rotate: false")\n}\n${key('enable_key_rotation = local.s.rotate')}`,
  'a key without rotation in a `.tofu` file': { 'main.tofu': key('') },
  'a key of the provider awscc without rotation': `resource "awscc_kms_key" "k" {\n  enable_key_rotation = false\n}\n`,
  'a period of 30 days': key('enable_key_rotation = true\n  rotation_period_in_days = 30'),
  'rotation asked for on a key that cannot have it': `${key(`${hmac}\n  enable_key_rotation = true`)}${alias()}`,
  'an RSA key without an alias': key(rsa),
  'a successor that lacks part of the policy': `${key(`${rsa}\n  ${policy(user)}`, 'v1')}${alias('v1', 'alias/k-v1')}${key(`${rsa}\n  ${policy('')}`, 'v2')}${alias('v2', 'alias/k-v2')}`,
  'a key store with one HSM': cluster,
  'rotation that is known only after apply': `data "aws_ssm_parameter" "on" {\n  name = "rotate"\n}\n${key('enable_key_rotation = data.aws_ssm_parameter.on.value')}`,
};

/** What the page says of kmslint, by situation. */
const rows = [
  ...readDoc('docs/comparison.md').text.matchAll(
    /^\| (.+?) +\| (clean|(?:fails|open): `[\w-]+`) +\|/gm,
  ),
];
const told = Object.fromEntries(rows.map(([, situation = '', says = '']) => [situation, says]));

async function judged(files: string | Readonly<Record<string, string>>): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'kmslint-comparison-'));
  try {
    for (const [name, text] of Object.entries(
      typeof files === 'string' ? { 'main.tf': files } : files,
    )) {
      writeFileSync(join(directory, name), text);
    }
    const io = memoryIo(directory);
    await main(['-f', 'json'], io);
    expect(io.told.stderr).toBe('');
    const report = parse(io.told.stdout);
    expect(elementsOf(member(report, 'gaps'))).toEqual([]);
    const findings = elementsOf(member(report, 'findings')).map(
      (one) =>
        `${textMember(one, 'kind') === 'fail' ? 'fails' : 'open'}: \`${textMember(one, 'ruleId')}\``,
    );
    return findings.length === 0 ? 'clean' : [...new Set(findings)].join(', ');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('the comparison', () => {
  test('has a situation for each row, and a row for each situation', () => {
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(situations).toSorted());
  });

  test.each(Object.entries(situations))('%s', async (name, files) => {
    expect(await judged(files)).toBe(told[name]);
  });
});
