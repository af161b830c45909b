import { describe, expect, test } from 'vitest';
import { judge, judgePlan, newKey, oldKey } from '../../support/judge/judge-plan.ts';
import { buildPlan, stateOf, type ResourceSpec } from '../../support/build/plan-builder.ts';

const destroyed = 'key-destroyed';
const forgotten = 'key-forgotten';
const off = 'rotation-turned-off';
const key = 'aws_kms_key.k';

function changed(actions: readonly string[], rest: Partial<ResourceSpec> = {}) {
  const isGone = !actions.includes('create') && !actions.includes('update');
  return judge([
    oldKey('k', '1', { actions, ...(isGone ? { after: null } : {}), unknown: {}, ...rest }),
  ]);
}

describe('action lists', () => {
  test.each([
    [['no-op'], 'pass', 'pass'],
    [['update'], 'pass', 'pass'],
    [['delete'], 'fail', 'pass'],
    [['delete', 'create'], 'fail', 'pass'],
    [['create', 'delete'], 'fail', 'pass'],
    [['forget'], 'pass', 'fail'],
    [['create', 'forget'], 'pass', 'fail'],
    [['forget', 'create'], 'pass', 'fail'],
    [['transmogrify'], 'open', 'open'],
    [[], 'open', 'open'],
  ])('%j: destroyed %s, forgotten %s', (actions, isDestroyed, isForgotten) => {
    const judged = changed(actions, actions[0] === 'no-op' ? { after: {} } : {});
    expect(judged.kind(destroyed, key)).toBe(isDestroyed);
    expect(judged.kind(forgotten, key)).toBe(isForgotten);
  });

  test('a key that goes is not judged for its rotation any more, its successor is', () => {
    expect(changed(['delete']).kind('rotation-disabled', key)).toBeUndefined();
    expect(changed(['forget']).kind('rotation-disabled', key)).toBeUndefined();
    expect(changed(['delete', 'create']).kind('rotation-disabled', key)).toBe('fail');
  });

  test('a key that a create plan makes has no past', () => {
    const judged = judge([newKey('k')]);
    expect([destroyed, forgotten, off].map((rule) => judged.kind(rule, key))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('why a key is replaced', () => {
  test('replace_paths name the argument', () => {
    const { finding } = changed(['delete', 'create'], {
      extraChange: { replace_paths: [['customer_master_key_spec'], ['a', 0, 'b']] },
    });
    expect(finding(destroyed, key)?.severity).toBe('critical');
    expect(finding(destroyed, key)?.message).toContain(
      'because customer_master_key_spec, a[0].b forces it',
    );
  });

  test.each([
    ['replace_by_request', ['delete', 'create'], 'asks for it (-replace)'],
    ['replace_by_triggers', ['create', 'delete'], 'replace_triggered_by'],
    ['delete_because_no_module', ['delete'], 'no block declares it any more'],
    ['delete_because_enabled_false', ['delete'], 'makes no such instance'],
  ])('%s is named', (action_reason, actions, cause) => {
    const found = changed(actions, { extra: { action_reason } }).finding(destroyed, key);
    expect(found).toMatchObject({ kind: 'fail', severity: 'critical' });
    expect(found?.message).toContain(cause);
  });

  test('a tainted key: high', () => {
    const { finding } = changed(['delete', 'create'], {
      extra: { action_reason: 'replace_because_tainted' },
    });
    expect(finding(destroyed, key)?.severity).toBe('high');
    expect(finding(destroyed, key)?.message).toContain('because it is tainted');
  });

  test('a replica: high', () => {
    const replica: ResourceSpec = {
      type: 'aws_kms_replica_key',
      name: 'r',
      actions: ['delete'],
      before: { key_id: 'mrk-1' },
      after: null,
    };
    expect(judge([replica]).finding(destroyed, 'aws_kms_replica_key.r')?.severity).toBe('high');
  });

  test('an unknown action_reason and a malformed path do no harm', () => {
    const { finding } = changed(['delete', 'create'], {
      extra: { action_reason: 'replace_because_of_the_weather' },
      extraChange: { replace_paths: ['x', [{}], null] },
    });
    expect(finding(destroyed, key)?.kind).toBe('fail');
  });

  test('allow takes address globs', () => {
    const specs = [oldKey('k', '1', { actions: ['delete'], after: null, module: 'module.m["a"]' })];
    const of = (glob: string) =>
      judge(specs, {}, { [destroyed]: { allow: [glob] } }).kind(destroyed, `module.m["a"].${key}`);
    expect(of('module.m["a"].*')).toBe('notApplicable');
    expect(of('*')).toBe('notApplicable');
    expect(of('module.m["b"].*')).toBe('fail');
    expect(of('module.m["a"]')).toBe('fail');
  });
});

describe('deposed objects', () => {
  const deposed = oldKey('k', 'old', {
    actions: ['delete'],
    after: null,
    extra: { deposed: '1a2b3c4d' },
  });

  test('are keys of their own: their deletion is told beside the current key', () => {
    const judged = judge([oldKey('k', 'new'), deposed]);
    const kinds = judged.findings.filter((f) => f.ruleId === destroyed).map((f) => f.kind);
    expect(kinds).toEqual(['fail', 'pass']);
    expect(judged.gaps).toEqual([]);
    const prints = judged.findings.map((f) => f.fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('hide no current object that planned_values hold', () => {
    const plan = buildPlan({
      resources: [deposed],
      top: {
        planned_values: {
          root_module: { resources: [stateOf(newKey('k'), newKey('k').after ?? {})] },
        },
      },
    });
    expect(judgePlan(plan).kind('rotation-disabled', key)).toBe('fail');
  });
});

describe('rotation turned off', () => {
  const change = (before: object, after: object, rest: Partial<ResourceSpec> = {}) =>
    oldKey('k', '1', {
      actions: ['update'],
      before: { enable_key_rotation: true, rotation_period_in_days: 365, ...before },
      after: { enable_key_rotation: true, rotation_period_in_days: 365, ...after },
      ...rest,
    });

  test('on, then off', () => {
    const judged = judge([change({}, { enable_key_rotation: false, rotation_period_in_days: 0 })]);
    expect(judged.kind(off, key)).toBe('fail');
  });

  test('off before, or on still', () => {
    expect(judge([change({ enable_key_rotation: false }, {})]).kind(off, key)).toBe(
      'notApplicable',
    );
    expect(judge([change({}, {})]).kind(off, key)).toBe('pass');
  });

  test('a period that grows past maxDays, but none that was too long before', () => {
    const kind = (before: number, after: number) =>
      judge(
        [change({ rotation_period_in_days: before }, { rotation_period_in_days: after })],
        {},
        {
          [off]: { maxDays: 400 },
        },
      ).kind(off, key);
    expect(kind(365, 401)).toBe('fail');
    expect(kind(365, 400)).toBe('pass');
    expect(kind(500, 600)).toBe('pass');
  });

  test('over a moved address', () => {
    const moved = change(
      {},
      { enable_key_rotation: false },
      {
        extra: { previous_address: 'aws_kms_key.old_name' },
      },
    );
    expect(judge([moved]).kind(off, key)).toBe('fail');
  });

  test.each([
    [['delete', 'create']],
    [['create', 'delete']],
    [['create', 'forget']],
    [['forget', 'create']],
  ])('not on a key that is another one now: %j', (actions) => {
    const judged = judge([change({}, { enable_key_rotation: false }, { actions })]);
    expect(judged.kind(off, key)).toBeUndefined();
  });
});

test('a moved key keeps its identity: nothing is destroyed', () => {
  const judged = judge([oldKey('k', '1', { extra: { previous_address: 'aws_kms_key.before' } })]);
  expect(judged.kind(destroyed, 'aws_kms_key.before')).toBe('pass');
  expect(judged.all('fail')).toEqual(['rotation-disabled aws_kms_key.k']);
});

test('an import is judged like any key, and is not destroyed', () => {
  const judged = judge([oldKey('k', '1', { extraChange: { importing: { id: '1' } } })]);
  expect(judged.kind('rotation-disabled', key)).toBe('fail');
  expect(judged.kind(destroyed, key)).toBe('pass');
});

test('two resources with one address are a gap', () => {
  const judged = judgePlan(buildPlan({ resources: [oldKey('k', '1'), oldKey('k', '2')] }));
  expect(judged.gaps.map(({ reason }) => reason)).toEqual(['conflicting-declarations']);
});
