import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import {
  allowUser,
  arnOf,
  buildSnapshot,
  cluster,
  grant,
  keyStore,
  notRotating,
  ok,
  policy,
  rotating,
  rsa,
  type KeySpec,
} from '../build/snapshot-builder.ts';

const ids = [0, 1, 2, 3].map((n) => `1234abcd-12ab-34cd-56ef-12345678900${n}`);
const multiRegionIds = [0, 1].map((n) => `mrk-1234abcd12ab34cd56ef12345678900${n}`);

/** Members of KeyMetadata that make a kind of key. */
const kinds: readonly Readonly<Record<string, Json>>[] = [
  {},
  {},
  rsa,
  { Origin: 'EXTERNAL', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
  {
    Origin: 'EXTERNAL',
    ExpirationModel: 'KEY_MATERIAL_EXPIRES',
    ValidTo: '2026-02-10T00:00:00.000Z',
  },
  {
    Origin: 'EXTERNAL',
    ExpirationModel: 'KEY_MATERIAL_EXPIRES',
    ValidTo: '2026-12-10T00:00:00.000Z',
  },
  { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-1234567890abcdef0' },
  { KeyManager: 'AWS' },
];
const replicaOf = (id: string) => ({
  MultiRegionConfiguration: {
    MultiRegionKeyType: 'REPLICA',
    PrimaryKey: { Arn: arnOf(id, 'us-east-1'), Region: 'us-east-1' },
  },
});
const primary = { MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' } };

const key = fc.record({
  kind: fc.constantFrom(...kinds),
  state: fc.constantFrom('Enabled', 'Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'),
  deletion: fc.constantFrom('2026-02-03T09:00:00.000Z', '2026-02-20T09:00:00.000Z'),
  rotation: fc.constantFrom(
    ok({ KeyRotationEnabled: false }),
    rotating(),
    rotating(3000),
    rotating(90),
    rotating(365, '2025-06-01T09:00:00.000Z'),
  ),
  policy: fc.constantFrom(
    policy(),
    policy(allowUser),
    '{',
    policy({ Effect: 'Allow', Principal: '*', Action: 'kms:Sign' }),
    policy({ ...allowUser, Action: 'kms:EnableKeyRotation' }),
    policy({
      ...allowUser,
      Action: 'kms:EnableKeyRotation',
      Condition: { NumericLessThan: { 'kms:RotationPeriodInDays': '400' } },
    }),
  ),
  tag: fc.option(fc.constantFrom(...ids)),
  team: fc.option(fc.constantFrom('payments', 'orders')),
  description: fc.constantFrom('Encrypts orders', 'password=Tr0ub4dor3'),
  created: fc.constantFrom('2024-03-01T09:00:00.000Z', '2025-12-01T09:00:00.000Z'),
  waiting: fc.constantFrom(null, 'now', 'then', 'both'),
  onDemand: fc.constantFrom(0, 1, 24),
  grants: fc.subarray([
    grant(['Decrypt', 'Sign']),
    grant(['Decrypt'], { Constraints: { EncryptionContextSubset: { department: 'finance' } } }),
    grant(['Decrypt'], { GranteePrincipal: 'rds.eu-west-1.amazonaws.com' }),
  ]),
});
const models = fc.record({
  keys: fc.array(key, { minLength: 1, maxLength: 4 }),
  replicas: fc.array(
    fc.record({
      rotation: key.map((k) => k.rotation),
      policy: key.map((k) => k.policy),
      hasPrimary: fc.boolean(),
      primaryPolicy: key.map((k) => k.policy),
    }),
    { maxLength: 2 },
  ),
  aliases: fc.dictionary(
    fc.constantFrom('app', 'app-v1', 'app-v2', 'other'),
    fc.constantFrom(...ids),
  ),
  earlier: fc.dictionary(fc.constantFrom('app', 'other'), fc.constantFrom(...ids)),
  wasOn: fc.boolean(),
  store: fc.constantFrom(null, 'CONNECTED', 'CONNECTING', 'DISCONNECTED'),
  clusterState: fc.constantFrom('ACTIVE', 'ACTIVE', 'MODIFY_IN_PROGRESS'),
  zones: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  hsmState: fc.constantFrom('ACTIVE', 'DEGRADED'),
});
type Model = typeof models extends fc.Arbitrary<infer T> ? T : never;

/** An account in two Regions, and one of them earlier. */
export interface Scan {
  readonly now: readonly JsonObject[];
  readonly before: readonly JsonObject[];
}

/** What cannot rotate automatically answers that rotation is off: AWS contradicts itself nowhere. */
function canRotate(kind: KeySpec['metadata'] = {}): boolean {
  return kind['Origin'] === undefined && kind['KeySpec'] === undefined;
}

function keySpec(
  model: Model['keys'][number],
  i: number,
): KeySpec & { readonly kind: KeySpec['metadata'] } {
  return {
    id: ids[i] ?? '',
    metadata: {
      ...model.kind,
      CreationDate: model.created,
      Description: model.description,
      ...stateOf(model),
    },
    kind: model.kind,
    answers: {
      GetKeyRotationStatus: canRotate(model.kind) ? model.rotation : notRotating,
      GetKeyPolicy: ok({ Policy: model.policy }),
      ListResourceTags: ok({
        Tags: Object.entries({ 'kmslint:predecessor': model.tag, team: model.team }).flatMap(
          ([TagKey, TagValue]) => (TagValue === null ? [] : [{ TagKey, TagValue }]),
        ),
      }),
      ListKeyRotations: ok({
        Rotations: materialsOf(model, 'now'),
      }),
      ListGrants: ok({ Grants: model.grants }),
    },
  };
}

/** Rotations on demand, and material that waits to be rotated in. */
function materialsOf(
  { onDemand, waiting }: Model['keys'][number],
  when: 'now' | 'then',
): JsonObject[] {
  const waits = waiting === when || waiting === 'both';
  return [
    ...(waits ? [{ KeyMaterialId: '2'.repeat(64), KeyMaterialState: 'PENDING_ROTATION' }] : []),
    ...Array.from({ length: onDemand }, (_, at) => ({
      RotationDate: at + 1,
      RotationType: 'ON_DEMAND',
    })),
  ];
}

/** Only imported material is waited for, and only a deletion has a day. */
function stateOf({ kind, state, deletion }: Model['keys'][number]): KeySpec['metadata'] & object {
  if (state === 'PendingImport') {
    return kind['Origin'] === 'EXTERNAL'
      ? { KeyState: state, ExpirationModel: null, ValidTo: null }
      : { KeyState: 'Enabled' };
  }
  return { KeyState: state, ...(state === 'PendingDeletion' ? { DeletionDate: deletion } : {}) };
}

/** CreateAlias and UpdateAlias take a customer managed key as the target, never one of AWS's own (API reference). */
function aliasesOf(
  aliases: Readonly<Record<string, string>>,
  keys: Model['keys'],
): Readonly<Record<string, string>> {
  const ofAws = new Set(ids.filter((_, i) => keys[i]?.kind['KeyManager'] === 'AWS'));
  return Object.fromEntries(Object.entries(aliases).filter(([, id]) => !ofAws.has(id)));
}

export const scans: fc.Arbitrary<Scan> = models.map((model) => {
  const keys = model.keys.map(keySpec);
  const replicas = model.replicas.map((r, i) => ({
    id: multiRegionIds[i] ?? '',
    answers: { GetKeyRotationStatus: r.rotation, GetKeyPolicy: ok({ Policy: r.policy }) },
    hasPrimary: r.hasPrimary,
    primaryPolicy: r.primaryPolicy,
  }));
  const top = {
    DescribeCustomKeyStores: ok({
      CustomKeyStores: model.store === null ? [] : [keyStore('AWS_CLOUDHSM', model.store)],
    }),
    DescribeClusters: ok({ Clusters: [cluster(model.zones, model.clusterState, model.hsmState)] }),
  };
  const here = [...keys, ...replicas.map((r) => ({ ...r, metadata: replicaOf(r.id) }))];
  const there = replicas
    .filter(({ hasPrimary }) => hasPrimary)
    .map((r) => ({
      ...r,
      metadata: primary,
      answers: { ...r.answers, GetKeyPolicy: ok({ Policy: r.primaryPolicy }) },
    }));
  const was = keys.map((k, i) => ({
    ...k,
    answers: {
      ...k.answers,
      ListKeyRotations: ok({
        Rotations: model.keys.slice(i, i + 1).flatMap((m) => materialsOf(m, 'then')),
      }),
      ...(model.wasOn && canRotate(k.kind) ? { GetKeyRotationStatus: rotating() } : {}),
    },
  }));
  return {
    now: [
      buildSnapshot({ keys: here, aliases: aliasesOf(model.aliases, model.keys), top }),
      buildSnapshot({ keys: there, region: 'us-east-1' }),
    ],
    before: [
      buildSnapshot({
        keys: was,
        aliases: aliasesOf(model.earlier, model.keys),
        startedAt: '2026-01-01T06:00:00.000Z',
        top: { finishedAt: '2026-01-01T06:01:00.000Z' },
      }),
    ],
  };
});
