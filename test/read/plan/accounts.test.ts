import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { allow, textOfPolicy } from '../../support/build/policies.ts';
import { judge, newAlias, newRsaKey } from '../../support/judge/judge-plan.ts';
import { constant, refers, stateOf, type ResourceSpec } from '../../support/build/plan-builder.ts';

// A plan whose keys do not exist yet knows their account from its caller identity alone.

const rule = 'successor-policy-not-copied';
const lambda = allow({ Service: 'lambda.amazonaws.com' }, 'kms:Sign');
const ownerOf = (account: string) => allow({ AWS: `arn:aws:iam::${account}:root` }, 'kms:*');

const provider = (expressions: JsonObject): JsonObject => ({
  name: 'aws',
  expressions: { region: constant('eu-west-1'), ...expressions },
});

const identity: ResourceSpec = {
  type: 'aws_caller_identity',
  name: 'me',
  mode: 'data',
  declaredOnly: true,
};

interface Case {
  /** The policy of the predecessor; the successor has AWS's default one. */
  readonly statements: Parameters<typeof textOfPolicy>[0];
  readonly account?: string | null;
  /** Arguments of the provider that the keys use, where it is not that of the caller identity. */
  readonly elsewhere?: JsonObject;
  readonly more?: readonly JsonObject[];
}

/** The verdict on a successor that has AWS's default policy. */
function successor({ statements, account = '111122223333', elsewhere, more = [] }: Case) {
  const via = elsewhere === undefined ? {} : { provider: 'aws.other' };
  const policy = textOfPolicy(statements);
  const known = account === null ? [] : [stateOf(identity, { account_id: account })];
  const judged = judge(
    [
      newRsaKey('a', { after: { policy }, ...via }),
      newRsaKey('b', via),
      newAlias('app-v1', refers('aws_kms_key.a.key_id'), via),
      newAlias('app-v2', refers('aws_kms_key.b.key_id'), via),
      identity,
      { ...identity, name: 'you' },
    ],
    {
      providers: {
        aws: provider({}),
        ...(elsewhere === undefined ? {} : { 'aws.other': provider(elsewhere) }),
      },
      top: {
        prior_state: {
          format_version: '1.0',
          values: { root_module: { resources: [...known, ...more] } },
        },
      },
    },
  );
  return judged.finding(rule, 'aws_kms_key.b');
}

test('the default policy is that of the caller’s account', () => {
  expect(successor({ statements: [ownerOf('111122223333')] })?.kind).toBe('pass');
  expect(successor({ statements: [ownerOf('444455556666')] })?.kind).toBe('fail');
});

test('without a caller identity, one account or the other may be meant', () => {
  expect(successor({ statements: [ownerOf('111122223333')], account: null })?.kind).toBe('open');
});

test('what is lost in every possible account is lost', () => {
  const statements = [ownerOf('111122223333'), ownerOf('444455556666')];
  const found = successor({ statements, account: null });
  expect(found?.kind).toBe('fail');
  expect(found?.message).not.toMatch(/000000000000/);
  const service = successor({ statements: [ownerOf('111122223333'), lambda], account: null });
  expect(service?.kind).toBe('fail');
});

test('a pattern that may name any of several accounts leaves it open', () => {
  const guarded = {
    ...ownerOf('111122223333'),
    Principal: '*',
    Condition: { StringLike: { 'kms:CallerAccount': '1111*' } },
  };
  expect(['open', 'fail']).toContain(successor({ statements: [guarded], account: null })?.kind);
});

test('provider configurations with the same credentials reach one account', () => {
  const statements = [ownerOf('111122223333')];
  expect(successor({ statements, elsewhere: { region: constant('us-east-1') } })?.kind).toBe(
    'pass',
  );
});

test.each<[string, JsonObject]>([
  ['assumes a role', { assume_role: [{ role_arn: constant('arn:aws:iam::444455556666:role/x') }] }],
  ['has a profile of its own', { profile: constant('other') }],
  ['takes its profile from a variable', { profile: { references: ['var.profile'] } }],
])('one that %s reaches another, perhaps', (_, elsewhere) => {
  expect(successor({ statements: [ownerOf('111122223333')], elsewhere })?.kind).toBe('open');
});

test('two caller identities of one provider that differ tell nothing', () => {
  const other = {
    ...stateOf({ ...identity, name: 'you' }, { account_id: '444455556666' }),
  };
  const statements = [ownerOf('111122223333')];
  expect(successor({ statements, more: [other] })?.kind).toBe('open');
});

test('what is no account id tells nothing', () => {
  expect(successor({ statements: [ownerOf('111122223333')], account: 'x' })?.kind).toBe('open');
});
