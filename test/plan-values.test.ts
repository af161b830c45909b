import { describe, expect, test } from 'vitest';
import { UserError } from '../src/errors.ts';
import { judge, judgePlan, newAlias, newKey, newRsaKey, oldKey } from './judge-plan.ts';
import { buildPlan, constant, refers, stateOf } from './plan-builder.ts';

const off = 'rotation-disabled';
const period = 'rotation-period-out-of-range';
const ineligible = 'rotation-on-ineligible-key';
const aliasless = 'manual-rotation-alias-missing';
const key = 'aws_kms_key.k';

describe('format versions', () => {
  const versions = ['0.1', '0.2', '1.0', '1.1', '1.2', '1.3', '1.9', '1.10', '1.2.1'];
  test.each(versions)('format %s is judged', (version) => {
    expect(judge([newKey('k')], { version }).kind(off, key)).toBe('fail');
  });

  test.each(['2.0', '10.1', '3'])('format %s is refused, naming it', (version) => {
    const plan = buildPlan({ version, resources: [newKey('k')] });
    expect(() => judgePlan(plan)).toThrow(UserError);
    expect(() => judgePlan(plan)).toThrow(`plan format ${version} is newer`);
  });

  test.each(['', 'v1', '1.x', '-1'])('format %j is no version', (version) => {
    const plan = buildPlan({ version, resources: [newKey('k')] });
    expect(() => judgePlan(plan)).toThrow('#/format_version: format_version is not a version');
  });
});

describe('Optional+Computed arguments', () => {
  test('a period that nobody set is the default, in spite of after_unknown', () => {
    const judged = judge(
      [newKey('k', { after: { enable_key_rotation: true } })],
      {},
      {
        [period]: { minDays: 90, maxDays: 180 },
      },
    );
    expect(judged.finding(period, key)?.message).toBe(
      'a rotation period of 365 days, the default, is outside 90–180 days',
    );
  });

  test('a period that is set and unknown is open', () => {
    const judged = judge([
      newKey('k', {
        after: { enable_key_rotation: true },
        unknown: { rotation_period_in_days: true },
        expressions: { rotation_period_in_days: refers('data.http.policy.body') },
      }),
    ]);
    expect(judged.kind(period, key)).toBe('open');
    expect(judged.finding(period, key)?.message).toContain('data.http.policy.body');
  });

  test('a known period beats the default', () => {
    const spec = newKey('k', {
      after: { enable_key_rotation: true, rotation_period_in_days: 60 },
      unknown: {},
      expressions: { rotation_period_in_days: constant(60) },
    });
    expect(judge([spec]).kind(period, key)).toBe('fail');
  });

  test('an explicit period out of range fails with rotation off', () => {
    const spec = newKey('k', {
      after: { rotation_period_in_days: 3000 },
      unknown: {},
      expressions: { rotation_period_in_days: constant(3000) },
    });
    expect(judge([spec]).kind(period, key)).toBe('fail');
  });

  test('the 0 that the provider reads back while rotation is off is no period', () => {
    expect(judge([oldKey('k', '1234abcd')]).kind(period, key)).toBe('notApplicable');
  });

  test.each([
    [89, 'fail'],
    [90, 'pass'],
    [2560, 'pass'],
    [2561, 'fail'],
  ])('a period of %d days: %s', (days, kind) => {
    const spec = oldKey('k', '1234abcd', {
      after: { enable_key_rotation: true, rotation_period_in_days: days },
      expressions: { rotation_period_in_days: constant(days) },
    });
    expect(judge([spec]).kind(period, key)).toBe(kind);
  });

  test('an unset enable_key_rotation is false even where the plan says unknown', () => {
    const spec = newKey('k', { unknown: { enable_key_rotation: true } });
    const { enable_key_rotation: _, ...after } = { ...spec.after };
    expect(judge([{ ...spec, after }]).kind(off, key)).toBe('fail');
  });

  test('a written enable_key_rotation that is unknown is open', () => {
    const spec = newKey('k', {
      unknown: { enable_key_rotation: true },
      expressions: { enable_key_rotation: refers('data.http.policy.body') },
    });
    const { enable_key_rotation: _, ...after } = { ...spec.after };
    expect(judge([{ ...spec, after }]).kind(off, key)).toBe('open');
  });

  test('a function call without references is written, not unset', () => {
    const spec = newKey('k', {
      unknown: { enable_key_rotation: true },
      expressions: { enable_key_rotation: {} },
    });
    const { enable_key_rotation: _, ...after } = { ...spec.after };
    expect(judge([{ ...spec, after }]).kind(off, key)).toBe('open');
  });

  test('a written null is unset', () => {
    const spec = newKey('k', {
      after: { enable_key_rotation: null },
      expressions: { enable_key_rotation: constant(null) },
    });
    expect(judge([spec]).kind(off, key)).toBe('fail');
  });

  test('Terraform converts strings to booleans and numbers', () => {
    const spec = oldKey('k', '1', {
      after: { enable_key_rotation: 'true', rotation_period_in_days: '30' },
      expressions: { rotation_period_in_days: constant('30') },
    });
    expect(judge([spec]).kind(off, key)).toBe('pass');
    expect(judge([spec]).kind(period, key)).toBe('fail');
  });
});

