// Writes a snapshot of a given number of keys, in the layout of kmslint: about 1.5 kB a key, as accounts have them.
import { closeSync, openSync, writeSync } from 'node:fs';

const usualAccount = '111122223333';
const region = 'eu-west-1';

/** One key in four is asymmetric, and has two aliases; one in 50 does not rotate; policies are shared by `sharing` keys. */
function keyRecord(i, sharing, account) {
  const id = idOf(i);
  const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
  const isRsa = i % 4 === 0;
  const KeySpec = isRsa ? 'RSA_2048' : 'SYMMETRIC_DEFAULT';
  return {
    KeyId: id,
    KeyArn: arn,
    DescribeKey: {
      ok: {
        KeyMetadata: {
          AWSAccountId: account,
          KeyId: id,
          Arn: arn,
          CreationDate: '2024-03-01T09:00:00.000Z',
          Enabled: true,
          Description: `Encrypts what application ${i} keeps`,
          KeyUsage: isRsa ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT',
          KeyState: 'Enabled',
          Origin: 'AWS_KMS',
          KeyManager: 'CUSTOMER',
          CustomerMasterKeySpec: KeySpec,
          KeySpec,
          MultiRegion: false,
        },
      },
    },
    GetKeyRotationStatus: {
      ok:
        isRsa || i % 50 === 1
          ? { KeyId: arn, KeyRotationEnabled: false }
          : {
              KeyId: arn,
              KeyRotationEnabled: true,
              RotationPeriodInDays: 365,
              NextRotationDate: '2027-03-01T09:00:00.000Z',
            },
    },
    GetKeyPolicy: {
      ok: { PolicyName: 'default', Policy: policyOf(Math.floor(i / sharing), account) },
    },
    ListResourceTags: {
      ok: {
        Tags: [
          { TagKey: 'Application', TagValue: `application-${i % 997}` },
          { TagKey: 'Owner', TagValue: 'ExampleUser' },
        ],
      },
    },
  };
}

function idOf(i) {
  return `${i.toString(16).padStart(8, '0')}-12ab-34cd-56ef-1234567890ab`;
}

function policyOf(n, account) {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Allow use of the key',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:role/application-${n}` },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
        Resource: '*',
      },
    ],
  });
}

const aliasEntry = (name, i, account = usualAccount) => ({
  AliasName: `alias/${name}`,
  AliasArn: `arn:aws:kms:${region}:${account}:alias/${name}`,
  TargetKeyId: idOf(i),
  CreationDate: '2024-03-01T09:00:00.000Z',
});

/** One alias for each key, and a version alias besides for one key in four. */
function aliasEntries(keys, account) {
  return Array.from({ length: keys }, (_, i) =>
    i % 4 === 0 ? ['current', '20240301'] : ['current'],
  ).flatMap((tails, i) => tails.map((tail) => aliasEntry(`application-${i}-${tail}`, i, account)));
}

/** So many aliases, all on the first key. */
export const aliasesOnOne = (count) =>
  Array.from({ length: count }, (_, i) => aliasEntry(`application-${i}`, 0));

/** One version alias for each key, all of one stem, dated a day later than the one before: each key replaced it. */
export const versionsOfOne = (keys) =>
  Array.from({ length: keys }, (_, i) => aliasEntry(`application-${dayOf(i)}`, i));

const dayOf = (i) =>
  new Date(Date.UTC(2001, 0, 1 + i)).toISOString().slice(0, 10).replaceAll('-', '');

/** @param aliases of the usual account, unless they are left out */
export function writeSnapshot(path, keys, sharing, aliases, account = usualAccount) {
  const file = openSync(path, 'w');
  const head = {
    kmslintSnapshot: 1,
    tool: { name: 'kmslint', version: '0.1.0' },
    account,
    region,
    startedAt: '2026-01-31T06:00:00.000Z',
    ListAliases: { ok: { Aliases: aliases ?? aliasEntries(keys, account) } },
    DescribeCustomKeyStores: { ok: { CustomKeyStores: [] } },
    DescribeClusters: { ok: { Clusters: [] } },
  };
  writeSync(file, `${JSON.stringify(head).slice(0, -1)},"keys":[`);
  let lines = [];
  for (let i = 0; i < keys; i++) {
    lines.push(`${i === 0 ? '\n' : ',\n'}${JSON.stringify(keyRecord(i, sharing, account))}`);
    if (lines.length < 2000 && i < keys - 1) continue;
    writeSync(file, lines.join(''));
    lines = [];
  }
  const tail = {
    ListKeys: { ok: { count: keys } },
    finishedAt: '2026-01-31T06:10:00.000Z',
    stopped: null,
  };
  writeSync(file, `\n],${JSON.stringify(tail).slice(1)}\n`);
  closeSync(file);
}
