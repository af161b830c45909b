import { expect, test } from 'vitest';
import { copiedPolicy, parsePolicyValue, type Copied } from '../../src/policy/index.ts';

const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const role = 'arn:aws:iam::111122223333:role/ExampleRole';
const allow = { Effect: 'Allow', Principal: { AWS: role }, Action: 'kms:Decrypt', Resource: '*' };

function copy(statements: readonly object[], version: object = { Version: '2012-10-17' }): Copied {
  const { document } = parsePolicyValue(JSON.stringify({ ...version, Statement: statements }));
  if (document === null) throw new Error('no policy');
  return copiedPolicy(document, { arn, symbols: [] });
}

/** The statements of the copy; a word where there is none. */
function statementsOf(copied: Copied): unknown {
  if (copied.policy === null) return copied.obstacle;
  const json: { Statement: unknown } = JSON.parse(copied.policy.json?.join('\n') ?? '');
  return json.Statement;
}

test('the own ARN becomes *, and other keys stay what they are', () => {
  const other = arn.replace('1234abcd', '0987dcba');
  expect(statementsOf(copy([{ ...allow, Resource: arn }]))).toEqual([allow]);
  expect(statementsOf(copy([{ ...allow, Resource: [arn, other] }]))).toEqual([
    { ...allow, Resource: ['*', other] },
  ]);
});

test('ids of deleted identities go, and statements about nobody else with them', () => {
  const gone = 'AIDACKCEVSQ6C2EXAMPLE';
  expect(statementsOf(copy([{ ...allow, Principal: { AWS: [role, gone] } }]))).toEqual([allow]);
  expect(statementsOf(copy([allow, { ...allow, Principal: { AWS: gone } }]))).toEqual([allow]);
});

test('a condition on the key itself, or what is not to be taken away from it, is for a person', () => {
  const condition = { ArnEquals: { 'aws:SourceArn': arn } };
  expect(statementsOf(copy([{ ...allow, Condition: condition }]))).toBe('self');
  const { Resource: _, ...rest } = allow;
  expect(statementsOf(copy([{ ...rest, NotResource: arn }]))).toBe('self');
});

test('negated elements, conditions and the version stay', () => {
  const { Action: _, ...rest } = allow;
  const deny = {
    ...rest,
    Sid: 'No others',
    Effect: 'Deny',
    NotAction: ['kms:Describe*', 'kms:List*'],
    Condition: {
      StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      Bool: { 'aws:SecureTransport': 'true' },
    },
  };
  expect(statementsOf(copy([deny]))).toEqual([deny]);
  const old = copy([allow], { Version: '2008-10-17' });
  expect(old.policy?.json?.join('')).toContain('"Version": "2008-10-17"');
  expect(copy([allow], {}).policy?.json?.join('')).not.toContain('Version');
});

test('letters that KMS takes as escapes alone stand as such, and in no `jsonencode`', () => {
  const json = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ ...allow, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'TEAM' } } }],
  });
  const { document } = parsePolicyValue(json.replace('TEAM', String.raw`\ud83d\ude00`));
  if (document === null) throw new Error('no policy');
  const { policy } = copiedPolicy(document, { arn, symbols: [] });
  expect(policy?.json?.join('')).toContain(String.raw`"\ud83d\ude00"`);
  expect(policy?.hcl).toBeNull();
});