describe('eligibility', () => {
  const withRotation = (after: Record<string, string | boolean>, unknown = {}) =>
    judge([oldKey('k', '1', { after: { enable_key_rotation: true, ...after }, unknown })]);

  test.each([
    { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' },
    { customer_master_key_spec: 'HMAC_256', key_usage: 'GENERATE_VERIFY_MAC' },
    { customer_master_key_spec: 'ECC_NIST_P256', key_usage: 'KEY_AGREEMENT' },
    { customer_master_key_spec: 'ML_DSA_65', key_usage: 'SIGN_VERIFY' },
    { custom_key_store_id: 'cks-1234567890abcdef0' },
  ])('rotation on %j fails at apply', (after) => {
    const judged = withRotation(after);
    expect(judged.kind(ineligible, key)).toBe('fail');
    expect(judged.kind(off, key)).toBe('notApplicable');
    expect(judged.kind(aliasless, key)).toBe('fail');
  });

  test('a key spec that AWS adds later is unknown; its usage may still settle it', () => {
    const later = { customer_master_key_spec: 'LATTICE_9000' };
    expect(withRotation(later).kind(ineligible, key)).toBe('open');
    expect(withRotation({ ...later, key_usage: 'SIGN_VERIFY' }).kind(ineligible, key)).toBe('fail');
  });

  test('a plan of 2019 has no key spec attribute: the default counts', () => {
    const spec = oldKey('k', '1');
    const { customer_master_key_spec: _, ...after } = { ...spec.after };
    expect(judge([{ ...spec, after }]).kind(off, key)).toBe('fail');
  });

  test('a disabled key with rotation on is stalled', () => {
    const judged = withRotation({ is_enabled: false });
    expect(judged.kind('rotation-stalled', key)).toBe('fail');
  });

  test('a key store id of another resource is a key store even while unknown', () => {
    const judged = judge([
      newKey('k', {
        unknown: { custom_key_store_id: true },
        expressions: { custom_key_store_id: refers('aws_kms_custom_key_store.s.id') },
      }),
      { type: 'aws_kms_custom_key_store', name: 's', unknown: { id: true } },
    ]);
    expect(judged.kind(off, key)).toBe('notApplicable');
    expect(judged.kind(aliasless, key)).toBe('fail');
  });

  test.each([
    ['a local', refers('local.store')],
    [
      'one branch of an unknown condition',
      refers('data.http.c.body', 'aws_kms_custom_key_store.s.id'),
    ],
  ])('a key store id by %s proves nothing', (_, expression) => {
    const unset = newKey('k', {
      unknown: { custom_key_store_id: true },
      expressions: { custom_key_store_id: expression },
    });
    const judged = judge([
      unset,
      { type: 'aws_kms_custom_key_store', name: 's', unknown: { id: true } },
    ]);
    expect(judged.kind(off, key)).toBe('open');
    expect(judged.kind(aliasless, key)).toBe('open');
  });

  test('an external key store makes the key ineligible too', () => {
    const judged = withRotation({ custom_key_store_id: 'cks-1', xks_key_id: 'abc' });
    expect(judged.finding(ineligible, key)?.message).toContain('a key in a custom key store');
  });
});

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
