import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judge, newAlias, newKey, newRsaKey } from '../../support/judge/judge-plan.ts';
import { refers, type ResourceSpec } from '../../support/build/plan-builder.ts';

const rule = 'manual-rotation-alias-missing';

describe('an alias target through modules', () => {
  const output = (expression: JsonObject) => ({ key_arn: { expression } });
  const call = (module: string) => [newRsaKey('k', { module }), newRsaKey('unused', { module })];

  test('by output', () => {
    const judged = judge([...call('module.keys'), newAlias('app', refers('module.keys.key_arn'))], {
      modules: [{ path: 'keys', outputs: output(refers('aws_kms_key.k.arn')) }],
    });
    expect(judged.kind(rule, 'module.keys.aws_kms_key.k')).toBe('pass');
    expect(judged.kind(rule, 'module.keys.aws_kms_key.unused')).toBe('fail');
  });

  test('by output of a repeated module', () => {
    const judged = judge(
      [
        ...call('module.keys["eu.west"]'),
        ...call('module.keys["us"]'),
        newAlias('app', refers('module.keys["eu.west"].key_arn')),
      ],
      {
        modules: [
          { path: 'keys', forEach: refers('var.r'), outputs: output(refers('aws_kms_key.k.arn')) },
        ],
      },
    );
    expect(judged.kind(rule, 'module.keys["eu.west"].aws_kms_key.k')).toBe('pass');
    expect(judged.kind(rule, 'module.keys["us"].aws_kms_key.k')).toBe('fail');
  });

  test('by an output whose name Terraform leaves out, behind each.key', () => {
    const alias = (key: string) =>
      newAlias('app', { references: ['module.keys', 'each.key'] }, { index: key });
    const judged = judge(
      [...call('module.keys["eu"]'), ...call('module.keys["us"]'), alias('eu'), alias('us')],
      {
        modules: [
          { path: 'keys', forEach: refers('var.r'), outputs: output(refers('aws_kms_key.k.arn')) },
        ],
      },
    );
    expect(judged.kind(rule, 'module.keys["eu"].aws_kms_key.k')).toBe('pass');
    expect(judged.kind(rule, 'module.keys["us"].aws_kms_key.k')).toBe('pass');
    expect(judged.kind(rule, 'module.keys["us"].aws_kms_key.unused')).toBe('fail');
  });

  test('by variable into a module, and by a variable of each.value', () => {
    const inner = newAlias('app', refers('var.key_id'), { module: 'module.alias' });
    const outer = [newRsaKey('a'), newRsaKey('b')];
    const by = (expressions: JsonObject, forEach?: JsonObject) => {
      const module = forEach === undefined ? 'module.alias' : 'module.alias["a"]';
      return judge([...outer, { ...inner, module }], {
        modules: [{ path: 'alias', expressions, ...(forEach === undefined ? {} : { forEach }) }],
      });
    };
    const plain = by({ key_id: refers('aws_kms_key.a.key_id') });
    expect(plain.kind(rule, 'aws_kms_key.a')).toBe('pass');
    expect(plain.kind(rule, 'aws_kms_key.b')).toBe('fail');
    const each = by({ key_id: refers('each.value') }, refers('aws_kms_key.b.key_id'));
    expect(each.kind(rule, 'aws_kms_key.a')).toBe('fail');
    expect(each.kind(rule, 'aws_kms_key.b')).toBe('pass');
  });

  test('by output of a nested module', () => {
    const judged = judge(
      [
        newRsaKey('k', { module: 'module.outer.module.inner' }),
        newAlias('app', refers('module.outer.id')),
      ],
      {
        modules: [
          { path: 'outer', outputs: { id: { expression: refers('module.inner.key_arn') } } },
          { path: 'outer.inner', outputs: output(refers('aws_kms_key.k.arn')) },
        ],
      },
    );
    expect(judged.kind(rule, 'module.outer.module.inner.aws_kms_key.k')).toBe('pass');
  });

  test('by outputs that refer to one another without end is undecided', () => {
    const judged = judge([newRsaKey('a'), newAlias('app', refers('module.m.x'))], {
      modules: [
        {
          path: 'm',
          expressions: { v: refers('module.m.x', 'module.m.y') },
          outputs: { x: { expression: refers('var.v') }, y: { expression: refers('var.v') } },
        },
      ],
    });
    expect(judged.kind(rule, 'aws_kms_key.a')).toBe('open');
  });
});

test('which aliases count', () => {
  const target = refers('aws_kms_key.k.key_id');
  const named = (name: string) => newAlias(name, target, { after: { name: `alias/${name}` } });
  const kind = (scheme: string, ...specs: readonly ResourceSpec[]) =>
    judge([newRsaKey('k'), ...specs], {}, { [rule]: { scheme } }).kind(rule, 'aws_kms_key.k');
  expect(kind('any', named('aws/s3'))).toBe('fail');
  expect(kind('any', named('app-2026-01'))).toBe('pass');
  expect(kind('moving', named('app-v1'), newAlias('app', refers('local.x')))).toBe('open');
  expect(kind('moving', named('app-v1'), named('app-v2'))).toBe('fail');
  expect(kind('moving', named('app-v1'), named('app'))).toBe('pass');
  const prefixed = newAlias('p', target, {
    after: { name: null, name_prefix: 'alias/p-' },
  });
  expect(kind('moving', prefixed)).toBe('pass');
});

test('a symmetric key needs no alias', () => {
  expect(judge([newKey('k')]).kind(rule, 'aws_kms_key.k')).toBe('notApplicable');
});
