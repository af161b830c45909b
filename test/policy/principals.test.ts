import { describe, expect, test } from 'vitest';
import { allow, covered, deny, newArn, policy, role } from '../support/build/policies.ts';
import type { Json } from '../support/build/policies.ts';

const app = { AWS: role('app') };
const root = { AWS: 'arn:aws:iam::111122223333:root' };
const when = (Condition: unknown, who: unknown = app) => allow(who, 'kms:Decrypt', { Condition });
const via = (...services: readonly string[]) => ({ StringEquals: { 'kms:ViaService': services } });
const one = (old: Json, ...next: readonly Json[]) => covered(policy(old), policy(...next));

describe('who asks settles conditions', () => {
  const session = { AWS: 'arn:aws:sts::111122223333:assumed-role/app/i-1' };
  test.each<[string, Json, readonly Json[], boolean | 'unknown']>([
    ['a session under its role', allow(session, 'kms:*'), [allow(app, 'kms:*')], true],
    ['a role under a session', allow(app, 'kms:*'), [allow(session, 'kms:*')], false],
    [
      'a role under everyone of its account',
      allow(app, 'kms:*'),
      [
        allow('*', 'kms:*', {
          Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
        }),
      ],
      true,
    ],
    [
      'a role under everyone with its ARN',
      allow(app, 'kms:*'),
      [allow('*', 'kms:*', { Condition: { ArnLike: { 'aws:PrincipalArn': role('a*') } } })],
      true,
    ],
    [
      'everyone with an ARN under its role',
      allow('*', 'kms:*', { Condition: { ArnEquals: { 'aws:PrincipalArn': role('app') } } }),
      [allow(app, 'kms:*')],
      true,
    ],
    [
      'a Deny for who is of another account',
      allow(app, 'kms:*'),
      [
        allow(app, 'kms:*'),
        deny('*', 'kms:*', {
          Condition: { StringNotEquals: { 'kms:CallerAccount': '111122223333' } },
        }),
      ],
      true,
    ],
    [
      'a Deny for who is of this one',
      allow(app, 'kms:*'),
      [
        allow(app, 'kms:*'),
        deny('*', 'kms:*', {
          Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } },
        }),
      ],
      false,
    ],
    [
      'a Deny for people, and a service',
      allow({ Service: 'sns.amazonaws.com' }, 'kms:*'),
      [
        allow({ Service: 'sns.amazonaws.com' }, 'kms:*'),
        deny('*', 'kms:*', { Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } } }),
      ],
      true,
    ],
    [
      'a Deny of services, wherever',
      deny({ Service: 's3.amazonaws.com' }, 'kms:Encrypt'),
      [deny('*', 'kms:Encrypt')],
      true,
    ],
    [
      'a Deny of a role under one of its account',
      deny(app, 'kms:Encrypt'),
      [deny(root, 'kms:Encrypt')],
      true,
    ],
    [
      'a Deny of an account under one of its role',
      deny(root, 'kms:Encrypt'),
      [deny(app, 'kms:Encrypt')],
      false,
    ],
    [
      'an Allow of a role under one of its account',
      allow(app, 'kms:Encrypt'),
      [allow(root, 'kms:Encrypt')],
      false,
    ],
  ])('%s', (_, old, next, expected) => {
    expect(one(old, ...next)).toBe(expected);
  });

  test('what its own Deny takes away needs no cover, the Deny does', () => {
    const ban = deny(app, 'kms:Decrypt');
    expect(covered(policy(allow(app, 'kms:*'), ban), policy(allow(app, ['kms:*']), ban))).toBe(
      true,
    );
    expect(covered(policy(allow(app, 'kms:Decrypt'), ban), policy(ban))).toBe(true);
    expect(covered(policy(allow(app, 'kms:Decrypt'), ban), policy(allow(app, 'kms:Decrypt')))).toBe(
      false,
    );
  });
});

