import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/policy/grammar/parse.ts';
import type { Problem } from '../../src/policy/json/problem.ts';

const grant =
  '{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}';
const policyWith = (more: string) => `{"Version": "2012-10-17", "Statement": [${more}]}`;
const print = (p: Problem) => `${p.line}:${p.column} ${p.severity} ${p.message}`;
const problems = (text: string) => parsePolicy([text]).problems.map(print);

const statement = (change: Readonly<Record<string, unknown>>) =>
  policyWith(
    JSON.stringify({
      Effect: 'Allow',
      Principal: '*',
      Action: 'kms:*',
      Resource: '*',
      ...change,
    }),
  );

describe('what the grammar of a key policy refuses', () => {
  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['a Sid with spaces is fine', { Sid: 'Allow use of the key' }, []],
    ['a Sid of another type', { Sid: 5 }, ['high Sid is no string']],
    [
      'Effect in lower case',
      { Effect: 'allow' },
      ['high Effect "allow" is neither "Allow" nor "Deny"'],
    ],
    ['no Effect', { Effect: undefined }, ['high the statement has no Effect']],
    ['no Principal', { Principal: undefined }, ['high the statement has no Principal']],
    [
      'a bare principal',
      { Principal: '111122223333' },
      ['high principal "111122223333" has no type'],
    ],
    ['a list of principals', { Principal: ['*'] }, ['high the principal is an array']],
    ['an unknown type', { Principal: { Aws: '*' } }, ['high "Aws" is written "AWS"']],
    ['a strange type', { Principal: { User: '*' } }, ['high "User" is no element of a principal']],
    [
      'a name for a principal',
      { Principal: { AWS: 'ExampleUser' } },
      ['high AWS principal "ExampleUser" is not valid: it is no account id'],
    ],
    [
      'a short account id',
      { Principal: { AWS: '11112222333' } },
      ['high AWS principal "11112222333" is not valid: it is no account id'],
    ],
    [
      'a wildcard in an ARN',
      { Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } },
      [
        'high AWS principal "arn:aws:iam::111122223333:role/*" is not valid: an ARN takes no wildcard',
      ],
    ],
    [
      'services and federation are fine',
      { Principal: { Service: ['logs.amazonaws.com'], Federated: 'a', CanonicalUser: 'b' } },
      [],
    ],
    [
      'an id of a deleted user',
      { Principal: { AWS: 'AIDACKCEVSQ6C2EXAMPLE' } },
      ['low AIDACKCEVSQ6C2EXAMPLE is the id of a deleted user or role'],
    ],
    ['no principals', { Principal: { AWS: [] } }, ['medium the principal is empty']],
    [
      'both Action and NotAction',
      { NotAction: 'kms:*' },
      ['high the statement has both Action and NotAction'],
    ],
    [
      'both Principal and NotPrincipal',
      { NotPrincipal: '*' },
      ['high the statement has both Principal and NotPrincipal'],
    ],
    [
      'an action without service',
      { Action: 'Decrypt' },
      ['high action "Decrypt" is not of the form service:action'],
    ],
    ['an action of another type', { Action: [5] }, ['high Action holds a value of type number']],
    [
      'no Action',
      { Action: undefined },
      ['medium the statement has no Action, so it has no effect'],
    ],
    [
      'no Resource',
      { Resource: undefined },
      ['medium the statement has no Resource, so it has no effect'],
    ],
    ['an empty Action', { Action: [] }, ['medium the statement has an empty Action']],
    [
      'a resource that is no ARN',
      { Resource: 'key/1' },
      ['medium resource "key/1" is neither * nor an ARN'],
    ],
    ['an unknown element', { Comment: 'x' }, ['high "Comment" is no element of a statement']],
    [
      'an unknown operator',
      { Condition: { StringIs: { 'aws:x': 'a' } } },
      ['high "StringIs" is no condition operator'],
    ],
    [
      'an operator in lower case is let be',
      { Condition: { 'foranyvalue:stringlikeifexists': { 'aws:x': 'a' } } },
      [],
    ],
    [
      'a condition key without prefix',
      { Condition: { StringEquals: { x: 'a' } } },
      ['high condition key "x" has no prefix'],
    ],
    [
      'a condition without keys',
      { Condition: { StringEquals: 'a' } },
      ['high operator StringEquals holds a string'],
    ],
    ['a condition of another type', { Condition: [] }, ['high Condition is an array']],
    [
      'a condition value of another type',
      { Condition: { StringEquals: { 'aws:x': [{}, null] } } },
      ['high a condition value is of type object', 'high a condition value is of type null'],
    ],
  ])('%s', (_, change, expected) => {
    const found = parsePolicy([statement(change)])
      .problems.filter(({ kind }) => kind !== 'lockout')
      .map((p) => `${p.severity} ${p.message}`);
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(found[index]).toContain(start);
  });

  test('a problem has a pointer and the place it stands at', () => {
    const [problem] = parsePolicy([
      '{"Statement": {\n  "Effect": "Allow", "Principal": "*",\n  "Action": ["kms:*", "Decrypt"], "Resource": "*"}}',
    ]).problems;
    expect(problem).toMatchObject({
      pointer: '/Statement/Action/1',
      line: 3,
      column: 23,
      kind: 'grammar',
    });
  });

  test('columns count a symbol as it is written', () => {
    const [problem] = parsePolicy(['{"Id": "', { symbol: 'ab' }, '\n']).problems;
    const [later] = parsePolicy(['{"Id": "', { symbol: 'ab' }, '" "']).problems;
    expect([problem?.column, later?.column]).toEqual([8, 16]);
  });

  test('a version that is none, an Id of another type, an unknown element', () => {
    expect(problems(`{"Version": "2012", "Statement": ${grant}}`)[0]).toContain(
      'Version "2012" is neither',
    );
    expect(problems(`{"Id": 1, "Statement": ${grant}}`)[0]).toContain('Id is no string');
    expect(problems(`{"statement": ${grant}}`).join()).toContain(
      '"statement" is written "Statement"',
    );
    expect(problems(policyWith('"a"'))[0]).toContain(
      'a statement is a string where KMS wants an object',
    );
  });
});
