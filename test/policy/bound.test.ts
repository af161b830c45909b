import { expect, test } from 'vitest';
import { boundingOf } from '../../src/policy/index.ts';
import { allow, context, deny, policy, role, type Json } from '../support/build/policies.ts';

const asked = { action: 'kms:enablekeyrotation', conditionKey: 'kms:rotationperiodindays' };
const admin = { AWS: role('ExampleAdmin') };
const root = { AWS: 'arn:aws:iam::111122223333:root' };
const days = (value = '365') => ({ 'kms:RotationPeriodInDays': value });
const on = (condition: unknown): Json => ({ Condition: condition });

/** Whether somebody may call the action, and whether he is held to a period. */
function bounding(...statements: readonly Json[]): readonly unknown[] {
  const { given, bounded } = boundingOf(policy(...statements), asked, context.predecessor);
  return [given.is, bounded.is];
}

const lets = allow(admin, 'kms:EnableKeyRotation');
const out = deny('*', 'kms:EnableKeyRotation', on({ NumericGreaterThan: days() }));
const unnamed = deny('*', 'kms:*', on({ Null: days('true') }));

test.each<[string, readonly Json[]]>([
  ['an account', [allow(root, 'kms:*')]],
  ['another account', [allow({ AWS: '111122223333' }, 'kms:*')]],
  ['a service', [allow({ Service: 'logs.amazonaws.com' }, 'kms:*')]],
  ['other actions', [allow(admin, ['kms:Encrypt', 'kms:DisableKeyRotation'])]],
  ['another key', [allow(admin, 'kms:*', { Resource: context.successor.arn?.[0] })]],
])('%s lets nobody choose a period by this policy', (_, statements) => {
  expect(bounding(...statements)[0]).toBe(false);
});

test.each<[string, readonly Json[]]>([
  ['nothing', [lets]],
  ['a pattern of actions', [allow(admin, 'kms:Enable*')]],
  ['all actions but some', [allow(admin, [], { Action: undefined, NotAction: 'kms:Decrypt' })]],
  [
    'everybody',
    [allow('*', 'kms:*', on({ StringEquals: { 'kms:CallerAccount': '111122223333' } }))],
  ],
  ['everybody but one', [{ ...allow(admin, 'kms:*'), Principal: undefined, NotPrincipal: admin }]],
  [
    'an Allow that takes no period',
    [allow(admin, 'kms:*', on({ NumericLessThanIfExists: days() }))],
  ],
  ['an Allow of all but one period', [allow(admin, 'kms:*', on({ NumericNotEquals: days() }))]],
  ['another number', [allow(admin, 'kms:*', on({ NumericLessThan: { 'kms:Other': '1' } }))]],
  ['a Deny without Null', [lets, out]],
  ['a Null without a Deny of numbers', [lets, unnamed]],
  ['a Deny for somebody else', [lets, unnamed, { ...out, Principal: { AWS: role('Other') } }]],
  ['a Deny of other actions', [lets, unnamed, { ...out, Action: 'kms:DisableKeyRotation' }]],
  [
    'both in one Deny, which never holds',
    [lets, deny('*', 'kms:*', on({ NumericGreaterThan: days(), Null: days('true') }))],
  ],
  ['one of two statements', [{ ...lets, ...on({ NumericLessThan: days() }) }, allow('*', 'kms:*')]],
])('bounds no period: %s', (_, statements) => {
  expect(bounding(...statements)).toEqual([true, false]);
});

test.each<[string, readonly Json[]]>([
  ['an Allow', [allow(admin, 'kms:*', on({ NumericLessThanEquals: days() }))]],
  ['an Allow of one period', [allow(admin, 'kms:*', on({ NumericEquals: days() }))]],
  ['an Allow without a period', [allow(admin, 'kms:*', on({ Null: days('true') }))]],
  ['two Denies', [lets, out, unnamed]],
  ['two Denies for the account', [lets, { ...out, Principal: root }, unnamed]],
  ['a Deny with IfExists', [lets, deny('*', 'kms:*', on({ NumericGreaterThanIfExists: days() }))]],
  ['a Deny of all but one period', [lets, deny('*', 'kms:*', on({ NumericNotEquals: days() }))]],
  ['a Deny of everything', [lets, deny('*', 'kms:EnableKeyRotation')]],
  [
    'a Deny that says so twice',
    [lets, unnamed, deny('*', 'kms:*', on({ NumericGreaterThan: days(), Null: days('false') }))],
  ],
  [
    'a key in another case',
    [allow(admin, 'kms:*', on({ NumericEquals: { 'KMS:rotationperiodindays': 90 } }))],
  ],
])('bounds the period: %s', (_, statements) => {
  expect(bounding(...statements)).toEqual([true, true]);
});

test.each<[string, readonly Json[], readonly unknown[]]>([
  ['who it is', [allow({ AWS: '<<var.who>>' }, 'kms:*')], ['unknown', 'unknown']],
  [
    'who it is, where it is bounded',
    [allow({ AWS: '<<var.who>>' }, 'kms:*'), out, unnamed],
    ['unknown', true],
  ],
  ['which action', [allow(admin, '<<var.action>>')], ['unknown', 'unknown']],
  [
    'a further condition',
    [
      lets,
      unnamed,
      deny(
        '*',
        'kms:*',
        on({ NumericGreaterThan: days(), Bool: { 'aws:SecureTransport': 'false' } }),
      ),
    ],
    [true, 'unknown'],
  ],
  [
    'which condition key',
    [allow(admin, 'kms:*', on({ NumericLessThan: { '<<var.key>>': '1' } }))],
    [true, 'unknown'],
  ],
])('cannot tell: %s', (_, statements, answer) => {
  expect(bounding(...statements)).toEqual(answer);
});

test('an account that is known by its symbol alone is an account', () => {
  const statement = allow({ AWS: '<<account of aws>>' }, 'kms:*');
  const side = { ...context.predecessor, account: [{ symbol: 'account of aws' }] };
  expect(boundingOf(policy(statement), asked, side).given.is).toBe(false);
  expect(bounding(statement)).toEqual(['unknown', 'unknown']);
});

test('names the first statement without a bound', () => {
  const named = { ...allow('*', 'kms:*'), Sid: 'Everybody' };
  const { unbounded } = boundingOf(policy(allow(root, 'kms:*'), named), asked, context.predecessor);
  expect(unbounded).toMatchObject({ sid: 'Everybody', statement: 1, pointer: '/Statement/1' });
});
