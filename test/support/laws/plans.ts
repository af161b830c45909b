import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { buildPlan, refers, type ResourceSpec } from '../build/plan-builder.ts';
import { body } from './plan-body.ts';

/** A plan before and after some of its unknowns are settled. */
export interface Pair {
  readonly unsettled: JsonObject;
  readonly settled: JsonObject;
}

/** The kinds of key that AWS makes: a usage that does not go with its spec is refused. */
const kinds = [
  ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  ['RSA_2048', 'ENCRYPT_DECRYPT'],
  ['RSA_2048', 'SIGN_VERIFY'],
  ['HMAC_256', 'GENERATE_VERIFY_MAC'],
  ['ECC_NIST_P256', 'KEY_AGREEMENT'],
] as const;

/** A value, and whether the unsettled plan knows it. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.record({ value: arbitrary, isKnown: fc.boolean(), isWritten: fc.boolean() });
type Maybe<T> = Readonly<{ value: T; isKnown: boolean; isWritten: boolean }>;

const key = fc.record({
  type: fc.constantFrom(
    'aws_kms_key',
    'aws_kms_key',
    'awscc_kms_key',
    'aws_kms_external_key',
    'aws_kms_replica_key',
  ),
  kind: maybe(fc.constantFrom(...kinds)),
  isUsageKnown: fc.boolean(),
  rotation: maybe(fc.boolean()),
  period: maybe(fc.constantFrom(30, 90, 365, 3000)),
  enabled: maybe(fc.boolean()),
  store: maybe(fc.constantFrom(null, 'cks-0', 'cks-9')),
  imported: maybe(fc.boolean()),
  before: fc.option(fc.record({ rotation: fc.boolean(), period: fc.constantFrom(90, 365) })),
});
const alias = fc.record({
  name: maybe(fc.constantFrom('alias/app', 'alias/app-v1', 'alias/app-v2', 'alias/aws/s3')),
  target: fc.nat(4),
  other: fc.nat(4),
  by: fc.constantFrom('reference', 'condition', 'local', 'value'),
  isKnown: fc.boolean(),
  /** Left out of the unsettled plan, where that is a partial one. */
  isHidden: fc.boolean(),
});
const hsm = fc.record({
  cluster: fc.nat(2),
  by: fc.constantFrom('reference', 'local'),
  isClusterKnown: fc.boolean(),
  zone: maybe(fc.constantFrom('a', 'b', 'c')),
  state: maybe(fc.constantFrom('ACTIVE', 'CREATE_IN_PROGRESS')),
  isHidden: fc.boolean(),
});
const store = fc.record({
  cluster: fc.nat(2),
  by: fc.constantFrom('reference', 'local'),
  isKnown: fc.boolean(),
  type: maybe(fc.constantFrom('AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE')),
});
const plans = fc.record({
  keys: fc.array(key, { minLength: 1, maxLength: 4 }),
  /** No Region has two aliases of one name: such a plan cannot be applied, and settles into no world. */
  aliases: fc.uniqueArray(alias, { maxLength: 3, selector: ({ name }) => name.value }),
  clusters: fc.nat(2),
  stores: fc.array(store, { maxLength: 2 }),
  hsms: fc.array(hsm, { maxLength: 4 }),
  /** Keys to which queues refer: what a plan cannot follow is no consumer, and may be one once it settles. */
  consumers: fc.array(fc.nat(4), { maxLength: 2 }),
  partial: fc.constantFrom('none', 'complete', 'errored', 'deferred'),
  staysPartial: fc.boolean(),
});
type Model = typeof plans extends fc.Arbitrary<infer T> ? T : never;

export const pairs: fc.Arbitrary<Pair> = plans.map((model) => ({
  unsettled: render(model, false),
  settled: render(model, true),
}));

function render(model: Model, isSettled: boolean): JsonObject {
  const isPartial = model.partial !== 'none';
  const isShown = ({ isHidden }: { isHidden: boolean }) => isSettled || !isPartial || !isHidden;
  const top: Record<string, Json> = {};
  if (isPartial && (!isSettled || model.staysPartial)) {
    if (model.partial === 'complete') top['complete'] = false;
    if (model.partial === 'errored') top['errored'] = true;
    if (model.partial === 'deferred') top['deferred_changes'] = [otherDeferred];
  }
  return buildPlan({
    top,
    resources: [
      renderSource(isSettled),
      ...model.keys.map((k, i) => renderKey(k, i, isSettled)),
      ...model.aliases.flatMap((a, i) => (isShown(a) ? [renderAlias(a, i, model, isSettled)] : [])),
      ...model.consumers.map((c, i) => renderConsumer(c, i, model, isSettled)),
      ...Array.from({ length: model.clusters }, (_, i) => renderCluster(i, isSettled)),
      ...model.stores.map((s, i) => renderStore(s, i, model, isSettled)),
      ...model.hsms.flatMap((h, i) => (isShown(h) ? [renderHsm(h, i, model, isSettled)] : [])),
    ],
  });
}

/** What the locals have their values from: one that has nothing unknown to come from would be known. */
function renderSource(isSettled: boolean): ResourceSpec {
  const { computed, parts } = body(isSettled);
  computed('output', 'x');
  return { type: 'terraform_data', name: 'x', ...parts };
}

const otherDeferred = {
  reason: 'deferred_prereq',
  resource_change: { address: 'x.y', mode: 'managed', type: 'x', name: 'y' },
};

const specArgument: Readonly<Record<string, string>> = { aws_kms_key: 'customer_master_key_spec' };

