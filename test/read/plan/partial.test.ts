import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/read/input/resource.ts';
import {
  judge,
  judgePlan,
  newAlias,
  newKey,
  newRsaKey,
  oldKey,
} from '../../support/judge/judge-plan.ts';
import {
  buildPlan,
  constant,
  refers,
  stateOf,
  type ResourceSpec,
} from '../../support/build/plan-builder.ts';

const aliasless = 'manual-rotation-alias-missing';
const key = 'aws_kms_key.k';
const cluster: ResourceSpec = {
  type: 'aws_cloudhsm_v2_cluster',
  name: 'c',
  unknown: { cluster_id: true, cluster_state: true },
};
const store: ResourceSpec = {
  type: 'aws_kms_custom_key_store',
  name: 's',
  unknown: { id: true, cloud_hsm_cluster_id: true },
  expressions: { cloud_hsm_cluster_id: refers('aws_cloudhsm_v2_cluster.c.cluster_id') },
};

const deferred: Json = [
  {
    reason: 'deferred_prereq',
    resource_change: { address: 'x.y', mode: 'managed', type: 'x', name: 'y' },
  },
];
const partial: readonly (readonly [string, Readonly<Record<string, Json | undefined>>])[] = [
  ['errored', { errored: true, complete: false }],
  ['complete: false', { complete: false }],
  ['deferred changes', { deferred_changes: deferred }],
];

describe('absence from a partial plan is neither a failure nor a pass', () => {
  test.each(partial)('%s: no alias', (_, top) => {
    expect(judge([newRsaKey('k')]).kind(aliasless, key)).toBe('fail');
    expect(judge([newRsaKey('k')], { top }).kind(aliasless, key)).toBe('open');
  });

  test.each(partial)('%s: no HSMs', (_, top) => {
    const rules = ['key-store-under-two-hsms', 'hsm-cluster-under-two-hsms'] as const;
    expect(judge([cluster, store]).kind(rules[0], 'aws_kms_custom_key_store.s')).toBe('fail');
    expect(judge([cluster, store], { top }).kind(rules[0], 'aws_kms_custom_key_store.s')).toBe(
      'open',
    );
    expect(judge([cluster], { top }).kind(rules[1], 'aws_cloudhsm_v2_cluster.c')).toBe('open');
  });

  test.each(partial)('%s: what is there is judged', (_, top) => {
    const judged = judge([newKey('a'), newRsaKey('k'), newAlias('k', refers('aws_kms_key.k.id'))], {
      top,
    });
    expect(judged.kind('rotation-disabled', 'aws_kms_key.a')).toBe('fail');
    expect(judged.kind(aliasless, key)).toBe('pass');
  });
});

test('an errored plan is a gap, a targeted one is its author’s choice', () => {
  expect(judge([newKey('k')], { top: { errored: true } }).gaps).toHaveLength(1);
  expect(judge([newKey('k')], { top: { complete: false } }).gaps).toEqual([]);
});

describe('a key of which the plan holds no change', () => {
  const state = {
    format_version: '1.0',
    values: { root_module: { resources: [stateOf(newKey('k'), oldKey('k', '1').after ?? {})] } },
  };
  const kinds = (top: Readonly<Record<string, Json | undefined>>) => {
    const judged = judgePlan(buildPlan({ resources: [], top: { prior_state: state, ...top } }));
    return ['key-destroyed', 'key-forgotten'].map((rule) => judged.kind(rule, key)).join(' ');
  };

  test('is kept by a targeted plan', () => {
    expect(kinds({ complete: false })).toBe('pass pass');
  });

  test.each<[string, Readonly<Record<string, Json | undefined>>]>([
    ['errored', { errored: true }],
    [
      'without resource_changes',
      { resource_changes: undefined, planned_values: { root_module: { resources: [] } } },
    ],
    [
      'of which a change could not be read',
      { resource_changes: [{ address: key, type: 'aws_kms_key' }] },
    ],
  ])('is undecided in a plan %s', (_, top) => {
    expect(kinds(top)).toBe('open open');
  });
});

describe('deferred changes', () => {
  const change = (spec: ResourceSpec): Json => {
    const changes = buildPlan({ resources: [spec] })['resource_changes'];
    return Array.isArray(changes)
      ? [{ reason: 'provider_config_unknown', resource_change: changes[0] }]
      : [];
  };

  test('are judged by what they already tell', () => {
    const declared = { ...newKey('k'), declaredOnly: true };
    const judged = judge([declared], { top: { deferred_changes: change(newKey('k')) } });
    expect(judged.kind('rotation-disabled', key)).toBe('fail');
  });

  test('an alias that is deferred may or may not come', () => {
    const alias = newAlias('a', refers('aws_kms_key.k.key_id'));
    const judged = judge([newRsaKey('k')], { top: { deferred_changes: change(alias) } });
    expect(judged.kind(aliasless, key)).toBe('open');
  });
});

describe('a targeted plan of OpenTofu, which does not say that it is one', () => {
  const top = { applyable: undefined, complete: undefined, errored: undefined };

  test('a declared alias without an instance', () => {
    const alias = newAlias('a', refers('aws_kms_key.k.key_id'), { declaredOnly: true });
    const judged = judge([newRsaKey('k'), newRsaKey('other'), alias], { top });
    expect(judged.kind(aliasless, key)).toBe('open');
    expect(judged.kind(aliasless, 'aws_kms_key.other')).toBe('fail');
  });

  test('a declared alias in a module without an instance', () => {
    const alias = newAlias('a', refers('var.key'), { declaredOnly: true, module: 'module.m' });
    const judged = judge([newRsaKey('k'), newRsaKey('other'), alias], {
      top,
      modules: [{ path: 'm', expressions: { key: refers('aws_kms_key.k.key_id') } }],
    });
    expect(judged.kind(aliasless, key)).toBe('open');
    expect(judged.kind(aliasless, 'aws_kms_key.other')).toBe('fail');
  });

  test('declared HSMs without an instance', () => {
    const hsm: ResourceSpec = {
      type: 'aws_cloudhsm_v2_hsm',
      name: 'h',
      declaredOnly: true,
      expressions: { cluster_id: refers('aws_cloudhsm_v2_cluster.c.cluster_id') },
    };
    const kind = (own: Readonly<Record<string, Json | undefined>>, count?: Json) =>
      judge([cluster, store, { ...hsm, ...(count === undefined ? {} : { count }) }], {
        top: own,
      }).kind('key-store-under-two-hsms', 'aws_kms_custom_key_store.s');
    expect(kind(top, constant(2))).toBe('open');
    expect(kind(top)).toBe('fail');
    expect(kind({ complete: true }, constant(2))).toBe('fail');
  });
});

test('a deletion that is deferred is neither a deletion nor none', () => {
  const before = { enable_key_rotation: true, key_id: 'a' };
  const judged = judgePlan({
    format_version: '1.2',
    planned_values: {},
    resource_changes: [],
    deferred_changes: [
      {
        reason: 'deferred_prereq',
        resource_change: {
          address: 'aws_kms_key.a',
          mode: 'managed',
          type: 'aws_kms_key',
          name: 'a',
          change: { actions: ['delete'], before, after: null, after_unknown: {} },
        },
      },
    ],
  });
  expect(judged.kind('key-destroyed', 'aws_kms_key.a')).toBe('open');
  expect(judged.findings.filter(({ kind }) => kind === 'fail')).toEqual([]);
});
