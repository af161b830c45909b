import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { parsePolicy, parsePolicyValue } from '../../src/policy/grammar/parse.ts';
import type { Problem } from '../../src/policy/json/problem.ts';

const grant =
  '{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}';
const policyWith = (more: string) => `{"Version": "2012-10-17", "Statement": [${more}]}`;
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
    ['a missing comma', policyWith(`${grant}\n${grant}`), ['2:1 high a comma is missing before {']],
    [
      'a missing comma between members',
      policyWith(grant.replace(', "Action"', ' "Action"')),
      ['1:98 high a comma is missing before "Action"'],
    ],
    ['a trailing comma', policyWith(`${grant},`), ['1:134 high a comma trails before ]']],
    ['two commas', policyWith(`${grant},,${grant}`), ['1:135 high a value is missing: found ,']],
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
      `\ufeff${policyWith(grant)}`,
      ['1:1 high the policy starts with a byte order mark'],
    ],
    ['base64', btoa(policyWith(grant)), ['1:1 high the policy is base64']],
    [
      'JSON encoded twice',
      JSON.stringify(policyWith(grant)),
      ['1:1 high the policy is a JSON string that holds the document: it is encoded twice'],
    ],
    ['a list', `[${grant}]`, ['1:1 high the policy is a list']],
    ['nothing', ' \n', ['1:1 high the policy is empty']],
    [
      'the answer of GetKeyPolicy',
      '{"Policy": "{}", "PolicyName": "default"}',
      ['1:1 high this is the answer of GetKeyPolicy'],
    ],
    ['text after the end', `${policyWith(grant)} x`, ['1:137 high text follows the end']],
    ['a comment', `{ // none\n${policyWith(grant).slice(1)}`, ['1:3 high a comment stands here']],
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
      policyWith(grant.replace('{', '{"Sid": "“x”", ')),
      ['1:50 high character U+201C'],
    ],
    [
      'too many characters',
      policyWith(' '.repeat(131_072)),
      ['1:1 high the policy has 131114 characters, and KMS takes at most 131072'],
    ],
    [
      'an octal number',
      policyWith(grant.replace('"*"}', '010}')),
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
    expect(parsePolicyValue(policyWith(grant)).document?.statements).toHaveLength(1);
  });

  test('a policy over the quota is read, and said to be over it', () => {
    const { document, problems: found } = parsePolicy([policyWith(grant), ' '.repeat(40_000)]);
    expect(document?.statements).toHaveLength(1);
    expect(found.map((p) => `${p.severity} ${p.kind}`)).toEqual(['high quota']);
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
          parsePolicy([policyWith(grant.replace('{', `{"Sid": ${ascii}, `))]).document
            ?.statements ?? [];
        expect(statement?.kind === 'statement' && statement.sid?.certain).toBe(sid);
      }),
      { numRuns: 300 },
    );
  });
});
