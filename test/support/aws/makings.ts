// How the fake AWS makes keys, and when it refuses (KMS API reference, CreateKey, ReplicateKey).
import { createHash } from 'node:crypto';
import { elementsOf, member, textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import type { Estate, FakeKey } from './keys.ts';
import { fail, type Reply } from './reply.ts';

type Members = { readonly [member: string]: Json };

/** A key id like one of KMS's own, the same for the same number. */
function idOf(number: number, isMulti: boolean): string {
  const hex = createHash('sha256').update(`key ${number}`).digest('hex');
  const plain = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return isMulti ? `mrk-${hex.slice(0, 32)}` : plain;
}

export const rotating = (KeyId: string, period: Json | undefined): Members => ({
  KeyId,
  KeyRotationEnabled: true,
  RotationPeriodInDays: period ?? 365,
  NextRotationDate: Date.now() / 1000 + 86_400 * 365,
});

function createKey(estate: Estate, input: Json): Reply {
  const spec = textMember(input, 'KeySpec') ?? 'SYMMETRIC_DEFAULT';
  const usage = textMember(input, 'KeyUsage') ?? 'ENCRYPT_DECRYPT';
  const origin = textMember(input, 'Origin') ?? 'AWS_KMS';
  const store = textMember(input, 'CustomKeyStoreId');
  const isMulti = member(input, 'MultiRegion') === true;
  const isStored = origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE';
  if (
    (spec === 'SYMMETRIC_DEFAULT' || spec.startsWith('RSA')) !== (usage === 'ENCRYPT_DECRYPT') &&
    !spec.startsWith('RSA')
  )
    return fail('ValidationException', `KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  if (isStored !== (store !== null) || (isStored && (isMulti || spec !== 'SYMMETRIC_DEFAULT')))
    return fail('ValidationException', 'Origin and CustomKeyStoreId do not fit');
  const refused = store === null ? null : storeRefuses(estate, store, origin, input);
  if (refused !== null) return refused;
  const KeyId = idOf(estate.keys.length, isMulti);
  const Arn = `arn:aws:kms:${estate.region}:${estate.account}:key/${KeyId}`;
  const isPending = origin === 'EXTERNAL';
  const metadata: Members = {
    AWSAccountId: estate.account,
    KeyId,
    Arn,
    CreationDate: Date.now() / 1000,
    Enabled: !isPending,
    Description: textMember(input, 'Description') ?? '',
    KeyUsage: usage,
    KeyState: isPending ? 'PendingImport' : 'Enabled',
    Origin: origin,
    KeyManager: 'CUSTOMER',
    KeySpec: spec,
    CustomerMasterKeySpec: spec,
    MultiRegion: isMulti,
    ...(isMulti ? { MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } } : {}),
    ...(store === null ? {} : { CustomKeyStoreId: store }),
  };
  const rotates = spec === 'SYMMETRIC_DEFAULT' && !isStored;
  return add(estate, input, {
    KeyId,
    Arn,
    metadata,
    rotation: rotates && !isPending ? { KeyId, KeyRotationEnabled: false } : null,
    rotations: isStored ? null : [],
    grants: [],
  });
}

function add(estate: Estate, input: Json, key: Omit<FakeKey, 'policy' | 'tags'>): Reply {
  const policy = textMember(input, 'Policy') ?? defaultPolicy(estate.account);
  if (!isPolicy(policy)) return fail('MalformedPolicyDocumentException', 'this is no key policy');
  const tags = elementsOf(member(input, 'Tags')).filter(isMembers);
  if (tags.some((tag) => textMember(tag, 'TagKey')?.startsWith('aws:') === true))
    return fail('TagException', 'aws: prefixed tag key names are not allowed for external use');
  estate.keys = [...estate.keys, { ...key, policy, tags }];
  return { ok: { KeyMetadata: key.metadata } };
}

const isMembers = (json: Json): json is Members =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function isPolicy(text: string): boolean {
  try {
    return Array.isArray(member(JSON.parse(text), 'Statement')) && !/"(?:AIDA|AROA)/.test(text);
  } catch {
    return false;
  }
}

function defaultPolicy(account: string): string {
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] });
}

/** Two active HSMs in different Availability Zones, and a connection. */
function storeRefuses(estate: Estate, id: string, origin: string, input: Json): Reply | null {
  const store = estate.keyStores.find((one) => textMember(one, 'CustomKeyStoreId') === id);
  if (store === undefined) return fail('CustomKeyStoreNotFoundException', `no ${id}`);
  if (textMember(store, 'CustomKeyStoreType') !== origin)
    return fail('ValidationException', 'Origin is not that of the key store');
  if (textMember(store, 'ConnectionState') !== 'CONNECTED')
    return fail('CustomKeyStoreInvalidStateException', 'the key store is not connected');
  if (origin === 'EXTERNAL_KEY_STORE')
    return textMember(input, 'XksKeyId') === null
      ? fail('ValidationException', 'XksKeyId is wanted')
      : null;
  const cluster = estate.clusters.find(
    (one) => textMember(one, 'ClusterId') === textMember(store, 'CloudHsmClusterId'),
  );
  const zones = elementsOf(member(cluster, 'Hsms')).flatMap((hsm) =>
    textMember(hsm, 'State') === 'ACTIVE' ? [textMember(hsm, 'AvailabilityZone')] : [],
  );
  return new Set(zones).size < 2
    ? fail('CloudHsmClusterInvalidConfigurationException', 'fewer than two active HSMs')
    : null;
}

/** The replica is made here, in the estate of its Region; the primary is one that another runbook made. */
function replicateKey(estate: Estate, input: Json): Reply {
  const primary = textMember(input, 'KeyId') ?? '';
  const KeyId = primary.split('/').at(-1) ?? '';
  const Arn = `arn:aws:kms:${estate.region}:${estate.account}:key/${KeyId}`;
  if (!KeyId.startsWith('mrk-'))
    return fail('UnsupportedOperationException', 'no multi-Region key');
  const MultiRegionConfiguration = {
    MultiRegionKeyType: 'REPLICA',
    PrimaryKey: { Arn: primary, Region: primary.split(':')[3] ?? '' },
  };
  const metadata: Members = {
    AWSAccountId: estate.account,
    KeyId,
    Arn,
    CreationDate: Date.now() / 1000,
    Enabled: true,
    Description: textMember(input, 'Description') ?? '',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    MultiRegion: true,
    MultiRegionConfiguration,
  };
  const rotation = rotating(KeyId, undefined);
  const reply = add(estate, input, { KeyId, Arn, metadata, rotation, rotations: [], grants: [] });
  return 'ok' in reply ? { ok: { ReplicaKeyMetadata: metadata } } : reply;
}

/** Changes that are about no key yet. */
export const makings: Readonly<Record<string, (estate: Estate, input: Json) => Reply>> = {
  CreateKey: createKey,
  ReplicateKey: replicateKey,
  ConnectCustomKeyStore: (estate, input) => {
    const id = textMember(input, 'CustomKeyStoreId');
    estate.keyStores = estate.keyStores.map((store) =>
      textMember(store, 'CustomKeyStoreId') === id
        ? { ...store, ConnectionState: 'CONNECTED' }
        : store,
    );
    return { ok: {} };
  },
};
