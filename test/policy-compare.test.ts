import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../src/policy/default-policy.ts';
import { describeLoss } from '../src/policy/loss.ts';
import {
  allow,
  compare,
  context,
  covered,
  deny,
  newArn,
  oldArn,
  parseSymbols,
  policy,
  reasons,
  role,
  textOfPolicy,
} from './policies.ts';
import type { Json } from './policies.ts';

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

describe('what is wider', () => {
  test.each([
    ['kms:*', 'kms:Decrypt'],
    ['kms:Get*', 'kms:GetKey*'],
    ['kms:Get*', 'kms:GetKeyPolicy'],
    ['kms:?ecrypt', 'kms:Decrypt'],
    ['*', 'kms:Re?ncrypt*'],
  ])('action %s reaches %s', (wide, narrow) => {
    expect(both(allow(key, narrow), allow(key, wide))).toEqual([true, false]);
  });

  test('everyone is wider than a role, an account is not', () => {
    expect(both(allow(key, 'kms:*'), allow('*', 'kms:*'))).toEqual([true, false]);
    const result = compare(policy(allow(key, 'kms:*')), policy(allow(root, 'kms:*')));
    expect(result.covered.is).toBe(false);
    expect(result.notes).toHaveLength(1);
    expect(one(allow({ Service: 'logs.amazonaws.com' }, 'kms:*'), allow('*', 'kms:*'))).toBe(false);
    expect(
      one(
        allow({ Service: 'a.amazonaws.com' }, 'kms:*'),
        allow({ Federated: 'a.amazonaws.com' }, 'kms:*'),
      ),
    ).toBe(false);
  });

  const not = (element: string, value: unknown) => {
    const { [element]: _, ...rest } = allow('*', 'kms:*');
    return { ...rest, [`Not${element}`]: value };
  };
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

describe('conditions', () => {
  const when = (condition: unknown) => allow(key, 'kms:*', { Condition: condition });
  const via = (...services: readonly string[]) => ({ 'kms:ViaService': services });
  test.each<[string, unknown, unknown]>([
    ['none', {}, { StringEquals: via('a') }],
    [
      'fewer conjuncts',
      { StringEquals: via('a') },
      { StringEquals: via('a'), Bool: { 'aws:SecureTransport': 'true' } },
    ],
    ['more values', { StringEquals: via('a', 'b') }, { StringEquals: via('a') }],
    ['a pattern', { StringLike: via('s3.*') }, { StringEquals: via('s3.us-east-1.amazonaws.com') }],
    ['fewer excluded values', { StringNotEquals: via('a') }, { StringNotEquals: via('a', 'b') }],
    ['IfExists', { StringEqualsIfExists: via('a') }, { StringEquals: via('a') }],
    ['ignored case', { StringEqualsIgnoreCase: via('a') }, { StringEquals: via('A') }],
    ['presence', { Null: { 'kms:ViaService': 'false' } }, { StringLike: via('*') }],
    [
      'a higher limit',
      { NumericLessThan: { 'kms:RotationPeriodInDays': '400' } },
      { NumericLessThan: { 'kms:RotationPeriodInDays': '90' } },
    ],
    [
      'an included limit',
      { NumericGreaterThanEquals: { 'kms:RotationPeriodInDays': '90' } },
      { NumericGreaterThan: { 'kms:RotationPeriodInDays': '90' } },
    ],
    [
      'a later date',
      { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } },
      { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
    ],
    [
      'ForAllValues of more',
      { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['a', 'b'] } },
      { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'a' } },
    ],
  ])('%s is wider', (_, wide, narrow) => {
    expect(both(when(narrow), when(wide))).toEqual([true, false]);
  });

  test.each<[string, unknown, unknown]>([
    ['another operator', { StringEquals: via('a') }, { ArnEquals: via('a') }],
    ['a qualifier', { StringEquals: via('a') }, { 'ForAnyValue:StringEquals': via('a') }],
    ['the case of an operator', { StringEquals: via('a') }, { stringequals: via('a') }],
    ['the case of a value', { StringEquals: via('a') }, { StringEquals: via('A') }],
    ['another key', { StringEquals: via('a') }, { StringEquals: { 'kms:CallerAccount': 'a' } }],
    ['negation', { StringEquals: via('a') }, { StringNotEquals: via('a') }],
  ])('%s is a difference', (_, a, b) => {
    expect(both(when(a), when(b))).toEqual([false, false]);
  });

  test('blocks of addresses that are not equal leave it open', () => {
    const from = (block: string) => when({ IpAddress: { 'aws:SourceIp': block } });
    expect([
      one(from('192.0.2.0/24'), from('192.0.2.0/24')),
      one(from('192.0.2.0/25'), from('192.0.2.0/24')),
    ]).toEqual([true, 'unknown']);
  });

  test('alias and tag conditions compare as text, with a note', () => {
    const aliased = policy(
      when({ StringEquals: { 'kms:ResourceAliases': 'alias/application-current' } }),
    );
    const result = compare(aliased, aliased);
    expect([result.covered.is, result.notes.length]).toEqual([true, 1]);
    expect(result.notes[0]).toContain('kms:resourcealiases');
  });
});

