import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeText } from '../../src/text/escape.ts';

// Written apart from the pattern under test: what a terminal, a log or a reviewer must never be given.
const invisible =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]/u;
const active = ['<', '|', ']]>', '##[', '##vso[', '##VSO['];
const workflowCommand = /(?<!\bprovider)::[a-z-]+( .*?)?::/i;

const pieces = '::|:|error|-| file=|a|<|]|]>|#|##vso[|[|\n|\r|\u001b[31m|\\|"|\ud800|\udc00|\u202e'
  .split('|')
  .concat('|');
const texts = oneof(
  string({ unit: 'binary', maxLength: 40 }),
  array(constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join('')),
);

function expectHarmless(text: string): void {
  expect(text).not.toMatch(invisible);
  expect(text).not.toMatch(workflowCommand);
  for (const start of active) expect(text).not.toContain(start);
}

const cases: readonly (readonly [name: string, text: string, escaped: string])[] = [
  ['a terminal sequence', '\u001b[2Jgone', '\\u{1b}[2Jgone'],
  ['an eight-bit control', 'a\u009b31m', 'a\\u{9b}31m'],
  ['a newline', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['markup', '<script>', '\\u{3c}script>'],
  ['markup that another text completes', 'a<', 'a\\u{3c}'],
  ['a table cell', 'a|b|', 'a\\u{7c}b\\u{7c}'],
  ['a workflow command', '::error::x', '\\u{3a}\\u{3a}error::x'],
  ['one with properties', '::error file=a:b,line=1::x', '\\u{3a}\\u{3a}error file=a:b,line=1::x'],
  ['one with a newline inside', '::error a\n::x', '\\u{3a}\\u{3a}error a\\u{a}::x'],
  ['one in capitals', '::ERROR::x', '\\u{3a}\\u{3a}ERROR::x'],
  ['the older workflow command', '##[error]x', '\\u{23}\\u{23}[error]x'],
  ['a pipeline command', '##vso[task.complete]x', '\\u{23}\\u{23}vso[task.complete]x'],
  ['another one', '##teamcity[x]', '\\u{23}\\u{23}teamcity[x]'],
  ['the end of CDATA', 'a]]>b', 'a]]\\u{3e}b'],
  ['a right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
  ['an isolate', 'a\u2066b', 'a\\u{2066}b'],
  ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
  ['a letter without ink', 'a\u3164b', 'a\\u{3164}b'],
  ['a variation selector', 'a\u{e0100}b', 'a\\u{e0100}b'],
  ['an annotation mark', 'a\ufff9b', 'a\\u{fff9}b'],
  ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
  ['half a character', 'a\ud800b', 'a\\u{d800}b'],
  ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
];

const harmless = [
  'module.data.aws_kms_key.app["eu"]',
  'arn:aws:iam::111122223333:root',
  'arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser',
  'provider::aws::arn_build()',
  'clé, ключ, 鍵, 🔑 -> >= # ## a:b',
];

describe('escapeText', () => {
  it.each(cases)('shows %s as its code points', (_, text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  it.each(harmless)('leaves %s alone', (text) => {
    expect(escapeText(text)).toBe(text);
  });

  it('never lets anything active or invisible through', () => {
    assert(
      property(texts, (text) => expectHarmless(escapeText(text))),
      { numRuns: 2000 },
    );
  });

  it('takes time in proportion to the text', () => {
    const started = performance.now();
    for (const piece of ['::a', ':', ']', '#', '::a:', '##a']) escapeText(piece.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('escapeJson', () => {
  it.each(cases)('hides %s and keeps its meaning', (_, text) => {
    const json = escapeJson(JSON.stringify({ [text]: [text] }, null, 2));
    expectHarmless(json.replaceAll('\n', ' '));
    expect(JSON.parse(json)).toEqual({ [text]: [text] });
  });

  it('keeps the line breaks between members', () => {
    expect(escapeJson('{\n  "a": 1\n}\n')).toBe('{\n  "a": 1\n}\n');
  });

  it('reads back as it was written, with nothing active or invisible', () => {
    assert(
      property(texts, texts, (name, text) => {
        const json = escapeJson(JSON.stringify({ [name]: [text, [[text]]] }, null, 2));
        expectHarmless(json.replaceAll('\n', ' '));
        expect(JSON.parse(json)).toEqual({ [name]: [text, [[text]]] });
      }),
      { numRuns: 2000 },
    );
  });
});
