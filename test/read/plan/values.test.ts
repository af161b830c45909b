import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judge, judgePlan, newAlias, newKey, oldKey } from '../../support/judge/judge-plan.ts';
import { buildPlan, constant, refers } from '../../support/build/plan-builder.ts';

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

  test('a value that the plan holds is known, whatever the marks say', () => {
    const spec = newKey('k', { after: { enable_key_rotation: true }, unknown: true });
    expect(judge([spec]).kind(off, key)).toBe('pass');
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

  test('a key spec that AWS adds later is none that rotates, whatever its usage', () => {
    const later = { customer_master_key_spec: 'LATTICE_9000' };
    expect(withRotation(later).kind(ineligible, key)).toBe('fail');
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

describe('two unknown arguments with one reference', () => {
  const link = (first: JsonObject, second: JsonObject) => {
    const made = (name: string, policy: JsonObject) =>
      newKey(name, { expressions: { policy, enable_key_rotation: constant(true) } });
    const on = (name: string, id: string) => ({
      ...newAlias(name, refers(`aws_kms_key.${id}.key_id`)),
      after: { name: `alias/${name}` },
    });
    const keys = [made('a', first), made('b', second)];
    return judge([...keys, on('app-v1', 'a'), on('app-v2', 'b')]).kind(
      'successor-policy-not-copied',
      'aws_kms_key.b',
    );
  };

  test('are equal where it is a value of their sort', () => {
    const document = refers('data.aws_iam_policy_document.app.json');
    expect(link(document, document)).toBe('pass');
  });

  test('are texts around it otherwise, and these may differ', () => {
    const role = refers('aws_iam_role.app.arn');
    expect(link(role, role)).toBe('open');
  });
});