describe('denies', () => {
  test('a Deny stands, or is lost', () => {
    const base = allow(root, 'kms:*');
    const ban = deny('*', 'kms:ScheduleKeyDeletion');
    expect(covered(policy(base, ban), policy(base, deny('*', 'kms:Schedule*')))).toBe(false);
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
    const via = (service: string) => ({ StringEquals: { 'kms:ViaService': service } });
    const grant = allow(key, 'kms:*', { Condition: via('s3') });
    const result = (condition: unknown) =>
      covered(policy(grant), policy(grant, deny('*', 'kms:*', { Condition: condition })));
    expect(result(via('ec2'))).toBe(true);
    expect(result({ StringNotEquals: { 'kms:ViaService': 's3' } })).toBe(true);
    expect(result({ Null: { 'kms:ViaService': 'true' } })).toBe(true);
    expect(result({ StringNotEquals: { 'kms:ViaService': 'ec2' } })).toBe('unknown');
    expect(result(via('s3'))).toBe(false);
    expect(result({ Bool: { 'aws:SecureTransport': 'false' } })).toBe('unknown');
  });

  test('the loss names the Deny that takes the Allow, and the part it takes', () => {
    const grant = allow({ AWS: [role('a'), role('b')] }, ['kms:Decrypt', 'kms:Encrypt'], {
      Sid: 'Allow use of the key',
    });
    const { lost } = compare(
      policy(grant),
      policy(deny({ AWS: role('b') }, 'kms:De*', { Sid: 'Stop' }), grant),
    );
    expect(lost.map(describeLoss)).toEqual([
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
          Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } },
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
    expect(result.lost.map(describeLoss)).toEqual([
      `"Use": Allow KMS:Decrypt for ${role('a')}, ${role('b')} if StringEquals kms:CallerAccount 111122223333`,
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

describe('a replica', () => {
  const replica = { primaryRegion: 'us-east-1', replicaRegion: 'eu-west-1' };
  const in_ = (region: string) =>
    policy(
      allow(key, ['kms:Decrypt', 'kms:ReplicateKey'], {
        Condition: {
          StringEquals: {
            'kms:ViaService': `s3.${region}.amazonaws.com`,
            'aws:RequestedRegion': region,
          },
          ArnLike: { 'aws:SourceArn': `arn:aws:sns:${region}:111122223333:*` },
        },
      }),
    );
  test('its Region and the Region of its primary are equal', () => {
    expect(covered(in_('us-east-1'), in_('eu-west-1'), { replica })).toBe(true);
    expect(covered(in_('us-east-1'), in_('eu-west-1'))).toBe(false);
    expect(covered(in_('us-east-1'), in_('eu-west-2'), { replica })).toBe(false);
    expect(
      covered(in_('us-east-1'), in_('<<region>>'), {
        replica: { ...replica, replicaRegion: { symbol: 'region' } },
      }),
    ).toBe(true);
  });

  test('actions that only a primary answers are left out', () => {
    expect(
      covered(
        policy(allow(key, ['kms:Decrypt', 'kms:ReplicateKey', 'kms:UpdatePrimaryRegion'])),
        policy(allow(key, 'kms:Decrypt')),
        { replica },
      ),
    ).toBe(true);
    const grant = allow(key, 'kms:*');
    expect(covered(policy(grant), policy(grant, deny('*', 'kms:ReplicateKey')), { replica })).toBe(
      true,
    );
    expect(covered(policy(grant), policy(grant, deny('*', 'kms:ReplicateKey')))).toBe(false);
  });
});
