import { describe, expect, test } from 'vitest';
import {
  judge,
  judgePlan,
  newAlias,
  newKey,
  newRsaKey,
  oldKey,
} from '../../support/judge/judge-plan.ts';
import { buildPlan, constant, refers, stateOf } from '../../support/build/plan-builder.ts';

const off = 'rotation-disabled';
const ineligible = 'rotation-on-ineligible-key';
const aliasless = 'manual-rotation-alias-missing';
const key = 'aws_kms_key.k';

describe('other resource types', () => {
  test('imported material needs manual rotation; the message offers on-demand rotation', () => {
    const judged = judge([{ type: 'aws_kms_external_key', name: 'x', after: {}, expressions: {} }]);
    const finding = judged.finding(aliasless, 'aws_kms_external_key.x');
    expect(finding?.kind).toBe('fail');
    expect(finding?.message).toContain('rotated on demand');
    expect(judged.kind(off, 'aws_kms_external_key.x')).toBe('notApplicable');
  });

  test.each(['aws_kms_replica_key', 'aws_kms_replica_external_key', 'awscc_kms_replica_key'])(
    '%s mirrors its primary and is not judged for it',
    (type) => {
      const judged = judge([{ type, name: 'r', after: {}, unknown: { key_spec: true } }]);
      expect(judged.kind(off, `${type}.r`)).toBe('notApplicable');
      expect(judged.kind(aliasless, `${type}.r`)).toBe('notApplicable');
      expect(judged.kind(ineligible, `${type}.r`)).toBe('notApplicable');
    },
  );

  test('awscc_kms_key has an origin argument', () => {
    const own = { type: 'awscc_kms_key', name: 'k', expressions: {} };
    const type = 'awscc_kms_key.k';
    expect(judge([{ ...own, after: { key_policy: '{}' } }]).kind(off, type)).toBe('fail');
    const imported = judge([{ ...own, after: { origin: 'EXTERNAL', enable_key_rotation: true } }]);
    expect(imported.kind(off, type)).toBe('notApplicable');
    expect(imported.kind(ineligible, type)).toBe('fail');
    expect(imported.kind(aliasless, type)).toBe('fail');
  });

  test('an awscc alias counts', () => {
    const alias = {
      type: 'awscc_kms_alias',
      name: 'a',
      after: { alias_name: 'alias/a' },
      unknown: { target_key_id: true },
      expressions: { target_key_id: refers('aws_kms_key.k.key_id') },
    };
    expect(judge([newRsaKey('k'), alias]).kind(aliasless, key)).toBe('pass');
  });

  test('a data source is never judged', () => {
    const data = { ...oldKey('k', '1'), mode: 'data' as const, actions: ['read'] };
    expect(judge([data]).findings).toEqual([]);
  });

  test('an ephemeral resource is passed over, as are unknown types', () => {
    const plan = judge([
      newKey('k', { extra: { mode: 'ephemeral' } }),
      { type: 'aws_s3_bucket', name: 'b', after: {} },
    ]);
    expect(plan.findings).toEqual([]);
    expect(plan.gaps).toEqual([]);
  });
});

describe('planned_values alone', () => {
  const values = { ...oldKey('k', '1').after, enable_key_rotation: true };
  const only = (held: object, configured: boolean) => {
    const plan = buildPlan({
      resources: [{ ...newKey('k'), declaredOnly: true }],
      top: {
        resource_changes: undefined,
        ...(configured ? {} : { configuration: undefined }),
        planned_values: {
          root_module: {
            child_modules: [
              {
                address: 'module.m',
                resources: [stateOf({ ...newKey('n'), module: 'module.m' }, values)],
              },
            ],
            resources: [stateOf(newKey('k'), { ...values, ...held })],
          },
        },
      },
    });
    return judgePlan(plan);
  };

  test('are judged, child modules too', () => {
    expect(only({ enable_key_rotation: false }, true).kind(off, key)).toBe('fail');
    expect(only({}, true).kind(off, 'module.m.aws_kms_key.n')).toBe('pass');
  });

  test('omit what is unknown: without a configuration, an absent argument is undecided', () => {
    const { enable_key_rotation: _, ...unset } = values;
    const plan = buildPlan({
      resources: [],
      top: {
        resource_changes: undefined,
        configuration: undefined,
        planned_values: { root_module: { resources: [stateOf(newKey('k'), unset)] } },
      },
    });
    expect(judgePlan(plan).kind(off, key)).toBe('open');
  });

  test('absence of an alias is undecided', () => {
    const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };
    expect(only(rsa, true).kind(aliasless, key)).toBe('open');
  });
});

test('an alias target that is known by id, by ARN, and by another account’s key', () => {
  const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };
  const held = oldKey('k', '1234abcd-12ab-34cd-56ef-1234567890ab', { after: rsa });
  const to = (target: string) =>
    judge([
      held,
      newAlias('a', constant(target), { after: { target_key_id: target }, unknown: {} }),
    ]);
  expect(to('1234abcd-12ab-34cd-56ef-1234567890ab').kind(aliasless, key)).toBe('pass');
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(to(arn).kind(aliasless, key)).toBe('pass');
  expect(to(arn.replace('eu-west-1', 'us-east-1')).kind(aliasless, key)).toBe('fail');
  expect(to('0987dcba-09fe-87dc-65ba-ab0987654321').kind(aliasless, key)).toBe('fail');
});
