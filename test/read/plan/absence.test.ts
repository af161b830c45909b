import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/read/input/resource.ts';
import { judge, newRsaKey, oldKey } from '../../support/judge/judge-plan.ts';
import { constant, refers, type ResourceSpec } from '../../support/build/plan-builder.ts';

const aliasless = 'manual-rotation-alias-missing';
const key = 'aws_kms_key.k';

/** An alias of the key, behind a count. */
const alias: ResourceSpec = {
  type: 'aws_kms_alias',
  name: 'k',
  expressions: { name: constant('alias/k'), target_key_id: refers('aws_kms_key.k.key_id') },
  count: { references: ['var.alias'] },
};
const declared: ResourceSpec = { ...alias, declaredOnly: true };

/** The alias as it was, and what the plan does to it. */
function leaving(actions: readonly string[]): ResourceSpec {
  const before = { id: 'alias/k', name: 'alias/k', target_key_id: '1' };
  return { ...alias, index: 0, actions, before, after: null };
}

const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };
const settled = oldKey('k', '1', { before: rsa, after: rsa });

const top = (members: Readonly<Record<string, Json | undefined>>) => ({ top: members });

describe('a declared alias without an instance', () => {
  test.each([
    ['is not there, where the plan says that it is complete', true, 'fail'],
    ['may be left out, where it does not say so', undefined, 'open'],
    ['may be left out of a partial plan', false, 'open'],
  ])('%s', (_, complete, expected) => {
    const judged = judge([newRsaKey('k'), declared], top({ complete }));
    expect(judged.kind(aliasless, key)).toBe(expected);
  });

  test('is told as such, not passed over', () => {
    const judged = judge([newRsaKey('k'), declared], top({ complete: true }));
    expect(judged.kind('alias-target-incompatible', 'aws_kms_alias.k')).toBe('notApplicable');
  });
});

describe('an alias that the plan', () => {
  test.each([true, undefined])('deletes is gone (complete: %s)', (complete) => {
    const judged = judge([settled, leaving(['delete'])], top({ complete }));
    expect(judged.kind(aliasless, key)).toBe('fail');
  });

  test('forgets lives on', () => {
    const judged = judge([settled, leaving(['forget'])], top({ complete: true }));
    expect(judged.kind(aliasless, key)).toBe('pass');
  });

  test('deletes with its key leaves no successor', () => {
    const judged = judge([{ ...settled, actions: ['delete'], after: null }, leaving(['delete'])]);
    expect(judged.kind('key-destroyed', key)).toBe('fail');
    for (const rule of ['predecessor-unusable', 'successor-policy-not-copied']) {
      expect(judged.kind(rule, key) ?? 'notApplicable').toBe('notApplicable');
    }
  });
});

test('a version alias that is not there orders no keys', () => {
  const version = (name: string, on: string, rest: Partial<ResourceSpec>): ResourceSpec => ({
    type: 'aws_kms_alias',
    name,
    after: { name: `alias/app-${name}` },
    expressions: {
      name: constant(`alias/app-${name}`),
      target_key_id: refers(`aws_kms_key.${on}.key_id`),
    },
    ...rest,
  });
  const policy = (actor: string) => ({
    after: {
      ...rsa,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: actor }, Action: 'kms:*', Resource: '*' }],
      }),
    },
  });
  const resources = (middle: Partial<ResourceSpec>) => [
    newRsaKey('a', policy('111122223333')),
    newRsaKey('b', policy('444455556666')),
    newRsaKey('c', policy('111122223333')),
    version('v1', 'a', {}),
    version('v2', 'b', middle),
    version('v3', 'c', {}),
  ];
  const links = (middle: Partial<ResourceSpec>) =>
    judge(resources(middle), top({ complete: true }))
      .all('fail')
      .filter((row) => row.startsWith('successor-policy'));
  expect(links({})).toHaveLength(2);
  expect(links({ declaredOnly: true })).toEqual([]);
});