describe('roles that Terraform makes', () => {
  const by = (name: string) => ({ AWS: `<<${name}>>` });
  const old = (name: string) => allow(by(name), 'kms:Decrypt');
  test.each<[string, Json, Json, boolean | 'unknown']>([
    ['one under itself', old('aws_iam_role.a.arn'), old('aws_iam_role.a.arn'), true],
    ['two of them', old('aws_iam_role.a.arn'), old('aws_iam_role.b.arn'), false],
    ['two of one block', old('aws_iam_role.a[0].arn'), old('aws_iam_role.a[1].arn'), false],
    [
      'one of a block, and any of it',
      old('aws_iam_role.a[0].arn'),
      old('aws_iam_role.a[var.x].arn'),
      'unknown',
    ],
    [
      'in two modules',
      old('module.m.aws_iam_user.a.arn'),
      old('module.n[1].aws_iam_user.a.arn'),
      false,
    ],
    ['a role and a user', old('aws_iam_role.a.arn'), old('aws_iam_user.a.arn'), false],
    ['under the root of the account', old('aws_iam_role.a.arn'), allow(root, 'kms:Decrypt'), false],
    ['under everyone', old('aws_iam_role.a.arn'), allow('*', 'kms:Decrypt'), true],
    ['everyone under it', allow('*', 'kms:Decrypt'), old('aws_iam_role.a.arn'), false],
    ['under a literal role', old('aws_iam_role.a.arn'), allow(app, 'kms:Decrypt'), 'unknown'],
    ['under a data source', old('aws_iam_role.a.arn'), old('data.aws_iam_role.a.arn'), 'unknown'],
    [
      'a data source under the root',
      old('data.aws_iam_role.a.arn'),
      allow(root, 'kms:Decrypt'),
      false,
    ],
    ['under a variable', old('aws_iam_role.a.arn'), old('var.role'), 'unknown'],
    [
      'the caller, who may be the root',
      old('data.aws_caller_identity.current.arn'),
      allow(root, 'kms:Decrypt'),
      'unknown',
    ],
  ])('%s', (_, first, second, expected) => {
    expect(one(first, second)).toBe(expected);
  });

  test('by their names too, within one account', () => {
    const named = (name: string) =>
      allow({ AWS: `arn:aws:iam::<<account>>:role/<<${name}>>` }, 'kms:Decrypt');
    expect(one(named('aws_iam_role.a.name'), named('aws_iam_role.b.name'))).toBe(false);
    expect(one(named('aws_iam_role.a.name'), named('aws_iam_role.a.name'))).toBe(true);
    expect(one(named('var.a'), named('var.b'))).toBe('unknown');
    expect(one(named('aws_iam_role.a.name'), allow(root, 'kms:Decrypt'))).toBe(false);
  });

  test('a provider under Federated', () => {
    const federated = (name: string) =>
      allow({ Federated: `<<aws_iam_saml_provider.${name}.arn>>` }, 'kms:Decrypt');
    expect([one(federated('a'), federated('a')), one(federated('a'), federated('b'))]).toEqual([
      true,
      false,
    ]);
  });
});

describe('a replica', () => {
  const replica = { primaryRegion: 'eu-west-1', replicaRegion: 'us-east-1' };
  const service = (region: string) =>
    allow({ Service: `logs.${region}.amazonaws.com` }, 'kms:Decrypt');
  const regional = (region: string) => when(via(`s3.${region}.amazonaws.com`));
  const asked = (old: Json, next: Json, more: object = {}) =>
    covered(policy(old), policy(next), { replica: { ...replica, ...more } });
  test.each([service, regional])('has its own Region where its primary has another', (of) => {
    expect(asked(of('eu-west-1'), of('us-east-1'))).toBe(true);
    expect(asked(of('eu-west-1'), of('eu-west-1'))).toBe(false);
    expect(asked(of('ap-south-1'), of('ap-south-1'))).toBe(true);
  });

  test('leaves it open where a Region is not known', () => {
    expect(
      asked(regional('eu-west-1'), regional('us-east-1'), {
        replicaRegion: { symbol: 'var.region' },
      }),
    ).toBe('unknown');
    expect(
      asked(regional('eu-west-1'), regional('eu-west-1'), {
        primaryRegion: { symbol: 'var.region' },
      }),
    ).toBe('unknown');
    expect(
      asked(allow(app, 'kms:*'), allow(app, 'kms:*'), {
        primaryRegion: { symbol: 'a' },
        replicaRegion: { symbol: 'b' },
      }),
    ).toBe(true);
  });

  test('gives nothing by the ARN of its primary', () => {
    const own = (Resource: string) => allow(app, 'kms:Decrypt', { Resource });
    const old = newArn.replace('us-east-1', 'eu-west-1');
    const side = (arn: string) =>
      ({
        arn: [arn],
        account: ['111122223333'],
        at: { kind: 'live', path: null, arn, call: '' },
        reason: 'not-read',
      }) as const;
    const sides = { replica, predecessor: side(old), successor: side(newArn) };
    expect(covered(policy(own(old)), policy(own(newArn)), sides)).toBe(true);
    expect(covered(policy(own(old)), policy(own(old)), sides)).toBe(false);
  });
});
