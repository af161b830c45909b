import { describe, expect, test } from 'vitest';
import { allow, compare, covered, policy, role } from '../support/build/policies.ts';
import type { Json } from '../support/build/policies.ts';

const app = { AWS: role('app') };
const when = (Condition: unknown, who: unknown = app) => allow(who, 'kms:Decrypt', { Condition });
const via = (...services: readonly string[]) => ({ StringEquals: { 'kms:ViaService': services } });
const from = (...blocks: readonly string[]) => ({ IpAddress: { 'aws:SourceIp': blocks } });
const one = (old: Json, ...next: readonly Json[]) => covered(policy(old), policy(...next));

describe('statements join', () => {
  test.each<[string, Json, readonly Json[], boolean]>([
    ['values of one key', when(via('a', 'b')), [when(via('a')), when(via('b'))], true],
    ['not all values', when(via('a', 'b', 'c')), [when(via('a')), when(via('b'))], false],
    [
      'a condition and its complement',
      when({}),
      [when(via('a')), when({ StringNotEquals: { 'kms:ViaService': 'a' } })],
      true,
    ],
    [
      'a condition, and where its key is missing',
      when({ StringLike: { 'aws:SourceVpce': '*' } }),
      [when({ Null: { 'aws:SourceVpce': 'false' } })],
      true,
    ],
    [
      'presence and absence',
      when({}),
      [when({ Null: { 'aws:SourceVpce': 'true' } }), when({ Null: { 'aws:SourceVpce': false } })],
      true,
    ],
    [
      'both flags, where the key may be missing',
      when({}),
      [
        when({ Bool: { 'aws:SecureTransport': 'true' } }),
        when({ Bool: { 'aws:SecureTransport': 'false' } }),
      ],
      false,
    ],
    [
      'both flags, and the key missing',
      when({}),
      [
        when({ BoolIfExists: { 'aws:SecureTransport': 'true' } }),
        when({ Bool: { 'aws:SecureTransport': 'false' } }),
      ],
      true,
    ],
    [
      'two halves of a block',
      when(from('192.0.2.0/24')),
      [when(from('192.0.2.0/25')), when(from('192.0.2.128/25'))],
      true,
    ],
    ['a half of a block', when(from('192.0.2.0/24')), [when(from('192.0.2.0/25'))], false],
    [
      'numbers below and from on',
      when({ Null: { 'aws:MultiFactorAuthAge': 'false' } }),
      [
        when({ NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } }),
        when({ NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': '300' } }),
      ],
      true,
    ],
    [
      'numbers below and above',
      when({ Null: { 'aws:MultiFactorAuthAge': 'false' } }),
      [
        when({ NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } }),
        when({ NumericGreaterThan: { 'aws:MultiFactorAuthAge': '300' } }),
      ],
      false,
    ],
    [
      'two keys, each settled by one statement',
      when(via('a')),
      [
        when({ ...via('a'), Bool: { 'aws:SecureTransport': 'true' } }),
        when({ BoolIfExists: { 'aws:SecureTransport': 'false' } }),
      ],
      true,
    ],
    [
      'patterns that hold a pattern together',
      when({ StringLike: { 'kms:ViaService': 's?.*' } }),
      [
        when({ StringLike: { 'kms:ViaService': 's3.*' } }),
        when({ StringNotLike: { 'kms:ViaService': 's3.*' } }),
      ],
      true,
    ],
  ])('%s', (_, old, next, expected) => {
    expect(one(old, ...next)).toBe(expected);
  });
});

