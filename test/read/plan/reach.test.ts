import { describe, expect, test } from 'vitest';
import { judge, newAlias, newRsaKey } from '../../support/judge/judge-plan.ts';
import { refers, type ModuleSpec, type ResourceSpec } from '../../support/build/plan-builder.ts';

const rule = 'manual-rotation-alias-missing';

const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };

const inside = (module: string, spec: ResourceSpec): ResourceSpec => ({
  ...spec,
  module: `module.${module}`,
});
/** An alias of module `m` that points at a local, whose expression no plan tells. */
const behindLocal = inside('m', newAlias('app', refers('local.key_id')));
const queue = (name: string, key: string): ResourceSpec => ({
  type: 'aws_sqs_queue',
  name,
  after: {},
  unknown: { id: true },
  expressions: { kms_master_key_id: refers(key) },
});

/** The verdicts on a key of the root, of the module and of another module, all without any other alias. */
function verdicts(call: Partial<ModuleSpec>, more: readonly ResourceSpec[] = []): string {
  const keys = [newRsaKey('a'), inside('m', newRsaKey('b')), inside('other', newRsaKey('c'))];
  const judged = judge([...keys, behindLocal, ...more], {
    modules: [
      { path: 'm', ...call },
      { path: 'other', outputs: { id: { expression: refers('aws_kms_key.c.id') } } },
    ],
  });
  return ['aws_kms_key.a', 'module.m.aws_kms_key.b', 'module.other.aws_kms_key.c']
    .map((address) => judged.kind(rule, address))
    .join(' ');
}

describe('a local of a module can be', () => {
  test('a key of that module, and no other one', () => {
    expect(verdicts({})).toBe('fail open fail');
  });

  test.each([
    ['an argument', { expressions: { key: refers('aws_kms_key.a.arn') } }],
    ['a block within one', { expressions: { settings: [{ key: refers('aws_kms_key.a.arn') }] } }],
    ['for_each', { forEach: refers('aws_kms_key.a'), expressions: { key: refers('each.value') } }],
    ['count', { count: refers('aws_kms_key.a.id'), expressions: { n: refers('count.index') } }],
  ])('what its call passes by %s', (_, call) => {
    expect(verdicts(call)).toBe('open open fail');
  });

  test("an output of another module that is passed, and a local of its caller's", () => {
    expect(verdicts({ expressions: { key: refers('module.other.id') } })).toBe('fail open open');
    expect(verdicts({ expressions: { key: refers('local.key') } })).toBe('open open open');
  });

  test('what a resource of another service holds that is passed', () => {
    const call = { expressions: { queue: refers('aws_sqs_queue.q.kms_master_key_id') } };
    expect(verdicts(call, [queue('q', 'aws_kms_key.a.id')])).toBe('open open fail');
    expect(verdicts(call, [queue('q', 'module.other.id')])).toBe('fail open open');
    expect(verdicts(call)).toBe('open open open');
  });

  test('anything, where a data source may find it; what looks nothing up finds nothing', () => {
    const data = (type: string): ResourceSpec =>
      inside('m', { mode: 'data', type, name: 'x', actions: ['read'], expressions: {} });
    expect(verdicts({}, [data('aws_ssm_parameter')])).toBe('open open open');
    expect(verdicts({}, [data('aws_iam_policy_document')])).toBe('fail open fail');
  });

  test('a key that is there already, which a condition may choose', () => {
    const there = { before: {}, unknown: {}, after: { key_id: 'old', ...rsa } };
    const key = inside('m', { ...newRsaKey('old'), ...there });
    const judged = judge([behindLocal, key, inside('m', newRsaKey('b'))], {
      modules: [{ path: 'm' }],
    });
    expect(judged.kind(rule, 'module.m.aws_kms_key.old')).toBe('open');
  });

  test('a key of a module that it calls', () => {
    const below = inside('m.module.below', newRsaKey('d'));
    const judged = judge([behindLocal, below], {
      modules: [{ path: 'm' }, { path: 'm.below', outputs: {} }],
    });
    expect(judged.kind(rule, 'module.m.module.below.aws_kms_key.d')).toBe('open');
  });
});
