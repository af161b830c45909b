import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { parsePolicy, parsePolicyValue } from '../src/policy/parse.ts';
import type { Problem } from '../src/policy/problem.ts';

const grant =
  '{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}';
const with_ = (more: string) => `{"Version": "2012-10-17", "Statement": [${more}]}`;
const print = (p: Problem) => `${p.line}:${p.column} ${p.severity} ${p.message}`;
const problems = (text: string) => parsePolicy([text]).problems.map(print);

describe('text that KMS cannot parse', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'a page pasted with typographic quotes',
      '{“Version”: “2012-10-17”, "Statement": [',
      [
        '1:2 high typographic quote “',
        '1:13 high typographic quote “',
        '1:40 high the bracket opened here is never closed: ]',
      ],
    ],
    [
      'German quotes',
      '{„Version“: "2012-10-17"}',
      ['1:1 high Statement is missing', '1:2 high typographic quote „'],
    ],
    [
      'single typographic quotes',
      '{‘Id’: "a"}',
      ['1:1 high Statement is missing', '1:2 high typographic quote ‘'],
    ],
    [
      'a typographic closing quote',
      '{"Id”: "a"}',
      ['1:1 high Statement is missing', '1:5 high typographic quote ”'],
    ],
    [
      'single quotes',
      "{'Id': 'a'}",
      ['1:1 high Statement is missing', "1:2 high single quote '", "1:8 high single quote '"],
    ],
    ['a missing comma', with_(`${grant}\n${grant}`), ['2:1 high a comma is missing before {']],
    [
      'a missing comma between members',
      with_(grant.replace(', "Action"', ' "Action"')),
      ['1:98 high a comma is missing before "Action"'],
    ],
    ['a trailing comma', with_(`${grant},`), ['1:134 high a comma trails before ]']],
    ['two commas', with_(`${grant},,${grant}`), ['1:135 high a value is missing: found ,']],
    [
      'a missing colon',
      '{"Version" "2012-10-17"}',
      ['1:1 high Statement is missing', '1:12 high the colon after "Version" is missing'],
    ],
    [
      'a name given twice',
      `{"Version": "2012-10-17", "Statement": ${grant}, "Statement": []}`,
      ['1:135 high "Statement" is given twice', '1:135 high Statement is empty'],
    ],
    [
      'a byte order mark',
      `\ufeff${with_(grant)}`,
      ['1:1 high the policy starts with a byte order mark'],
    ],
    ['base64', btoa(with_(grant)), ['1:1 high the policy is base64']],
    [
      'JSON encoded twice',
      JSON.stringify(with_(grant)),
      ['1:1 high the policy is a JSON string that holds the document: it is encoded twice'],
    ],
    ['a list', `[${grant}]`, ['1:1 high the policy is a list']],
    ['nothing', ' \n', ['1:1 high the policy is empty']],
    [
      'the answer of GetKeyPolicy',
      '{"Policy": "{}", "PolicyName": "default"}',
      ['1:1 high this is the answer of GetKeyPolicy'],
    ],
    ['text after the end', `${with_(grant)} x`, ['1:137 high text follows the end']],
    ['a comment', with_('// none'), ['1:41 high a value is missing: found /']],
    [
      'an open string',
      '{"Id": "a\n"}',
      ['1:8 high the string that starts here is not closed on its line'],
    ],
    [
      'an unknown escape',
      '{"Id": "\\x", "Statement": []}',
      ['1:8 high \\x is no escape', '1:14 high Statement is empty'],
    ],
    [
      'a character outside of Latin-1',
      with_(grant.replace('{', '{"Sid": "“x”", ')),
      ['1:50 high character U+201C'],
    ],
    [
      'too many characters',
      with_(' '.repeat(131_072)),
      ['1:1 high the policy has 131114 characters, and KMS takes at most 131072'],
    ],
    [
      'an octal number',
      with_(grant.replace('"*"}', '010}')),
      ['1:130 high a value is missing: found 010'],
    ],
  ])('%s', (_, text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(found[index]).toContain(start);
    expect(parsePolicy([text]).document).toBeNull();
  });

  test('an object, a list or null where the text should be', () => {
    expect(parsePolicyValue({ Statement: [] }).problems.map(print)).toEqual([
      '1:1 high the policy is an object where KMS wants its JSON text: encode it with jsonencode',
    ]);
    expect(parsePolicyValue(null).document).toBeNull();
    expect(parsePolicyValue(with_(grant)).document?.statements).toHaveLength(1);
  });

  test('a policy over the quota is read, and said to be over it', () => {
    const { document, problems: found } = parsePolicy([with_(grant), ' '.repeat(40_000)]);
    expect(document?.statements).toHaveLength(1);
    expect(found.map((p) => p.severity)).toEqual(['medium']);
  });

  test.each(['[', '{"a":', '{"Statement":['])('deep nesting of %s ends at once', (open) => {
    const text = open.repeat(Math.floor(131_000 / open.length));
    expect(problems(text).join('\n')).toContain('values are nested more than 32 deep');
  });

  test('any text is read without an exception, in proportion to its length', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '“',
      '\\',
      '\\u00',
      ' ',
      '\n',
      '1',
      'true',
      '"Statement"',
      '"Action"',
      '\u0000',
    );
    const part = fc.oneof(
      { arbitrary: fragment, weight: 9 },
      { arbitrary: fc.constant({ symbol: 'x' }), weight: 1 },
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const { document, problems: found } = parsePolicy(parts);
        expect(document === null).toBe(found.some((p) => p.severity === 'high'));
      }),
      { numRuns: 1000 },
    );
  });

  test('what JSON.parse takes and gives is taken and given here', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom('', ' ', '\n'), (text, space) => {
        const { problems: found } = parsePolicy([space, text, space]);
        expect(
          found.filter(
            (p) =>
              p.kind === 'syntax' &&
              !p.message.includes('Latin') &&
              !p.message.startsWith('character'),
          ),
        ).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('the text of a Sid survives its escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (sid) => {
        const ascii = JSON.stringify(sid).replaceAll(/[^ -~]/gu, (c) =>
          c
            .split('')
            .map((u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, '0')}`)
            .join(''),
        );
        const [statement] =
          parsePolicy([with_(grant.replace('{', `{"Sid": ${ascii}, `))]).document?.statements ?? [];
        expect(statement?.kind === 'statement' && statement.sid?.certain).toBe(sid);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what the grammar of a key policy refuses', () => {
  const statement = (change: Readonly<Record<string, unknown>>) =>
    with_(
      JSON.stringify({
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        ...change,
      }),
    );
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
    ['a list of principals', { Principal: ['*'] }, ['high the principal is a array']],
    ['an unknown type', { Principal: { Aws: '*' } }, ['high "Aws" is written "AWS"']],
    ['a strange type', { Principal: { User: '*' } }, ['high "User" is no element of a principal']],
    [
      'a name for a principal',
      { Principal: { AWS: 'ExampleUser' } },
      ['high AWS principal "ExampleUser" is no account id'],
    ],
    [
      'a short account id',
      { Principal: { AWS: '11112222333' } },
      ['high AWS principal "11112222333" is no account id'],
    ],
    [
      'a wildcard in an ARN',
      { Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } },
      ["high a wildcard is no part of a principal's ARN"],
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
    ['a condition of another type', { Condition: [] }, ['high Condition is a array']],
    [
      'a condition value of another type',
      { Condition: { StringEquals: { 'aws:x': [{}, null] } } },
      ['high a condition value is of type object', 'high a condition value is of type null'],
    ],
  ])('%s', (_, change, expected) => {
    const found = parsePolicy([statement(change)]).problems.map(
      (p) => `${p.severity} ${p.message}`,
    );
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries())
      expect(found[index]?.startsWith(start), found[index]).toBe(true);
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
    expect(problems(with_('"a"'))[0]).toContain(
      'a statement is a string where KMS wants an object',
    );
  });
});
