import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judge } from '../../support/judge/judge-plan.ts';
import {
  constant,
  refers,
  type ModuleSpec,
  type ResourceSpec,
} from '../../support/build/plan-builder.ts';

const unknown = { key_id: true, arn: true, rotation_period_in_days: true, policy: true };
const rotates = { enable_key_rotation: constant(true) };
const key = (expressions: JsonObject, more: Partial<ResourceSpec> = {}): ResourceSpec => ({
  type: 'aws_kms_key',
  name: 'k',
  module: 'module.m',
  after: { enable_key_rotation: true },
  unknown,
  expressions: { ...rotates, ...expressions },
  ...more,
});
/** Something else of the module, whose outcome is known after apply unless said otherwise. */
const other = (type: string, more: Partial<ResourceSpec> = {}): ResourceSpec => ({
  type,
  name: 'x',
  module: 'module.m',
  after: {},
  unknown: { result: true },
  expressions: {},
  ...more,
});
const moduleOf = (call: Partial<ModuleSpec> = {}) => ({ modules: [{ path: 'm', ...call }] });
const address = 'module.m.aws_kms_key.k';

function period(
  expression: JsonObject,
  more: readonly ResourceSpec[] = [],
  call: Partial<ModuleSpec> = {},
): string {
  const judged = judge([key({ rotation_period_in_days: expression }), ...more], moduleOf(call));
  return judged.finding('rotation-period-out-of-range', address)?.message ?? 'no verdict';
}

const isDefault = /365 days, the default/;
const isOpen = /^cannot tell/;

describe('an argument that the provider computes where it is null', () => {
  test.each([
    ['a variable of the root', refers('var.days'), { expressions: {} }],
    ['an argument of the call', refers('var.days'), { expressions: { days: refers('var.d') } }],
    ['count and each', refers('count.index', 'each.value.days'), { forEach: refers('var.all') }],
  ])('is null where nothing but %s leads to it', (_, expression, call) => {
    expect(period(expression, [], call)).toMatch(isDefault);
  });

  test('is not where a resource leads to it, by reference or by a call', () => {
    const random = other('random_integer');
    expect(period(refers('random_integer.x.result'), [random])).toMatch(isOpen);
    const call = { expressions: { days: refers('random_integer.y.result') } };
    const outside = other('random_integer', { name: 'y' });
    const { module: _, ...atRoot } = outside;
    expect(period(refers('var.days'), [atRoot], call)).toMatch(isOpen);
    expect(period(refers('var.days'), [], call)).toMatch(isOpen);
  });

  test('is told apart from another one of its module', () => {
    const days = (name: string, reference: string): ResourceSpec =>
      key({ rotation_period_in_days: refers(reference) }, { name });
    const keys = [days('plain', 'var.days'), days('staggered', 'random_integer.x.result')];
    const judged = judge([...keys, other('random_integer')], moduleOf());
    const kindOf = (name: string) =>
      judged.kind('rotation-period-out-of-range', `module.m.aws_kms_key.${name}`);
    expect([kindOf('plain'), kindOf('staggered')]).toEqual(['pass', 'open']);
  });

  test('is null where that resource is settled, and a data source was read', () => {
    const settled = { unknown: {}, before: {}, actions: ['no-op'] };
    const expression = refers('random_integer.x.result');
    expect(period(expression, [other('random_integer', settled)])).toMatch(isDefault);
    const data = { mode: 'data', declaredOnly: true } as const;
    expect(period(refers('data.external.x.result'), [other('external', data)])).toMatch(isDefault);
    const waits = { mode: 'data', actions: ['read'], unknown: {} } as const;
    expect(period(refers('data.external.x.result'), [other('external', waits)])).toMatch(isOpen);
  });

  test('by a local is null where its module makes nothing but texts of KMS, and it is a number', () => {
    const local = refers('local.days');
    const alias = other('aws_kms_alias', { unknown: { arn: true } });
    expect(period(local, [alias])).toMatch(isDefault);
    expect(period(local, [alias, other('random_integer')])).toMatch(isOpen);
  });

  test('by a local may be a text of another key, and none of what needs this one', () => {
    const policy = (more: readonly ResourceSpec[]) =>
      judge([key({ policy: refers('local.policy') }), ...more], moduleOf()).kind(
        'key-policy-malformed',
        address,
      );
    const alias = (target: string) =>
      other('aws_kms_alias', {
        unknown: { arn: true },
        expressions: { target_key_id: refers(target) },
      });
    expect(policy([alias('aws_kms_key.k.key_id')])).toBe('notApplicable');
    expect(policy([alias('local.key')])).toBe('open');
    expect(policy([other('aws_iam_role')])).toBe('open');
  });
});

test('a period that a module passes on as null is what the key has: none, where rotation was off', () => {
  const turnedOn = (expression: JsonObject, before: number | null) =>
    judge(
      [
        key(
          { rotation_period_in_days: expression },
          {
            actions: ['update'],
            before: before === null ? null : { rotation_period_in_days: before },
            after: { enable_key_rotation: true, rotation_period_in_days: 0 },
            unknown: {},
          },
        ),
      ],
      moduleOf(),
    ).kind('rotation-period-out-of-range', address);
  expect(turnedOn(refers('var.days'), 0)).toBe('pass');
  expect(turnedOn(refers('var.days'), 365)).toBe('fail');
  expect(turnedOn(refers('var.days'), null)).toBe('fail');
  expect(turnedOn(constant(0), 0)).toBe('fail');
});

test('an argument that no provider computes is unknown, wherever it may come from', () => {
  const judged = judge(
    [
      key(
        { enable_key_rotation: refers('var.rotates') },
        { after: {}, unknown: { ...unknown, enable_key_rotation: true } },
      ),
    ],
    moduleOf(),
  );
  expect(judged.kind('rotation-disabled', address)).toBe('open');
});
