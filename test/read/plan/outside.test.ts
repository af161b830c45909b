import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judge, judgePlan, newKey, newRsaKey, oldKey } from '../../support/judge/judge-plan.ts';
import { buildPlan, refers, stateOf, type ResourceSpec } from '../../support/build/plan-builder.ts';

// What happened outside of Terraform: `resource_drift`, and plans that only refresh the state.

const key = 'aws_kms_key.k';
const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };
const old = oldKey('k', '1', { before: rsa, after: rsa });
const aliasBefore = { id: 'alias/k', name: 'alias/k', target_key_id: '1' };

/** An alias that was on the key `1`. */
function alias(rest: Partial<ResourceSpec>): ResourceSpec {
  return {
    type: 'aws_kms_alias',
    name: 'k',
    expressions: { target_key_id: refers('aws_kms_key.k.key_id') },
    before: aliasBefore,
    ...rest,
  };
}

function deletedOutside(spec: ResourceSpec): JsonObject {
  const change = { actions: ['delete'], before: spec.before ?? null, after: null };
  return { ...stateOf(spec, {}), change };
}

describe('a key that was deleted outside', () => {
  const top = { resource_drift: [deletedOutside(old)] };
  const moving = alias({
    actions: ['update'],
    after: { id: 'alias/k', name: 'alias/k' },
    unknown: { target_key_id: true },
  });

  test('is the unusable predecessor of the one that the plan makes in its place', () => {
    const judged = judge([newRsaKey('k'), moving], { top });
    const finding = judged.finding('predecessor-unusable', key);
    expect(finding).toMatchObject({ kind: 'fail', severity: 'critical' });
    expect(finding?.message).toContain('was deleted outside of Terraform');
    expect(judged.kind('alias-target-incompatible', 'aws_kms_alias.k')).toBe('pass');
  });

  test('was not destroyed or forgotten by the plan', () => {
    const judged = judge([newRsaKey('k'), moving], { top });
    expect(judged.kind('key-destroyed', key)).toBe('notApplicable');
    expect(judged.kind('key-forgotten', key)).toBe('pass');
    expect(judged.kind('rotation-turned-off', key)).toBeUndefined();
  });

  test('whose policy held more than that of the new one', () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'kms:Sign', Resource: '*' },
      ],
    });
    const richer = deletedOutside({ ...old, before: { ...old.before, policy } });
    const judged = judge([newRsaKey('k'), moving], { top: { resource_drift: [richer] } });
    expect(judged.kind('successor-policy-not-copied', key)).toBe('fail');
  });

  test('was one of another address, and its alias went with it', () => {
    const elsewhere = { ...old, name: 'before' };
    const drift = [deletedOutside(elsewhere), deletedOutside(alias({}))];
    const judged = judge([newRsaKey('k'), alias({ before: null, after: aliasAfter })], {
      top: { resource_drift: drift },
      providers: { aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } } },
    });
    expect(judged.kind('predecessor-unusable', 'aws_kms_key.before')).toBe('fail');
  });
});

const aliasAfter = { name: 'alias/k' };

test('a drift that is no array is refused, one of another shape is a gap', () => {
  expect(() => judge([], { top: { resource_drift: 'x' } })).toThrow(/resource_drift/);
  const { gaps } = judge([], {
    top: { resource_drift: [{ type: 'aws_kms_key', change: { actions: ['delete'] } }] },
  });
  expect(gaps).toHaveLength(1);
});

describe('a plan that only refreshes the state', () => {
  const refreshed = (values: JsonObject, more: JsonObject = {}) => {
    const spec = newKey('k', { expressions: { rotation_period_in_days: { constant_value: 180 } } });
    const resource = { ...stateOf(spec, { ...oldKey('k', '1').after, ...values }), ...more };
    const state = {
      format_version: '1.0',
      values: { root_module: { resources: [resource] } },
    };
    const plan = buildPlan({
      resources: [{ ...spec, declaredOnly: true }],
      top: { prior_state: state, planned_values: { root_module: {} }, complete: true },
    });
    return judgePlan(
      Object.fromEntries(Object.entries(plan).filter(([name]) => name !== 'resource_changes')),
    );
  };

  test('is judged by the state as it is now', () => {
    expect(refreshed({ enable_key_rotation: false }).kind('rotation-disabled', key)).toBe('fail');
    const on = refreshed({ enable_key_rotation: true, rotation_period_in_days: 180 });
    expect(on.kind('rotation-disabled', key)).toBe('pass');
    expect(on.kind('rotation-period-out-of-range', key)).toBe('pass');
  });

  test('changes nothing: neither destroyed nor forgotten, nor turned off', () => {
    const judged = refreshed({ enable_key_rotation: false });
    expect(judged.kind('key-destroyed', key)).toBe('pass');
    expect(judged.kind('key-forgotten', key)).toBe('pass');
    expect(judged.kind('rotation-turned-off', key)).toBe('notApplicable');
  });

  test('the period of a key without rotation reads as 0, and is none', () => {
    const judged = refreshed({ enable_key_rotation: false, rotation_period_in_days: 0 });
    expect(judged.kind('rotation-period-out-of-range', key)).toBe('notApplicable');
  });

  test('does not prove that what is declared is not there', () => {
    expect(refreshed(rsa).kind('manual-rotation-alias-missing', key)).toBe('open');
  });

  test('passes over what a failed replacement left behind', () => {
    const judged = refreshed({ enable_key_rotation: false }, { deposed_key: 'abcd1234' });
    expect(judged.kind('rotation-disabled', key)).toBeUndefined();
  });
});
