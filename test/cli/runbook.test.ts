import { describe, expect, test } from 'vitest';
import { kmslint } from '../support/cli/run-main.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { alias, ofFiles, ofSnapshot, one } from '../support/runbook/printed.ts';
import {
  account,
  arnOf,
  buildSnapshot,
  keyId,
  multiRegionId,
  otherId,
  printSnapshot,
  refused,
  rsa,
  type SnapshotSpec,
} from '../support/build/snapshot-builder.ts';

describe('the key', () => {
  const names = [
    arnOf(keyId),
    keyId,
    'alias/application-current',
    `arn:aws:kms:eu-west-1:${account}:alias/application-current`,
  ];

  test.each(names)('is found by %s', async (name) => {
    const { code, out, err } = await ofSnapshot(one, [name, 'snapshot.json']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`# Rotation of \`${arnOf(keyId)}\``);
  });

  test('is looked for in the working directory, and in standard input', async () => {
    expect((await ofSnapshot(one, [keyId])).code).toBe(0);
    const text = printSnapshot(buildSnapshot(one));
    const told = await inScratch({}, (directory) =>
      kmslint(directory, ['runbook', keyId, '-'], {}, text),
    );
    expect([told.code, told.err]).toEqual([0, '']);
  });

  test('is told to be several, with their names', async () => {
    const keys = [{ metadata: rsa, id: multiRegionId }];
    const files = {
      'a.json': printSnapshot(buildSnapshot({ keys })),
      'b.json': printSnapshot(buildSnapshot({ keys, region: 'us-east-1' })),
    };
    const { code, out, err } = await ofFiles(files, [multiRegionId, '.']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `kmslint: "${multiRegionId}" may be 2 keys: ${arnOf(multiRegionId)}, ${arnOf(multiRegionId, 'us-east-1')}; name one of them, or the input that holds it alone\n`,
    );
  });

  test.each([
    ['alias/aplication-current', '(did you mean alias/application-current?)'],
    ['something else altogether', `; there are ${arnOf(keyId)}`],
  ])('is not there as %s', async (name, hint) => {
    const { code, err } = await ofSnapshot(one, [name, 'snapshot.json']);
    expect(code).toBe(2);
    expect(err).toContain(`kmslint: "${name}": no such key`);
    expect(err).toContain(hint);
    expect(err.split('\n')).toHaveLength(2);
  });

  test('is wanted', async () => {
    expect(await ofSnapshot(one, [])).toMatchObject({
      code: 2,
      err: 'kmslint: runbook wants a key; see `kmslint runbook --help`\n',
    });
    const aws = { keys: [{ metadata: { KeyManager: 'AWS' } }] };
    expect((await ofSnapshot(aws, [keyId, '.'])).err).toContain(
      'there is no customer managed key in the inputs',
    );
  });
});

describe('the day', () => {
  const dated = async (argv: readonly string[], spec: SnapshotSpec = one) =>
    /alias\/application-(\d{8})/.exec((await ofSnapshot(spec, [keyId, '.', ...argv])).out)?.[1];

  test('is the one that is asked for, else that of the input', async () => {
    expect(await dated([])).toBe('20260131');
    expect(await dated(['--date', '20180606'])).toBe('20180606');
  });

  test.each(['20180631', '2018-06-06', '18000606', 'today'])('is not %s', async (day) => {
    const { code, err } = await ofSnapshot(one, [keyId, '.', '--date', day]);
    expect(code).toBe(2);
    expect(err).toBe(`kmslint: --date "${day}": no day of this century; write it as YYYYMMDD\n`);
  });

  test('is another one for the name that another key has', async () => {
    const spec = {
      ...one,
      keys: [{ metadata: rsa }, { metadata: rsa, id: otherId }],
      aliases: { ...alias, 'application-20260131': otherId },
    };
    const { out } = await ofSnapshot(spec, [keyId, '.', '-f', 'sh']);
    expect(out).toContain(': "${DATED_ALIAS:?');
    expect(out).not.toContain('--alias-name alias/application-20260131');
  });
});

describe('what could not be told', () => {
  test('stops the script before its first command, and ends with 3', async () => {
    const spec = { ...one, keys: [{ metadata: rsa, answers: { GetKeyPolicy: refused() } }] };
    const { code, out } = await ofSnapshot(spec, [keyId, '.', '-f', 'sh']);
    expect(code).toBe(3);
    const lines = out.split('\n');
    const asked = lines.findIndex((line) => line.startsWith(': "${KEY_POLICY:?'));
    expect(asked).toBeGreaterThan(0);
    expect(lines.findIndex((line) => line.includes('aws '))).toBeGreaterThan(asked);
    expect(out).toContain('--policy "${KEY_POLICY:?');
  });

  test('is an alias too, where the list was refused', async () => {
    const top = { ListAliases: refused() };
    const { code, out } = await ofSnapshot({ keys: [{ metadata: rsa }], top }, [keyId, '.']);
    expect(code).toBe(3);
    expect(out).toContain('Not all aliases were read');
  });

  test('is what looks like a credential', async () => {
    const secret = 'password=Tr0ub4dor3';
    const metadata = { ...rsa, Description: secret };
    for (const format of ['sh', 'hcl', 'markdown']) {
      const told = await ofSnapshot({ ...one, keys: [{ metadata }] }, [keyId, '.', '-f', format]);
      expect(told.code).toBe(3);
      expect(told.out).not.toContain('Tr0ub4dor3');
    }
    const files = {
      'main.tf': `resource "aws_kms_key" "app" {
  description              = "app" # ${secret}
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"
}
`,
    };
    const { code, out } = await ofFiles(files, ['aws_kms_key.app', '-f', 'hcl']);
    expect(code).toBe(0);
    expect(out).not.toContain('Tr0ub4dor3');
    expect(out).toContain('customer_master_key_spec = "HMAC_256"');
  });

  test('is what a plan marks as sensitive', async () => {
    const secret = 'do not print me';
    const files = {
      'main.tf': `variable "text" {
  type      = string
  sensitive = true
  default   = "${secret}"
}
resource "aws_kms_key" "app" {
  description              = var.text
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"
}
`,
    };
    for (const format of ['sh', 'hcl', 'markdown']) {
      const { out } = await ofFiles(files, ['aws_kms_key.app', '-f', format]);
      expect(out).not.toContain(secret);
    }
    const { code, out } = await ofFiles(files, ['aws_kms_key.app', '-f', 'sh']);
    expect(code).toBe(3);
    expect(out).toContain(': "${KEY_DESCRIPTION:?');
  });
});