/** The attribute that holds the key id. */
function idOf(type: string): string {
  return type === 'aws_kms_external_key' ? 'id' : 'key_id';
}

function renderKey(k: Model['keys'][number], i: number, isSettled: boolean): ResourceSpec {
  const { set, computed, parts } = body(isSettled);
  const [spec, usage] = k.kind.value;
  const maySet = (name: string, field: Maybe<Json>) => set(name, field.value, field.isKnown);
  computed(idOf(k.type), `key-${i}`);
  if (k.type !== 'aws_kms_replica_key') {
    set(specArgument[k.type] ?? 'key_spec', spec, k.kind.isKnown);
    set('key_usage', usage, k.isUsageKnown);
  }
  maySet(k.type === 'aws_kms_key' ? 'is_enabled' : 'enabled', k.enabled);
  if (k.type === 'aws_kms_key' || k.type === 'awscc_kms_key') {
    maySet('enable_key_rotation', k.rotation);
    if (k.period.isWritten) maySet('rotation_period_in_days', k.period);
    else computed('rotation_period_in_days', k.rotation.value ? 365 : 0);
  }
  if (k.type === 'aws_kms_key' && k.store.isWritten) maySet('custom_key_store_id', k.store);
  if (k.type === 'awscc_kms_key') {
    set('origin', k.imported.value ? 'EXTERNAL' : 'AWS_KMS', k.imported.isKnown);
  }
  const before =
    k.before === null
      ? null
      : { enable_key_rotation: k.before.rotation, rotation_period_in_days: k.before.period };
  return {
    type: k.type,
    name: `k${i}`,
    before,
    actions: [before === null ? 'create' : 'update'],
    ...parts,
  };
}

/** No one but AWS can create `alias/aws/…`: such a name is not left to apply. */
function renderAlias(
  a: Model['aliases'][number],
  i: number,
  { keys }: Model,
  isSettled: boolean,
): ResourceSpec {
  const { set, parts } = body(isSettled);
  const address = (n: number) => {
    const type = keys[n % keys.length]?.type ?? '';
    return `${type}.k${n % keys.length}.${idOf(type)}`;
  };
  const expression =
    a.by === 'reference'
      ? refers(address(a.target))
      : a.by === 'condition'
        ? refers(address(a.target), address(a.other), 'data.http.which.body')
        : refers('local.key');
  const isAws = a.name.value.startsWith('alias/aws/');
  set('name', a.name.value, a.name.isKnown || isAws);
  const isForeign = a.by === 'value';
  set(
    'target_key_id',
    isForeign ? 'foreign' : `key-${a.target % keys.length}`,
    isForeign,
    expression,
  );
  return { type: 'aws_kms_alias', name: `a${i}`, ...parts };
}

function renderConsumer(n: number, i: number, { keys }: Model, isSettled: boolean): ResourceSpec {
  const { set, parts } = body(isSettled);
  const type = keys[n % keys.length]?.type ?? '';
  const address = `${type}.k${n % keys.length}.${idOf(type)}`;
  set('kms_master_key_id', `key-${n % keys.length}`, false, refers(address));
  return { type: 'aws_sqs_queue', name: `q${i}`, ...parts };
}

function renderCluster(i: number, isSettled: boolean): ResourceSpec {
  const { computed, parts } = body(isSettled);
  computed('cluster_id', `cluster-${i}`);
  computed('cluster_state', 'ACTIVE');
  return { type: 'aws_cloudhsm_v2_cluster', name: `c${i}`, ...parts };
}

/** A cluster that is declared is referred to; any other is known by its id, or by a local. */
function setCluster(
  name: string,
  { cluster, by }: { readonly cluster: number; readonly by: string },
  isKnown: boolean,
  clusters: number,
  set: ReturnType<typeof body>['set'],
): void {
  const isDeclared = cluster < clusters && by === 'reference';
  const expression = isDeclared
    ? refers(`aws_cloudhsm_v2_cluster.c${cluster}.cluster_id`)
    : refers('local.cluster');
  set(name, `cluster-${cluster}`, isKnown && cluster >= clusters, expression);
}

function renderStore(
  s: Model['stores'][number],
  i: number,
  { clusters }: Model,
  isSettled: boolean,
): ResourceSpec {
  const { set, computed, parts } = body(isSettled);
  computed('id', `cks-${i}`);
  set('custom_key_store_type', s.type.value, s.type.isKnown);
  setCluster('cloud_hsm_cluster_id', s, s.isKnown, clusters, set);
  return { type: 'aws_kms_custom_key_store', name: `s${i}`, ...parts };
}

/** Zones that are told apart by their symbols stay apart when they settle: the rule rests on that. */
function renderHsm(
  h: Model['hsms'][number],
  i: number,
  { clusters }: Model,
  isSettled: boolean,
): ResourceSpec {
  const { set, computed, parts } = body(isSettled);
  const isShared = h.zone.isWritten && !h.zone.isKnown;
  const zone = h.zone.isKnown ? h.zone.value : isShared ? 'shared' : `own-${i}`;
  const symbol = isShared ? refers('aws_subnet.shared.availability_zone') : refers('local.zone');
  set('availability_zone', zone, h.zone.isKnown, symbol);
  setCluster('cluster_id', h, h.isClusterKnown, clusters, set);
  computed('hsm_state', h.state.value);
  return { type: 'aws_cloudhsm_v2_hsm', name: `h${i}`, ...parts };
}
