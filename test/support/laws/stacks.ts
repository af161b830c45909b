import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { computed, defaults } from '../judge/judge-plan.ts';
import { planBlock, printBlock, type Argument, type Block } from './blocks.ts';
import { addressOf, buildPlan, constant, type ResourceSpec } from '../build/plan-builder.ts';

/** One stack, written as a configuration and planned. */
export interface Stack {
  readonly hcl: string;
  readonly plan: JsonObject;
  /** A plan lists what a condition and its branches refer to, and not which is which. */
  readonly hasCondition: boolean;
}

/** The kinds of key that AWS makes. */
const kinds = [
  ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  ['RSA_2048', 'SIGN_VERIFY'],
  ['HMAC_256', 'GENERATE_VERIFY_MAC'],
] as const;

/** An argument: left out, written, or told by something that is known only after apply. */
type Written =
  | { readonly is: 'absent' | 'unknown' }
  | { readonly is: 'value'; readonly value: Json };

const written = (...values: readonly Json[]): fc.Arbitrary<Written> =>
  fc.oneof(fc.constant({ is: 'absent' } as const), fc.constant({ is: 'unknown' } as const), {
    weight: 3,
    arbitrary: fc.constantFrom(...values).map((value) => ({ is: 'value', value }) as const),
  });

const key = fc.record({
  isExternal: fc.boolean(),
  kind: fc.constantFrom(...kinds),
  rotation: written(true, false),
  period: written(30, 90, 365),
  enabled: written(true, false),
  store: fc.constantFrom('none', 'none', 'declared', 'known', 'unknown'),
  instances: fc.constantFrom<readonly (string | number)[]>([], [], [0, 1], ['a', 'b']),
});
const alias = fc.record({
  name: fc.constantFrom('app', 'app-v1', 'app-v2', 'other'),
  by: fc.constantFrom('reference', 'condition', 'unknown', 'value'),
  target: fc.nat(9),
  other: fc.nat(9),
});
/** Only the configuration tells whether two zones that are known later are one. */
const hsm = fc.record({
  cluster: fc.nat(1),
  isClusterKnown: fc.boolean(),
  zone: fc.constantFrom<string | null>('a', 'b', null),
  count: fc.constantFrom(1, 2),
});
/** A queue with a key of its own, or one that is known later. */
const consumer = fc.record({
  by: fc.constantFrom('reference', 'reference', 'unknown'),
  key: fc.nat(9),
});

/** A role that is made with it, or one that is written out. */
const grant = fc.record({
  target: fc.nat(9),
  isKeyKnown: fc.boolean(),
  grantee: fc.constantFrom('a', 'b', null),
  operations: fc.constantFrom(['Decrypt'], ['Decrypt', 'Sign'], ['Verify', 'VerifyMac'], null),
});
const models = fc.record({
  keys: fc.array(key, { minLength: 1, maxLength: 4 }),
  aliases: fc.array(alias, { maxLength: 3 }),
  clusters: fc.nat(2),
  hasStore: fc.boolean(),
  isStoreKnown: fc.boolean(),
  hsms: fc.array(hsm, { maxLength: 3 }),
  consumers: fc.array(consumer, { maxLength: 3 }),
  grants: fc.array(grant, { maxLength: 2 }),
});
type Model = typeof models extends fc.Arbitrary<infer T> ? T : never;

export const stacks: fc.Arbitrary<Stack> = models.map((model) => {
  const blocks = blocksOf(model);
  return {
    hcl: [
      'provider "aws" {\n  region = "eu-west-1"\n}',
      ...['p', 'q'].map((name) => `data "aws_ssm_parameter" "${name}" {\n  name = "p"\n}`),
      'resource "aws_iam_role" "r" {\n  assume_role_policy = "{}"\n}',
      ...blocks.map(printBlock),
    ].join('\n\n'),
    plan: buildPlan({
      resources: [
        ...['p', 'q'].map((name) => ({ ...parameter, name })),
        ...blocks.flatMap(planBlock),
      ],
    }),
    hasCondition: model.aliases.some(({ by }) => by === 'condition'),
  };
});

/** Two values that are known later; only the configuration tells that one expression is another. */
const later = 'data.aws_ssm_parameter.p.value';
const another = 'data.aws_ssm_parameter.q.value';
const parameter: Omit<ResourceSpec, 'name'> = {
  type: 'aws_ssm_parameter',
  mode: 'data',
  actions: ['read'],
  unknown: { value: true },
  expressions: { name: constant('p') },
};

function literal(value: Json): Argument {
  return { text: JSON.stringify(value), value };
}

function reference(...addresses: readonly string[]): Argument {
  const [first = '', second] = addresses;
  if (second === undefined) return { text: first, references: [first] };
  return { text: `${later} == "x" ? ${first} : ${second}`, references: [later, ...addresses] };
}

