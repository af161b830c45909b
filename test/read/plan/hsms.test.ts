import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judge } from '../../support/judge/judge-plan.ts';
import { constant, refers, type ResourceSpec } from '../../support/build/plan-builder.ts';

const storeRule = 'key-store-under-two-hsms';
const clusterRule = 'hsm-cluster-under-two-hsms';
const store = 'aws_kms_custom_key_store.s';
const cluster = 'aws_cloudhsm_v2_cluster.c';

const clusterSpec: ResourceSpec = {
  type: 'aws_cloudhsm_v2_cluster',
  name: 'c',
  unknown: { cluster_id: true, cluster_state: true },
};
const toCluster = refers('aws_cloudhsm_v2_cluster.c.cluster_id');

function storeSpec(target: JsonObject = toCluster, after: JsonObject = {}): ResourceSpec {
  return {
    type: 'aws_kms_custom_key_store',
    name: 's',
    after,
    unknown: {
      id: true,
      custom_key_store_type: true,
      ...(after['cloud_hsm_cluster_id'] === undefined ? { cloud_hsm_cluster_id: true } : {}),
    },
    expressions: { cloud_hsm_cluster_id: target },
  };
}

function hsm(name: string, rest: Partial<ResourceSpec> = {}): ResourceSpec {
  return {
    type: 'aws_cloudhsm_v2_hsm',
    name,
    ...rest,
    unknown: { cluster_id: true, hsm_state: true, ...Object(rest.unknown) },
    expressions: { cluster_id: toCluster, ...rest.expressions },
  };
}

const inZone = (name: string, zone: string, rest: Partial<ResourceSpec> = {}) =>
  hsm(name, { ...rest, after: { availability_zone: zone } });
const inSubnet = (name: string, subnet: JsonObject, rest: Partial<ResourceSpec> = {}) =>
  hsm(name, {
    ...rest,
    unknown: { subnet_id: true, availability_zone: true },
    expressions: { subnet_id: subnet },
  });

function kind(...hsms: readonly ResourceSpec[]): string | undefined {
  return judge([clusterSpec, storeSpec(), ...hsms]).kind(storeRule, store);
}

describe('HSMs of a key store', () => {
  test('none, one, two', () => {
    expect(kind()).toBe('fail');
    expect(kind(inZone('a', 'eu-west-1a'))).toBe('fail');
    expect(kind(inZone('a', 'eu-west-1a'), inZone('b', 'eu-west-1b'))).toBe('pass');
  });

  test('two in one zone', () => {
    expect(kind(inZone('a', 'eu-west-1a'), inZone('b', 'eu-west-1a'))).toBe('fail');
  });

  test('two in one subnet, by value and by reference', () => {
    const value = (name: string) => hsm(name, { after: { subnet_id: 'subnet-1' } });
    expect(kind(value('a'), value('b'))).toBe('fail');
    const a = refers('aws_subnet.a.id');
    expect(kind(inSubnet('a', a), inSubnet('b', a))).toBe('fail');
    expect(kind(inSubnet('a', a), inSubnet('b', refers('aws_subnet.b.id')))).toBe('pass');
  });

  test('two by fixed indices of one list', () => {
    const at = (i: number) => refers(`module.vpc.private_subnets[${i}]`);
    expect(kind(inSubnet('a', at(0)), inSubnet('b', at(1)))).toBe('pass');
    expect(kind(inSubnet('a', at(0)), inSubnet('b', at(0)))).toBe('fail');
  });

  test('two elements of a list that a function picks are not provably equal', () => {
    const list = refers('module.vpc.private_subnets');
    expect(kind(inSubnet('a', list), inSubnet('b', list))).toBe('pass');
    const ids = refers('data.aws_subnets.private.ids');
    expect(kind(inSubnet('a', ids), inSubnet('b', ids))).toBe('pass');
  });

  test('by count', () => {
    const subnet = refers('aws_subnet.x', 'count.index');
    const two = [0, 1].map((index) => inSubnet('h', subnet, { index, count: constant(2) }));
    expect(kind(...two)).toBe('pass');
    const same = refers('aws_subnet.x.id');
    expect(kind(...[0, 1].map((index) => inSubnet('h', same, { index })))).toBe('fail');
    expect(kind(inSubnet('h', subnet, { index: 0, count: constant(1) }))).toBe('fail');
  });

  test('by for_each over zones', () => {
    const zones = ['eu-west-1a', 'eu-west-1b'];
    expect(kind(...zones.map((index) => inZone('h', index, { index })))).toBe('pass');
  });

  test('of which one goes', () => {
    const gone = inZone('b', 'eu-west-1b', { actions: ['delete'], before: { hsm_id: 'hsm-1' } });
    expect(kind(inZone('a', 'eu-west-1a'), { ...gone, after: null })).toBe('fail');
  });

  test('of another cluster do not count', () => {
    const other = { expressions: { cluster_id: refers('aws_cloudhsm_v2_cluster.d.cluster_id') } };
    const specs = [{ ...clusterSpec, name: 'd' }, inZone('b', 'eu-west-1b', other)];
    expect(kind(inZone('a', 'eu-west-1a'), ...specs)).toBe('fail');
  });

  test('of an unresolved cluster may count', () => {
    const somewhere = { expressions: { cluster_id: refers('local.cluster') } };
    expect(kind(inZone('a', 'eu-west-1a'), inZone('b', 'eu-west-1b', somewhere))).toBe('open');
    expect(kind(inZone('a', 'eu-west-1a'), inZone('b', 'eu-west-1a', somewhere))).toBe('fail');
  });

  test('in a state that is not active do not count; one in a new state may', () => {
    const second = (state: string) =>
      kind(
        inZone('a', 'eu-west-1a'),
        hsm('b', {
          after: { availability_zone: 'eu-west-1b', hsm_state: state },
          unknown: { hsm_state: false },
        }),
      );
    expect(second('ACTIVE')).toBe('pass');
    expect(second('CREATE_IN_PROGRESS')).toBe('pass');
    expect(second('DEGRADED')).toBe('fail');
    expect(second('HIBERNATING')).toBe('open');
  });
});