describe('operators', () => {
  const arn = (pattern: string) =>
    when({ ArnLike: { 'aws:SourceArn': pattern } }, { Service: 'sns.amazonaws.com' });
  const text = (value: string) =>
    when({ StringEquals: { 'aws:SourceArn': value } }, { Service: 'sns.amazonaws.com' });
  const topic = 'arn:aws:sns:eu-west-1:111122223333:a';
  test.each<[string, Json, Json, boolean]>([
    ['a text is the ARN that it spells', text(topic), arn(topic), true],
    ['an ARN is the text that it spells', arn(topic), text(topic), true],
    ['a star of an ARN stays in its component', arn(topic), arn('arn:aws:sns:*:a'), false],
    [
      'and does not cross into the next',
      text('arn:aws:sns:a:b:c:d'),
      arn('arn:aws:sns:*:c:d'),
      false,
    ],
    [
      'in a text it does not',
      text(topic),
      when(
        { StringLike: { 'aws:SourceArn': 'arn:aws:sns:*:a' } },
        { Service: 'sns.amazonaws.com' },
      ),
      true,
    ],
    [
      'the last component holds colons',
      arn('arn:aws:logs:eu-west-1:111122223333:log-group:a'),
      arn('arn:aws:logs:eu-west-1:111122223333:*'),
      true,
    ],
    [
      'a component by component pattern',
      arn('arn:aws:sns:*:111122223333:a'),
      arn('arn:aws:sns:*:*:*'),
      true,
    ],
    [
      'an address in a block of the other family',
      when(from('192.0.2.1')),
      when(from('2001:db8::/32')),
      false,
    ],
    ['an address in its block', when(from('2001:db8::1')), when(from('2001:db8::/32')), true],
    [
      'all of more',
      when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }),
      when({ 'ForAllValues:StringLike': { 'aws:TagKeys': ['a', 'b*'] } }),
      true,
    ],
    [
      'any of fewer',
      when({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }),
      when({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }),
      false,
    ],
    [
      'all is met by none, any is not',
      when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }),
      when({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }),
      false,
    ],
    [
      'IfExists is wider',
      when(via('a')),
      when({ StringEqualsIfExists: { 'kms:ViaService': 'a' } }),
      true,
    ],
    [
      'and not narrower',
      when({ StringEqualsIfExists: { 'kms:ViaService': 'a' } }),
      when(via('a')),
      false,
    ],
    [
      'letters of any case',
      when(via('A')),
      when({ StringEqualsIgnoreCase: { 'kms:ViaService': 'a' } }),
      true,
    ],
  ])('%s', (_, old, next, expected) => {
    expect(one(old, next)).toBe(expected);
  });
});

describe('actions are those of KMS', () => {
  const may = (...Action: readonly string[]) => allow(app, Action);
  test.each<[string, Json, Json, boolean]>([
    [
      'a pattern and the list of what it matches',
      may('kms:ReEncrypt*'),
      may('kms:ReEncryptFrom', 'kms:ReEncryptTo'),
      true,
    ],
    ['a part of the list', may('kms:ReEncrypt*'), may('kms:ReEncryptFrom'), false],
    ['a pattern that matches one action', may('kms:Encryp?'), may('kms:Encrypt'), true],
    ['an action that names no key', may('kms:Decrypt', 'kms:ListKeys'), may('kms:Decrypt'), true],
    ['an action of another service', may('kms:Decrypt', 's3:GetObject'), may('kms:Decrypt'), true],
    ['an action that KMS has not', may('kms:Decrypt', 'kms:Decypt'), may('kms:Decrypt'), true],
    [
      'all but some, and the rest by name',
      { ...may('x'), Action: undefined, NotAction: 'kms:Decrypt' },
      may('kms:*'),
      true,
    ],
  ])('%s', (_, old, next, expected) => {
    expect(one(old, next)).toBe(expected);
  });

  test('a narrowed wildcard is a note, in the words of the policy', () => {
    const narrowed = compare(policy(may('kms:Describe*')), policy(may('kms:DescribeKey')));
    expect([narrowed.covered.is, narrowed.notes]).toEqual([
      true,
      [expect.stringContaining('kms:Describe* is given as a list')],
    ]);
    expect(compare(policy(may('kms:Describe*')), policy(may('kms:*'))).notes).toEqual([]);
  });

  test('what is lost of a pattern is told by its names', () => {
    const { lost } = compare(
      policy(may('kms:ReEncrypt*', 'kms:Decrypt')),
      policy(may('kms:ReEncryptTo')),
    );
    expect(lost.map((l) => l.actions)).toEqual([['kms:Decrypt', 'kms:ReEncryptFrom']]);
  });
});
