import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';

export const account = '111122223333';
export const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const otherId = '0987dcba-09fe-87dc-65ba-ab0987654321';
export const multiRegionId = 'mrk-1234abcd12ab34cd56ef1234567890ab';

/** One key: what DescribeKey says beside the defaults, and the answers of the other calls. */
export interface KeySpec {
  readonly id?: string;
  /** Members of KeyMetadata in place of the defaults; null leaves one out. */
  readonly metadata?: Readonly<Record<string, Json>>;
  readonly answers?: Readonly<Record<string, Json>>;
}

export interface SnapshotSpec {
  readonly keys?: readonly KeySpec[];
  /** Alias name, without its prefix, to key id. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly startedAt?: string;
  /** Members of the snapshot in place of the defaults; null leaves one out. */
  readonly top?: Readonly<Record<string, Json>>;
}

export const ok = (answer: Json): JsonObject => ({ ok: answer });
export const refused = (name: string = 'AccessDeniedException'): JsonObject => ({
  error: { name, message: `${name} for ExampleUser`, status: 400 },
});
export const rotating = (
  periodInDays: number = 365,
  NextRotationDate: string = '2026-06-01T09:00:00.000Z',
): JsonObject =>
  ok({ KeyRotationEnabled: true, RotationPeriodInDays: periodInDays, NextRotationDate });
export const notRotating = ok({ KeyRotationEnabled: false });

/** A key policy with the root of the account and, optionally, more statements. */
export function policy(...statements: readonly JsonObject[]): string {
  const root = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [root, ...statements] });
}

export const allowUser: JsonObject = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:user/ExampleUser` },
  Action: ['kms:Decrypt', 'kms:Verify'],
  Resource: '*',
};

export const rsa = {
  KeySpec: 'RSA_2048',
  CustomerMasterKeySpec: 'RSA_2048',
  KeyUsage: 'SIGN_VERIFY',
} as const;

export function arnOf(id: string, region: string = 'eu-west-1'): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

function keyRecord(
  { id = keyId, metadata = {}, answers = {} }: KeySpec,
  region: string,
): JsonObject {
  const arn = arnOf(id, region);
  const described = {
    AWSAccountId: account,
    KeyId: id,
    Arn: arn,
    CreationDate: '2024-03-01T09:00:00.000Z',
    Enabled: true,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    MultiRegion: id.startsWith('mrk-'),
    ...metadata,
  };
  return given({
    KeyId: id,
    KeyArn: arn,
    DescribeKey: ok({ KeyMetadata: given(described) }),
    GetKeyRotationStatus: notRotating,
    GetKeyPolicy: ok({ PolicyName: 'default', Policy: policy() }),
    ListResourceTags: ok({ Tags: [] }),
    ...answers,
  });
}

function given(members: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** A snapshot as the AWS reader records one. */
export function buildSnapshot({
  keys = [],
  aliases = {},
  region = 'eu-west-1',
  startedAt = '2026-01-31T06:00:00.000Z',
  top = {},
}: SnapshotSpec): JsonObject {
  const entries = Object.entries(aliases).map(([name, target]) => ({
    AliasName: `alias/${name}`,
    AliasArn: `arn:aws:kms:${region}:${account}:alias/${name}`,
    TargetKeyId: target,
  }));
  const { stopped = null, ...members } = top;
  return {
    ...given({
      kmslintSnapshot: 1,
      tool: { name: 'kmslint', version: '0.1.0' },
      account,
      region,
      startedAt,
      ListAliases: ok({ Aliases: entries }),
      DescribeCustomKeyStores: ok({ CustomKeyStores: [] }),
      DescribeClusters: ok({ Clusters: [] }),
      keys: keys.map((key) => keyRecord(key, region)),
      ListKeys: ok({ count: keys.length }),
      finishedAt: '2026-01-31T06:01:00.000Z',
      ...members,
    }),
    stopped,
  };
}

/** The text of a snapshot in the layout that the AWS reader writes: one key a line. */
export function printSnapshot(snapshot: JsonObject): string {
  const { keys, ListKeys = {}, finishedAt = '', stopped = null, ...head } = snapshot;
  const lines = Array.isArray(keys) ? keys.map((key) => `\n${JSON.stringify(key)}`) : [];
  const tail = JSON.stringify({ ListKeys, finishedAt, stopped });
  return `${JSON.stringify(head).slice(0, -1)},"keys":[${lines.join(',')}\n],${tail.slice(1)}\n`;
}

/** An entry of ListGrants to a role, or to what else is named. */
export function grant(
  operations: readonly string[],
  more: Readonly<Record<string, Json>> = {},
): JsonObject {
  return {
    GrantId: '1'.repeat(64),
    GranteePrincipal: `arn:aws:iam::${account}:role/ExampleRole`,
    IssuingAccount: `arn:aws:iam::${account}:root`,
    Operations: operations,
    ...more,
  };
}

/** A CloudHSM cluster with one HSM for each zone that is named. */
export function cluster(
  zones: readonly string[],
  state: string = 'ACTIVE',
  hsmState: string = 'ACTIVE',
): JsonObject {
  const id = 'cluster-1a23b4cdefg';
  return {
    ClusterId: id,
    State: state,
    HsmType: 'hsm2m.medium',
    Hsms: zones.map((zone, i) => ({
      HsmId: `hsm-lgavqitns2${i}`,
      ClusterId: id,
      AvailabilityZone: `eu-west-1${zone}`,
      SubnetId: `subnet-0e358c43${zone}`,
      State: hsmState,
    })),
  };
}

/** A key store on that cluster, or an external one. */
export function keyStore(
  type: 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE' = 'AWS_CLOUDHSM',
  ConnectionState: string = 'CONNECTED',
): JsonObject {
  return {
    CustomKeyStoreId: 'cks-1234567890abcdef0',
    CustomKeyStoreName: 'ExampleKeyStore',
    CustomKeyStoreType: type,
    ConnectionState,
    ...(type === 'AWS_CLOUDHSM' ? { CloudHsmClusterId: 'cluster-1a23b4cdefg' } : {}),
  };
}
