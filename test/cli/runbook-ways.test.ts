import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { aliasValues, keyValues, raw } from '../support/judge/state-samples.ts';
import { alias, ofFiles, ofSnapshot, one } from '../support/runbook/printed.ts';
import { arnOf, keyId, multiRegionId, ok, rsa } from '../support/build/snapshot-builder.ts';

describe('the way', () => {
  const symmetric = { keys: [{}], aliases: alias };

  test('of a key that rotates by itself is that, and a script asks first', async () => {
    const { out } = await ofSnapshot(symmetric, [keyId, '.', '-f', 'sh']);
    expect(out).toContain('KMS rotates this key by itself');
    const lines = out.split('\n');
    const gate = lines.findIndex((line) => line.startsWith(': "${MANUAL_ROTATION:?'));
    expect(gate).toBeGreaterThan(0);
    expect(lines.findIndex((line) => line.includes('aws kms'))).toBeGreaterThan(gate);
  });

  const imported = { Origin: 'EXTERNAL', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
  const rotations = (count: number) =>
    ok({
      Rotations: Array.from({ length: count }, (_, i) => ({
        RotationDate: i + 1,
        RotationType: 'ON_DEMAND',
      })),
    });

  test('of imported symmetric material is new material and a rotation on demand', async () => {
    const keys = [{ metadata: imported, answers: { ListKeyRotations: rotations(3) } }];
    const { out } = await ofSnapshot({ keys, aliases: alias }, [keyId, '.', '-f', 'sh']);
    expect(out).toContain('--import-type NEW_KEY_MATERIAL');
    expect(out).toContain('aws kms rotate-key-on-demand');
    expect(out.replaceAll(/\n# /g, ' ')).toContain('22 times are left');
    expect(out).not.toMatch(/create-key|update-alias|create-alias/);
  });

  test('of a key without a rotation left is a successor that gets material of its own', async () => {
    const keys = [{ metadata: imported, answers: { ListKeyRotations: rotations(25) } }];
    const { out } = await ofSnapshot({ keys, aliases: alias }, [keyId, '.', '-f', 'sh']);
    expect(out).toContain('--origin EXTERNAL');
    expect(out).toContain('aws kms import-key-material');
    expect(out).not.toContain('--import-type');
    expect(out).toContain('aws kms update-alias');
  });

  test('of an imported multi-Region key leads over its replicas, and no script rotates it before', async () => {
    const metadata = { ...imported, MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } };
    const keys = [{ id: multiRegionId, metadata, answers: { ListKeyRotations: rotations(1) } }];
    const { out } = await ofSnapshot({ keys, aliases: alias }, [multiRegionId, '.', '-f', 'sh']);
    expect(out).toMatch(/^aws kms import-key-material/m);
    expect(out).toMatch(/^# {3}aws kms rotate-key-on-demand/m);
    expect(out).not.toMatch(/^aws kms rotate-key-on-demand/m);
  });

  test('of a replica begins at its primary', async () => {
    const replica = {
      id: multiRegionId,
      metadata: {
        MultiRegionConfiguration: {
          MultiRegionKeyType: 'REPLICA',
          PrimaryKey: { Arn: arnOf(multiRegionId, 'us-east-1'), Region: 'us-east-1' },
        },
      },
    };
    const { out } = await ofSnapshot({ keys: [replica] }, [multiRegionId, '.', '-f', 'sh']);
    expect(out).toContain(': "${NEW_PRIMARY_KEY_ARN:?');
    expect(out).toContain('aws kms replicate-key');
    expect(out).not.toContain('aws kms create-key');
  });

  test('of a multi-Region key is one too', async () => {
    const primary = {
      id: multiRegionId,
      metadata: { ...rsa, MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } },
    };
    const { out } = await ofSnapshot({ keys: [primary] }, [multiRegionId, '.', '-f', 'sh']);
    expect(out).toContain('--multi-region');
    expect(out).toContain('= Creating ]');
  });
});

test('a module that is called several times is told, with its calls', async () => {
  const call = (name: string) => `module "${name}" {\n  source = "./kms"\n}\n`;
  const files = {
    'main.tf': `terraform {\n  backend "s3" {}\n}\n${call('data')}${call('logs')}`,
    'kms/main.tf':
      'resource "aws_kms_key" "this" {\n  customer_master_key_spec = "RSA_2048"\n  key_usage = "SIGN_VERIFY"\n}\n',
  };
  const { out } = await ofFiles(files, ['module.data.aws_kms_key.this', '-f', 'hcl']);
  expect(out).toContain('# module.data, called at main.tf:4');
  expect(out).toContain('# module.logs, called at main.tf:7');
});

test('a plan is enough, and its own day counts', async () => {
  const plan = fileURLToPath(
    new URL('../../fixtures/manual-rotation/2-current-alias.json', import.meta.url),
  );
  const { code, out } = await ofFiles({}, ['alias/application-current', plan, '-f', 'hcl']);
  expect(code).toBe(0);
  expect(out).toContain('resource "aws_kms_key" "application_2018_20261120" {');
  expect(out).toContain('customer_master_key_spec = "RSA_2048"');
  expect(out).toContain('name          = "alias/application-20261120"');
  expect(out).toContain('target_key_id = aws_kms_key.application_2018_20261120.key_id');
});

test('nothing leads to the successor before its policy was compared, and the old key has its own alias first', async () => {
  const { out } = await ofSnapshot(one, [keyId, '.', '-f', 'sh']);
  const order = [
    'create-key',
    'policy-diff',
    'get-public-key',
    'create-alias',
    'update-alias',
    'kms verify',
  ];
  const places = order.map((command) => out.indexOf(`${command} `));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  // The way back is printed, and no part of the script.
  expect(out.match(/^aws kms update-alias/gm)).toHaveLength(1);
  expect(out.match(/^# {3}aws kms update-alias/gm)).toHaveLength(1);
});

test('JSON configurations are read too', async () => {
  const key = {
    customer_master_key_spec: 'RSA_2048',
    key_usage: 'SIGN_VERIFY',
    description: 'it\'s "${1 + 1}"',
  };
  const files = {
    'main.tf.json': JSON.stringify({
      resource: {
        aws_kms_key: { app: key },
        aws_kms_alias: { app: { name: 'alias/app', target_key_id: '${aws_kms_key.app.key_id}' } },
      },
    }),
  };
  const { code, out } = await ofFiles(files, ['alias/app', '-f', 'hcl', '--date', '20260131']);
  expect(code).toBe(0);
  expect(out).toContain('resource "aws_kms_key" "app_20260131" {');
  expect(out).toContain('description              = "it\'s \\"2\\""');
  expect(out).toContain('target_key_id = aws_kms_key.app_20260131.key_id');
});

test('who holds the key itself, and not its alias, is told', async () => {
  const files = {
    'main.tf': `terraform {
  backend "s3" {}
}
resource "aws_kms_key" "app" {
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"
}
resource "aws_kms_alias" "app" {
  name          = "alias/app"
  target_key_id = aws_kms_key.app.key_id
}
resource "aws_lambda_function" "by_key" {
  kms_key_arn = aws_kms_key.app.arn
}
resource "aws_lambda_function" "by_alias" {
  kms_key_arn = aws_kms_alias.app.arn
}
resource "aws_lambda_function" "by_name" {
  kms_key_arn = "alias/app"
}
`,
  };
  const { out } = await ofFiles(files, ['alias/app']);
  expect(out).toContain(
    '`aws_lambda_function.by_key` (`main.tf:12`) holds the key itself in `kms_key_arn`',
  );
  expect(out).not.toMatch(/by_alias|by_name/);
});

test('grants are carried over where they are known, and asked for where they are not', async () => {
  const { out } = await ofSnapshot(one, [keyId, '.', '-f', 'sh']);
  expect(out).toContain(': "${COPY_GRANTS:?');
  expect(out).toMatch(/^"\$COPY_GRANTS" \S+ "\$\{NEW_KEY_ARN:\?/m);
  const files = {
    'main.tf': `resource "aws_kms_key" "app" {
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"
}
resource "aws_kms_grant" "app" {
  key_id            = aws_kms_key.app.key_id
  grantee_principal = "arn:aws:iam::111122223333:role/ExampleRole"
  operations        = ["GenerateMac", "VerifyMac"]

  retiring_principal = "arn:aws:iam::111122223333:role/ExampleRetirer"
}
`,
  };
  const day = ['--date', '20260131'];
  const hcl = await ofFiles(files, ['aws_kms_key.app', '-f', 'hcl', ...day]);
  expect(hcl.out).toContain('resource "aws_kms_grant" "app_20260131" {');
  expect(hcl.out).toContain('key_id            = aws_kms_key.app_20260131.key_id');
  const sh = await ofFiles(files, ['aws_kms_key.app', '-f', 'sh', ...day]);
  expect(sh.out).toContain('aws kms create-grant');
  expect(sh.out).toContain('"Operations":["GenerateMac","VerifyMac"]');
  expect(sh.out).toContain('"RetiringPrincipal":"arn:aws:iam::111122223333:role/ExampleRetirer"');
  expect(sh.out).not.toContain('COPY_GRANTS');
  expect(sh.out).toContain('Grants that were made by other means are not known here');
});

test('what a configuration does not declare is not said to be absent', async () => {
  const files = { 'main.tf': 'resource "aws_kms_key" "app" {}\n' };
  const { out } = await ofFiles(files, ['aws_kms_key.app', '.']);
  expect(out).not.toContain('has no grants');
  expect(out).toContain('No grant of the key is declared.');
  expect(out).toContain('`aws kms list-grants` tells them.');
});

test('a state is read like a plan', async () => {
  const values = {
    ...keyValues(keyId),
    customer_master_key_spec: 'HMAC_256',
    key_usage: 'GENERATE_VERIFY_MAC',
  };
  const state = raw([
    { values },
    { type: 'aws_kms_alias', name: 'app', values: aliasValues(keyId) },
  ]);
  const files = { 'terraform.tfstate': JSON.stringify(state) };
  const words = ['alias/app', 'terraform.tfstate', '--date', '20260131'];
  const { code, out } = await ofFiles(files, [...words, '-f', 'hcl']);
  expect(code).toBe(0);
  expect(out.replaceAll(/\n# /g, ' ')).toContain('as the state tells it');
  expect(out).toContain('resource "aws_kms_key" "k_20260131" {');
  expect(out).toContain('target_key_id = aws_kms_key.k_20260131.key_id');
  const sh = await ofFiles(files, [...words, '-f', 'sh']);
  expect(sh.out).toContain(`--key-id ${arnOf(keyId)}`);
});

test('the same input is the same runbook', async () => {
  const [first, second] = [
    await ofSnapshot(one, [keyId, '.']),
    await ofSnapshot(one, [keyId, '.']),
  ];
  expect(first).toEqual(second);
});
