import { describe, expect, test } from 'vitest';
import {
  allow,
  compare,
  context,
  covered,
  newArn,
  oldArn,
  parseSymbols,
  policy,
  reasons,
  role,
  textOfPolicy,
} from '../support/build/policies.ts';
import type { Json } from '../support/build/policies.ts';

const root = { AWS: 'arn:aws:iam::111122223333:root' };
const user = { AWS: 'arn:aws:iam::111122223333:user/ExampleUser' };
const key = { AWS: role('ExampleRole') };

/** Whether one statement covers another. */
const one = (a: Json, b: Json) => covered(policy(a), policy(b));
const both = (a: Json, b: Json) => [one(a, b), one(b, a)];

describe('spellings of one meaning', () => {
  test.each([
    [
      'scalar and list',
      allow(key, 'kms:Decrypt'),
      allow({ AWS: [role('ExampleRole')] }, ['kms:Decrypt']),
    ],
    ['case of actions', allow(key, 'kms:Decrypt'), allow(key, 'KMS:deCRYPT')],
    ['account id and root', allow(root, 'kms:*'), allow({ AWS: '111122223333' }, 'kms:*')],
    [
      'root of another partition',
      allow(root, 'kms:*'),
      allow({ AWS: 'arn:aws-cn:iam::111122223333:root' }, 'kms:*'),
    ],
    ['star and AWS star', allow('*', 'kms:*'), allow({ AWS: '*' }, 'kms:*')],
    ['star and kms star', allow(key, '*'), allow(key, 'kms:*')],
    [
      'Sid',
      allow(key, 'kms:*', { Sid: 'Allow use of the key' }),
      allow(key, 'kms:*', { Sid: 'Another' }),
    ],
    [
      'one statement and two',
      allow({ AWS: [role('a'), role('b')] }, 'kms:*'),
      allow({ AWS: [role('b'), role('a'), role('a')] }, 'kms:*'),
    ],
    [
      'case of condition keys',
      allow(key, 'kms:*', { Condition: { StringEquals: { 'kms:CallerAccount': '1' } } }),
      allow(key, 'kms:*', { Condition: { StringEquals: { 'KMS:calleraccount': ['1'] } } }),
    ],
    [
      'numbers',
      allow(key, 'kms:*', { Condition: { NumericEquals: { 'kms:RotationPeriodInDays': 365 } } }),
      allow(key, 'kms:*', {
        Condition: { NumericEquals: { 'kms:RotationPeriodInDays': '365.0' } },
      }),
    ],
    [
      'booleans',
      allow(key, 'kms:*', { Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } }),
      allow(key, 'kms:*', { Condition: { Bool: { 'kms:GrantIsForAWSResource': 'True' } } }),
    ],
    [
      'ArnEquals and ArnLike',
      allow(key, 'kms:*', { Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::a' } } }),
      allow(key, 'kms:*', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::a' } } }),
    ],
  ])('%s', (_, a, b) => {
    expect(both(a, b)).toEqual([true, true]);
  });

  test('statements split and joined', () => {
    const joined = policy(allow({ AWS: [role('a'), role('b')] }, ['kms:Encrypt', 'kms:Decrypt']));
    const split = policy(
      allow({ AWS: role('a') }, 'kms:*'),
      allow({ AWS: role('b') }, 'kms:Encrypt'),
      allow({ AWS: [role('b')] }, 'kms:Decrypt'),
    );
    expect(covered(joined, split)).toBe(true);
    expect(covered(split, joined)).toBe(false);
  });

  test("the key's own ARN is * in Resource, the other key's is nothing", () => {
    const star = policy(allow(key, 'kms:*'));
    const { Resource: _, ...bare } = allow(key, 'kms:*');
    expect(covered(star, policy(allow(key, 'kms:*', { Resource: newArn })))).toBe(true);
    expect(covered(policy(allow(key, 'kms:*', { Resource: oldArn })), star)).toBe(true);
    expect(covered(star, policy(allow(key, 'kms:*', { Resource: oldArn })))).toBe(false);
    expect(
      covered(
        star,
        policy(allow(key, 'kms:*', { Resource: 'arn:aws:kms:us-east-1:111122223333:key/*' })),
      ),
    ).toBe(true);
    expect(covered(star, policy({ ...bare, NotResource: newArn }))).toBe(false);
    expect(covered(star, policy({ ...bare, NotResource: oldArn }))).toBe(true);
  });

  test('a verbatim copy that names the old key is a loss even before the new ARN is known', () => {
    const copied = policy(allow(key, 'kms:*', { Resource: oldArn }));
    const successor = { ...context.successor, arn: null };
    expect(covered(copied, copied, { successor })).toBe(false);
  });

  test('a Resource that may be the new key leaves it open, naming the ARN', () => {
    const successor = { ...context.successor, arn: null };
    const other = policy(allow(key, 'kms:*', { Resource: newArn }));
    expect(reasons(compare(policy(allow(key, 'kms:*')), other, { successor }))).toContain(
      'the ARN of the successor',
    );
  });

  test('statements without effect and principals that are gone grant nothing', () => {
    const grant = allow(key, 'kms:*');
    const { Resource: _resource, ...inert } = allow(user, 'kms:*');
    const { Action: _action, ...idle } = allow(user, 'kms:*');
    const orphan = allow({ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }, 'kms:*');
    expect(covered(policy(grant, inert, idle, orphan), policy(grant))).toBe(true);
    expect(covered(policy(allow(user, 'kms:*')), policy(inert))).toBe(false);
    expect(compare(policy(grant, orphan), policy(grant)).notes).toEqual([
      'AIDACKCEVSQ6C2EXAMPLE is the id of a deleted user or role and was left out',
    ]);
  });
});

describe('the traps of a structural comparison', () => {
  test('Version, Id and Sid are no difference where no variable occurs', () => {
    const statement = allow(key, 'kms:*', { Sid: 'a' });
    const old = parseSymbols(
      JSON.stringify({ Version: '2008-10-17', Id: 'key-default-1', Statement: statement }),
    );
    expect(covered(old, policy({ ...statement, Sid: 'b' }))).toBe(true);
  });

  test('Version is a difference where a variable occurs', () => {
    const statement = allow('*', 'kms:*', {
      Condition: { StringEquals: { 'aws:PrincipalTag/team': '${aws:username}' } },
    });
    const old = parseSymbols(textOfPolicy([statement], '2008-10-17'));
    const later = parseSymbols(textOfPolicy([statement]));
    expect([
      covered(old, later),
      covered(later, old),
      covered(old, old),
      covered(later, later),
    ]).toEqual([false, false, true, true]);
  });

  test('a statement written twice is covered by one', () => {
    const statement = allow(key, 'kms:Decrypt');
    expect(covered(policy(statement, statement), policy(statement))).toBe(true);
  });

  test('actions and condition keys ignore case, Effect does not', () => {
    expect(both(allow(key, 'kms:decrypt'), allow(key, 'kms:Decrypt'))).toEqual([true, true]);
    expect(() => policy({ ...allow(key, 'kms:*'), Effect: 'allow' })).toThrow('its case counts');
  });
});

const not = (element: string, value: unknown) => {
  const { [element]: _, ...rest } = allow('*', 'kms:*');
  return { ...rest, [`Not${element}`]: value };
};

describe('what is wider', () => {
  test.each([
    ['kms:*', 'kms:Decrypt'],
    ['kms:Get*', 'kms:GetKey*'],
    ['kms:Get*', 'kms:GetKeyPolicy'],
    ['kms:?e*', 'kms:Decrypt'],
    ['*', 'kms:Re?ncrypt*'],
  ])('action %s reaches %s', (wide, narrow) => {
    expect(both(allow(key, narrow), allow(key, wide))).toEqual([true, false]);
  });

  test('everyone is wider than a role, an account is not', () => {
    expect(both(allow(key, 'kms:*'), allow('*', 'kms:*'))).toEqual([true, false]);
    const result = compare(policy(allow(key, 'kms:*')), policy(allow(root, 'kms:*')));
    expect(result.covered.is).toBe(false);
    expect(result.notes).toHaveLength(1);
    expect(one(allow({ Service: 'logs.amazonaws.com' }, 'kms:*'), allow('*', 'kms:*'))).toBe(true);
    expect(
      one(
        allow({ Service: 'a.amazonaws.com' }, 'kms:*'),
        allow({ Federated: 'a.amazonaws.com' }, 'kms:*'),
      ),
    ).toBe(false);
  });

  test('a Not-form is never its positive', () => {
    expect(both(not('Action', 'kms:Decrypt'), allow('*', 'kms:Decrypt'))).toEqual([false, false]);
    expect(both(not('Principal', key), allow(key, 'kms:*'))).toEqual([false, false]);
    expect(both(not('Resource', newArn), allow('*', 'kms:*'))).toEqual([true, false]);
  });

  test('a Not-form reaches what it does not name, and is wider the less it names', () => {
    expect(one(allow('*', 'kms:Encrypt'), not('Action', 'kms:De*'))).toBe(true);
    expect(
      both(not('Action', ['kms:Decrypt', 'kms:Encrypt']), not('Action', 'kms:Decrypt')),
    ).toEqual([true, false]);
    expect(both(not('Action', 'kms:De*'), not('Action', 'kms:Decrypt'))).toEqual([true, false]);
    expect(both(not('Action', 'kms:De*'), allow('*', '*'))).toEqual([true, false]);
    expect(one(allow(user, 'kms:*'), not('Principal', key))).toBe(true);
    expect(one(allow(root, 'kms:*'), not('Principal', key))).toBe(false);
  });
});
