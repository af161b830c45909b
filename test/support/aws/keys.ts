import type { Json } from '../../../src/read/input/resource.ts';

type Members = { readonly [member: string]: Json };

/** A key of the fake AWS: what its operations answer about it. */
export interface FakeKey {
  readonly KeyId: string;
  readonly Arn: string;
  readonly metadata: Members;
  /** GetKeyRotationStatus; null where AWS refuses to answer (UnsupportedOperationException). */
  readonly rotation: Members | null;
  /** ListKeyRotations; null where AWS refuses. */
  readonly rotations: readonly Members[] | null;
  readonly policy: string;
  readonly tags: readonly Members[];
  readonly grants: readonly Members[];
}

/** Everything that the fake AWS knows of one account in one Region. Lists may be changed while it runs. */
export interface Estate {
  readonly account: string;
  readonly region: string;
  keys: FakeKey[];
  aliases: Members[];
  keyStores: Members[];
  clusters: Members[];
}

/** Kinds of keys that differ in what KMS answers about them ("Key states" and "Key type reference", KMS Developer Guide). */
export const kinds = [
  'symmetric',
  'disabled',
  'pendingDeletion',
  'primary',
  'replica',
  'external',
  'pendingImport',
  'asymmetric',
  'hmac',
  'cloudhsm',
  'xks',
  'aws',
] as const;

export type Kind = (typeof kinds)[number];

const metadataOf: Readonly<Record<Kind, Members>> = {
  symmetric: {},
  disabled: { KeyState: 'Disabled', Enabled: false },
  pendingDeletion: { KeyState: 'PendingDeletion', Enabled: false, DeletionDate: 1900000000.5 },
  primary: { MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } },
  replica: { MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' } },
  external: { Origin: 'EXTERNAL', ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: 1900000000 },
  pendingImport: { Origin: 'EXTERNAL', KeyState: 'PendingImport', Enabled: false },
  asymmetric: { KeySpec: 'RSA_2048', CustomerMasterKeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' },
  hmac: { KeySpec: 'HMAC_256', CustomerMasterKeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
  cloudhsm: {
    Origin: 'AWS_CLOUDHSM',
    CustomKeyStoreId: 'cks-1234567890abcdef0',
    CloudHsmClusterId: 'cluster-1a23b4cdefg',
  },
  xks: { Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: 'cks-0987654321fedcba0' },
  aws: { KeyManager: 'AWS' },
};

export function fakeKey(kind: Kind, index: number, account: string, region: string): FakeKey {
  const KeyId = `1234abcd-12ab-34cd-56ef-${index.toString(16).padStart(12, '0')}`;
  const Arn = `arn:aws:kms:${region}:${account}:key/${KeyId}`;
  const stored = kind === 'cloudhsm' || kind === 'xks';
  const rotates = ['symmetric', 'disabled', 'primary', 'replica', 'aws'].includes(kind);
  const rotation = rotates
    ? { KeyId, KeyRotationEnabled: true, RotationPeriodInDays: 365, NextRotationDate: 1800000000 }
    : { KeyId, KeyRotationEnabled: false };
  const rotated = rotates || kind === 'external';
  return {
    KeyId,
    Arn,
    metadata: {
      AWSAccountId: account,
      KeyId,
      Arn,
      CreationDate: 1700000000.123,
      Enabled: true,
      Description: `key ${index}`,
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
      ...metadataOf[kind],
    },
    rotation: stored || kind === 'pendingImport' ? null : rotation,
    rotations: stored
      ? null
      : rotated
        ? [{ KeyId, RotationDate: 1750000000, RotationType: 'ON_DEMAND' }]
        : [],
    policy: policyOf(account),
    tags: Array.from({ length: index % 120 === 7 ? 120 : 2 }, (_, tag) => ({
      TagKey: `tag${tag}`,
      TagValue: `${index}`,
    })),
    grants: Array.from({ length: index % 120 === 8 ? 220 : 1 }, (_, grant) => ({
      KeyId: Arn,
      GrantId: `${grant}`.padStart(64, '0'),
      CreationDate: 1700000000.123,
      GranteePrincipal: `arn:aws:iam::${account}:role/ExampleRole`,
      IssuingAccount: `arn:aws:iam::${account}:root`,
      Operations: ['Decrypt', 'DescribeKey'],
      Constraints: { EncryptionContextSubset: { department: `${grant}` } },
    })),
  };
}

function policyOf(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

export interface EstateOptions {
  readonly account?: string;
  readonly region?: string;
  /** The kind of each key in turn; all kinds, one after the other, unless given. */
  readonly kindOf?: (index: number) => Kind;
}

/** So many keys, an alias for each, and a key store of either kind. */
export function fakeEstate(count: number, options: EstateOptions = {}): Estate {
  const { account = '111122223333', region = 'eu-central-1' } = options;
  const kindOf = options.kindOf ?? ((index: number) => kinds[index % kinds.length] ?? 'symmetric');
  const keys = Array.from({ length: count }, (_, index) =>
    fakeKey(kindOf(index), index, account, region),
  );
  return {
    account,
    region,
    keys,
    aliases: keys.map(({ KeyId }, index) => ({
      AliasName: `alias/key-${index}`,
      AliasArn: `arn:aws:kms:${region}:${account}:alias/key-${index}`,
      TargetKeyId: KeyId,
      CreationDate: 1700000000.123,
      LastUpdatedDate: 1700000000.123,
    })),
    keyStores: [
      {
        CustomKeyStoreId: 'cks-1234567890abcdef0',
        CustomKeyStoreName: 'ExampleCloudHSMKeyStore',
        CustomKeyStoreType: 'AWS_CLOUDHSM',
        CloudHsmClusterId: 'cluster-1a23b4cdefg',
        ConnectionState: 'CONNECTED',
        CreationDate: 1700000000.123,
      },
      {
        CustomKeyStoreId: 'cks-0987654321fedcba0',
        CustomKeyStoreName: 'ExampleExternalKeyStore',
        CustomKeyStoreType: 'EXTERNAL_KEY_STORE',
        ConnectionState: 'DISCONNECTED',
        CreationDate: 1700000000.123,
        XksProxyConfiguration: {
          Connectivity: 'PUBLIC_ENDPOINT',
          AccessKeyId: 'ABCDE12345670EXAMPLE',
          UriEndpoint: 'https://myproxy.xks.example.com',
          UriPath: '/kms/xks/v1',
        },
      },
    ],
    clusters: [
      {
        ClusterId: 'cluster-1a23b4cdefg',
        State: 'ACTIVE',
        HsmType: 'hsm2m.medium',
        CreateTimestamp: 1700000000.123,
        PreCoPassword: 'not for any snapshot',
        Hsms: [
          { HsmId: 'hsm-1', AvailabilityZone: 'eu-central-1a', State: 'ACTIVE' },
          { HsmId: 'hsm-2', AvailabilityZone: 'eu-central-1b', State: 'ACTIVE' },
        ],
      },
    ],
  };
}
