import { describe, expect, test } from 'vitest';
import { allow, compare, covered, deny, policy, role } from '../support/build/policies.ts';
import type { Json } from '../support/build/policies.ts';

const key = { AWS: role('ExampleRole') };

/** Whether one statement covers another. */
const one = (a: Json, b: Json) => covered(policy(a), policy(b));
const both = (a: Json, b: Json) => [one(a, b), one(b, a)];

const when = (condition: unknown) => allow(key, 'kms:*', { Condition: condition });

const via = (...services: readonly string[]) => ({ 'kms:ViaService': services });

describe('conditions', () => {
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
    ['presence', { Null: { 'kms:ViaService': 'false' } }, { StringLike: via('s3.*') }],
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
    [
      'a qualifier, where a key has several values',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } },
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } },
    ],
    ['the case of an operator', { StringEquals: via('a') }, { stringequals: via('a') }],
    ['the case of a value', { StringEquals: via('a') }, { StringEquals: via('A') }],
    ['another key', { StringEquals: via('a') }, { StringEquals: { 'aws:SourceVpce': 'a' } }],
    ['negation', { StringEquals: via('a') }, { StringNotEquals: via('a') }],
  ])('%s is a difference', (_, a, b) => {
    expect(both(when(a), when(b))).toEqual([false, false]);
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

const inRegion = (region: string) =>
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

describe('a replica', () => {
  const replica = { primaryRegion: 'us-east-1', replicaRegion: 'eu-west-1' };
  test('its Region and the Region of its primary are equal', () => {
    expect(covered(inRegion('us-east-1'), inRegion('eu-west-1'), { replica })).toBe(true);
    expect(covered(inRegion('us-east-1'), inRegion('eu-west-1'))).toBe(false);
    expect(covered(inRegion('us-east-1'), inRegion('eu-west-2'), { replica })).toBe(false);
    expect(
      covered(inRegion('us-east-1'), inRegion('<<region>>'), {
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
