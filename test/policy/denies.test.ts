import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../src/policy/form/default-policy.ts';
import { describeLoss } from '../../src/policy/compare/loss.ts';
import { allow, compare, covered, deny, oldArn, policy, role } from '../support/build/policies.ts';

const root = { AWS: 'arn:aws:iam::111122223333:root' };
const user = { AWS: 'arn:aws:iam::111122223333:user/ExampleUser' };
const key = { AWS: role('ExampleRole') };

const via = (service: string) => ({ StringEquals: { 'kms:ViaService': service } });

describe('denies', () => {
  test('a Deny stands, or is lost', () => {
    const base = allow(root, 'kms:*');
    const ban = deny('*', 'kms:ScheduleKeyDeletion');
    expect(covered(policy(base, ban), policy(base, deny('*', 'kms:*Key*')))).toBe(false);
    expect(covered(policy(base, ban), policy(base, deny('*', 'kms:Schedule*')))).toBe(true);
    expect(
      covered(
        policy(base, ban, deny('*', 'kms:Schedule*')),
        policy(base, deny('*', 'kms:Schedule*')),
      ),
    ).toBe(true);
    const { lost } = compare(policy(base, ban), policy(base));
    expect(lost.map((l) => [l.effect, l.principals, l.actions])).toEqual([
      ['Deny', ['*'], ['kms:ScheduleKeyDeletion']],
    ]);
  });

  test.each<[string, object, boolean | 'unknown']>([
    ['the same role', deny(key, 'kms:Decrypt'), false],
    ['its account', deny(root, 'kms:Decrypt'), false],
    ['everyone', deny('*', 'kms:*'), false],
    [
      'a session of it',
      deny({ AWS: 'arn:aws:sts::111122223333:assumed-role/ExampleRole/session' }, 'kms:*'),
      false,
    ],
    ['all but another', { ...deny('*', 'kms:*'), Principal: undefined, NotPrincipal: user }, false],
    ['all but it', { ...deny('*', 'kms:*'), Principal: undefined, NotPrincipal: key }, true],
    ['another role', deny(user, 'kms:*'), true],
    ['another account', deny({ AWS: '444455556666' }, 'kms:*'), true],
    ['another action', deny('*', 'kms:Schedule*'), true],
    ['another key', deny('*', 'kms:*', { Resource: oldArn }), true],
    [
      'requests without TLS',
      deny('*', 'kms:*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      false,
    ],
    [
      'some callers',
      deny('*', 'kms:*', {
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
      }),
      'unknown',
    ],
  ])('a new Deny for %s', (_, ban, expected) => {
    const grant = allow(key, ['kms:Decrypt', 'kms:Encrypt']);
    expect(covered(policy(grant), policy(grant, { ...ban }))).toBe(expected);
  });

  test('two conditions that exclude each other do not overlap; two that may not are open', () => {
    const grant = allow(key, 'kms:*', { Condition: via('s3') });
    const result = (condition: unknown) =>
      covered(policy(grant), policy(grant, deny('*', 'kms:*', { Condition: condition })));
    expect(result(via('ec2'))).toBe(true);
    expect(result({ StringNotEquals: { 'kms:ViaService': 's3' } })).toBe(true);
    expect(result({ Null: { 'kms:ViaService': 'true' } })).toBe(true);
    expect(result({ StringNotEquals: { 'kms:ViaService': 'ec2' } })).toBe(false);
    expect(result(via('s3'))).toBe(false);
    expect(result({ Bool: { 'aws:SecureTransport': 'false' } })).toBe(false);
    expect(result({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } })).toBe('unknown');
  });

  test('the loss names the Deny that takes the Allow, and the part it takes', () => {
    const grant = allow({ AWS: [role('a'), role('b')] }, ['kms:Decrypt', 'kms:Encrypt'], {
      Sid: 'Allow use of the key',
    });
    const { lost } = compare(
      policy(grant),
      policy(deny({ AWS: role('b') }, 'kms:De*', { Sid: 'Stop' }), grant),
    );
    expect(lost.map((loss) => describeLoss(loss))).toEqual([
      `"Allow use of the key": Allow kms:Decrypt for ${role('b')}, taken away by Deny "Stop"`,
    ]);
  });

  test('a Deny that the predecessor has too takes nothing', () => {
    const grant = allow(key, 'kms:*');
    expect(
      covered(
        policy(grant, deny('*', 'kms:Delete*')),
        policy(deny('*', ['kms:DeleteAlias', 'kms:Delete*']), grant),
      ),
    ).toBe(true);
  });
});

describe('the account of the findings', () => {
  test('a loss groups principals and actions, in the words of the policy', () => {
    const result = compare(
      policy(
        allow({ AWS: [role('a'), role('b')] }, ['kms:Encrypt', 'KMS:Decrypt'], {
          Sid: 'Use',
          Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
        }),
      ),
      policy(allow({ AWS: [role('a'), role('b')] }, 'kms:Encrypt')),
    );
    expect(result.lost).toMatchObject([
      {
        sid: 'Use',
        statement: 0,
        line: 1,
        column: 38,
        principals: [role('a'), role('b')],
        actions: ['KMS:Decrypt'],
        deniedBy: null,
      },
    ]);
    expect(result.lost.map((loss) => describeLoss(loss))).toEqual([
      `"Use": Allow KMS:Decrypt for ${role('a')}, ${role('b')} if StringEquals aws:SourceVpce vpce-1a2b3c4d`,
    ]);
    expect(result.gained.map((g) => [g.actions, g.condition])).toEqual([[['kms:Encrypt'], null]]);
  });

  test('the default policy is the root of the account', () => {
    const standard = defaultPolicy(['111122223333']);
    expect([
      covered(standard, policy(allow(root, 'kms:*'))),
      covered(policy(allow(root, 'kms:*')), standard),
    ]).toEqual([true, true]);
    expect(covered(defaultPolicy([{ symbol: 'a' }]), defaultPolicy([{ symbol: 'a' }]))).toBe(true);
    expect(covered(defaultPolicy([{ symbol: 'a' }]), defaultPolicy([{ symbol: 'b' }]))).toBe(
      'unknown',
    );
    expect(covered(defaultPolicy(['444455556666']), standard)).toBe(false);
  });
});