function args(given: Readonly<Record<string, Written>>): Record<string, Argument> {
  const found: Record<string, Argument> = {};
  for (const [name, argument] of Object.entries(given)) {
    if (argument.is === 'unknown') found[name] = reference(later);
    if (argument.is === 'value') found[name] = literal(argument.value);
  }
  return found;
}

function blocksOf({
  keys,
  aliases,
  clusters,
  hasStore,
  isStoreKnown,
  hsms,
  consumers,
  grants,
}: Model): readonly Block[] {
  const stored = hasStore && clusters > 0;
  const keyBlocks = keys.map((k, i) => keyBlock(k, i, stored));
  const addresses = keyBlocks.flatMap(({ type, name, instances }) =>
    (instances.length === 0 ? [undefined] : instances).map(
      (index) => `${addressOf({ type, name, ...(index === undefined ? {} : { index }) })}.key_id`,
    ),
  );
  const one = (n: number): string => addresses[n % addresses.length] ?? '';
  const targets = {
    reference: (a: Model['aliases'][number]) => reference(one(a.target)),
    condition: (a: Model['aliases'][number]) => reference(one(a.target), one(a.other)),
    unknown: () => reference(later),
    value: () => literal('1234abcd-12ab-34cd-56ef-1234567890ab'),
  } as const;
  const plain = { instances: [], after: {}, unknown: {} };
  const clusterId = (n: number) => reference(`aws_cloudhsm_v2_cluster.c${n % clusters}.cluster_id`);
  return [
    ...keyBlocks,
    ...aliases.map((a, i) => ({
      ...plain,
      type: 'aws_kms_alias',
      name: `a${i}`,
      args: { name: literal(`alias/${a.name}`), target_key_id: targets[a.by](a) },
    })),
    ...consumers.map(({ by, key: n }, i) => ({
      ...plain,
      type: 'aws_sqs_queue',
      name: `q${i}`,
      args: { kms_master_key_id: by === 'reference' ? reference(one(n)) : reference(later) },
      unknown: { arn: true, id: true },
    })),
    ...grants.map((g, i) => ({
      ...plain,
      type: 'aws_kms_grant',
      name: `g${i}`,
      args: {
        key_id: reference(g.isKeyKnown ? one(g.target) : later),
        grantee_principal:
          g.grantee === null
            ? reference('aws_iam_role.r.arn')
            : literal(`arn:aws:iam::111122223333:role/${g.grantee}`),
        // A plan does not tell that two lists that are known later are one.
        operations:
          g.operations === null ? reference([later, another][i] ?? later) : literal(g.operations),
      },
    })),
    ...Array.from({ length: clusters }, (_, i) => ({
      ...plain,
      type: 'aws_cloudhsm_v2_cluster',
      name: `c${i}`,
      args: { hsm_type: literal('hsm2m.medium') },
      unknown: { cluster_id: true, cluster_state: true },
    })),
    ...(stored
      ? [
          {
            ...plain,
            type: 'aws_kms_custom_key_store',
            name: 's',
            args: { cloud_hsm_cluster_id: isStoreKnown ? clusterId(0) : reference(another) },
            unknown: { id: true },
          },
        ]
      : []),
    ...(clusters === 0 ? [] : hsms).map((h, i) => ({
      ...plain,
      type: 'aws_cloudhsm_v2_hsm',
      name: `h${i}`,
      instances: h.count === 1 ? [] : [0, 1],
      args: {
        cluster_id: h.isClusterKnown ? clusterId(h.cluster) : reference(later),
        ...(h.zone === null ? {} : { availability_zone: literal(h.zone) }),
      },
      unknown: { hsm_state: true, availability_zone: true },
    })),
  ];
}

function keyBlock(k: Model['keys'][number], i: number, hasStore: boolean): Block {
  const { isExternal, instances } = k;
  const [spec, usage] = k.kind;
  const name = `k${i}`;
  const common = { ...args({ [isExternal ? 'enabled' : 'is_enabled']: k.enabled }) };
  if (isExternal) {
    const after = { key_spec: spec, key_usage: usage, enabled: true };
    const own = { ...common, key_spec: literal(spec), key_usage: literal(usage) };
    const unknown = { id: true, key_id: true, arn: true };
    return { type: 'aws_kms_external_key', name, instances, args: own, after, unknown };
  }
  const stores: Readonly<Record<string, Argument>> = {
    declared: hasStore ? reference('aws_kms_custom_key_store.s.id') : literal('cks-1'),
    known: literal('cks-1'),
    unknown: reference(later),
  };
  const store = stores[k.store];
  return {
    type: 'aws_kms_key',
    name,
    instances,
    args: {
      ...common,
      customer_master_key_spec: literal(spec),
      key_usage: literal(usage),
      ...args({ enable_key_rotation: k.rotation, rotation_period_in_days: k.period }),
      ...(store === undefined ? {} : { custom_key_store_id: store }),
    },
    after: defaults,
    unknown: computed,
  };
}