describe('the cluster of a key store', () => {
  const two = [inZone('a', 'eu-west-1a'), inZone('b', 'eu-west-1b')];

  test('by known id', () => {
    const known: ResourceSpec = {
      ...clusterSpec,
      actions: ['no-op'],
      after: { cluster_id: 'cluster-1', cluster_state: 'ACTIVE' },
      unknown: {},
    };
    const byId = storeSpec(constant('cluster-1'), { cloud_hsm_cluster_id: 'cluster-1' });
    expect(judge([known, byId]).kind(storeRule, store)).toBe('fail');
    expect(judge([known, byId, ...two]).kind(storeRule, store)).toBe('pass');
  });

  test('declared elsewhere: undecided, but for two HSMs that name it', () => {
    const far = storeSpec(constant('cluster-9'), { cloud_hsm_cluster_id: 'cluster-9' });
    expect(judge([far]).kind(storeRule, store)).toBe('open');
    const there = (name: string, zone: string) =>
      hsm(name, {
        after: { availability_zone: zone, cluster_id: 'cluster-9' },
        unknown: { cluster_id: false },
      });
    const hsms = [there('a', 'eu-west-1a'), there('b', 'eu-west-1b')];
    expect(judge([far, ...hsms]).kind(storeRule, store)).toBe('pass');
  });

  test('through a data source', () => {
    const data: ResourceSpec = {
      type: 'aws_cloudhsm_v2_cluster',
      name: 'd',
      mode: 'data',
      actions: ['read'],
      unknown: true,
      expressions: { cluster_id: toCluster },
    };
    const through = storeSpec(refers('data.aws_cloudhsm_v2_cluster.d.cluster_id'));
    expect(judge([clusterSpec, data, through, ...two]).kind(storeRule, store)).toBe('pass');
    expect(judge([clusterSpec, data, through]).kind(storeRule, store)).toBe('fail');
    const foreign = { ...data, expressions: { cluster_id: refers('local.id') } };
    expect(judge([clusterSpec, foreign, through, ...two]).kind(storeRule, store)).toBe('open');
  });

  test('is judged with its key store alone', () => {
    expect(judge([clusterSpec, storeSpec()]).kind(clusterRule, cluster)).toBe('notApplicable');
    expect(judge([clusterSpec]).kind(clusterRule, cluster)).toBe('fail');
    expect(judge([clusterSpec, ...two]).kind(clusterRule, cluster)).toBe('pass');
    const unclear = storeSpec(refers('local.cluster'));
    expect(judge([clusterSpec, unclear]).kind(clusterRule, cluster)).toBe('open');
  });

  test('that goes is not judged; one to be activated is told what to do', () => {
    const inState = (state: string) =>
      judge([{ ...clusterSpec, after: { cluster_state: state }, unknown: {} }]).finding(
        clusterRule,
        cluster,
      );
    expect(inState('DELETE_IN_PROGRESS')?.kind).toBe('notApplicable');
    expect(inState('DELETED')?.kind).toBe('notApplicable');
    expect(inState('UNINITIALIZED')?.message).toContain('only after activation');
    expect(inState('SLEEPING')?.kind).toBe('open');
  });
});

describe('key store types', () => {
  test('an external key store has no HSMs', () => {
    const xks = storeSpec(toCluster, { custom_key_store_type: 'EXTERNAL_KEY_STORE' });
    const spec = {
      ...xks,
      unknown: { id: true },
      expressions: { custom_key_store_type: constant('x') },
    };
    expect(judge([spec]).kind(storeRule, store)).toBe('notApplicable');
  });

  test('a type that AWS adds later is undecided', () => {
    const later = storeSpec(toCluster, { custom_key_store_type: 'QUANTUM' });
    const spec = { ...later, unknown: { id: true, cloud_hsm_cluster_id: true } };
    expect(judge([clusterSpec, spec]).kind(storeRule, store)).toBe('open');
  });
});
