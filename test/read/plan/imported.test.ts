import { describe, expect, test } from 'vitest';
import { judge, newAlias } from '../../support/judge/judge-plan.ts';
import { constant, refers, type ResourceSpec } from '../../support/build/plan-builder.ts';
import { allow, textOfPolicy } from '../../support/build/policies.ts';

// Keys with imported material: an aws_kms_external_key has no `key_id`, its `id` is the key id.

const aliasless = 'manual-rotation-alias-missing';
const key = 'aws_kms_external_key.k';
const arnOf = (id: string) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`;

/** An imported key that is there already, as the provider reads it. */
function imported(name: string, id: string, rest: Partial<ResourceSpec> = {}): ResourceSpec {
  const values = {
    arn: arnOf(id),
    enabled: true,
    id,
    key_spec: null,
    key_state: 'Enabled',
    key_usage: '',
    multi_region: false,
    policy: textOfPolicy([allow({ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*')]),
    ...rest.after,
  };
  return {
    type: 'aws_kms_external_key',
    name,
    actions: ['no-op'],
    expressions: {},
    ...rest,
    before: values,
    after: values,
  };
}

/** An alias that is on a key, by id, and stays there or goes to another one. */
function alias(before: string, after: string = before): ResourceSpec {
  const values = (target: string) => ({ name: 'alias/k', id: 'alias/k', target_key_id: target });
  return {
    type: 'aws_kms_alias',
    name: 'k',
    actions: [before === after ? 'no-op' : 'update'],
    before: values(before),
    after: values(after),
    expressions: { name: constant('alias/k'), target_key_id: refers(`${key}.id`) },
  };
}

describe('an imported key', () => {
  test.each([['1'], [arnOf('1')]])('is the target of an alias on %s', (target) => {
    const judged = judge([imported('k', '1'), imported('other', '2'), alias(target)]);
    expect(judged.kind(aliasless, key)).toBe('pass');
    expect(judged.kind(aliasless, 'aws_kms_external_key.other')).toBe('fail');
  });

  test('of which only the ARN is there is known by that', () => {
    const judged = judge([imported('k', '1', { after: { id: null } }), alias('1')]);
    expect(judged.kind(aliasless, key)).toBe('pass');
  });

  test('is predecessor and successor, of one type and usage', () => {
    const richer = textOfPolicy([
      allow({ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*'),
      allow({ AWS: 'arn:aws:iam::444455556666:root' }, 'kms:Decrypt'),
    ]);
    const judged = judge([
      imported('old', '1', { after: { policy: richer } }),
      imported('k', '2'),
      alias('1', '2'),
    ]);
    expect(judged.kind('successor-policy-not-copied', key)).toBe('fail');
    expect(judged.kind('predecessor-unusable', 'aws_kms_external_key.old')).toBe('pass');
    expect(judged.kind('alias-target-incompatible', 'aws_kms_alias.k')).toBe('pass');
  });

  test('is the primary of a replica', () => {
    const replica = {
      arn: 'arn:aws:kms:us-east-1:111122223333:key/mrk-1',
      id: 'mrk-1',
      key_id: 'mrk-1',
      policy: textOfPolicy([allow({ AWS: 'arn:aws:iam::444455556666:root' }, 'kms:*')]),
      primary_key_arn: arnOf('mrk-1'),
    };
    const judged = judge([
      imported('k', 'mrk-1', { after: { multi_region: true } }),
      {
        type: 'aws_kms_replica_external_key',
        name: 'r',
        actions: ['no-op'],
        expressions: { primary_key_arn: refers(`${key}.arn`), policy: constant(replica.policy) },
        before: replica,
        after: replica,
      },
    ]);
    const found = judged.finding('replica-policy-not-copied', 'aws_kms_replica_external_key.r');
    expect(found?.kind).toBe('fail');
    expect(found?.message).toContain(`of its primary ${key}`);
  });

  test('whose usage the provider did not read may have any that its type has', () => {
    const ecc = { after: { key_spec: 'ECC_NIST_P256' } };
    const judged = judge([imported('old', '1', ecc), imported('k', '2', ecc), alias('1', '2')]);
    expect(judged.kind('alias-target-incompatible', 'aws_kms_alias.k')).toBe('open');
  });
});

describe('material that is still to come', () => {
  const pending = { enabled: false, key_state: 'PendingImport' };

  test('retires no key, although the provider reads that it is not enabled', () => {
    const judged = judge([imported('k', '1', { after: pending })]);
    expect(judged.kind(aliasless, key)).toBe('fail');
  });

  test('does not hide that somebody disabled the key', () => {
    const spec = { after: pending, expressions: { enabled: constant(false) } };
    expect(judge([imported('k', '1', spec)]).kind(aliasless, key)).toBe('notApplicable');
  });

  test('is no reason to call a successor’s predecessor disabled', () => {
    const resources = [imported('old', '1', { after: pending }), imported('k', '2')];
    const judged = judge([...resources, alias('1', '2')]);
    expect(judged.kind('predecessor-unusable', 'aws_kms_external_key.old')).toBe('pass');
  });
});

test('a key that the plan creates is told by its reference', () => {
  const judged = judge([
    { type: 'aws_kms_external_key', name: 'k', expressions: {}, unknown: { id: true, arn: true } },
    newAlias('k', refers(`${key}.id`)),
  ]);
  expect(judged.kind(aliasless, key)).toBe('pass');
});
