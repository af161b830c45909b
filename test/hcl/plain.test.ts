import { expect, it } from 'vitest';
import { parsedMeaning } from '../../src/hcl/syntax/meaning.ts';
import { startParser } from '../../src/hcl/syntax/parser.ts';
import { plainMeaning } from '../../src/hcl/syntax/plain.ts';

const plain = [
  'true',
  'null',
  '12',
  '007',
  '"text"',
  '""',
  'string',
  'var.a',
  'a.b-c.d_e',
  'aws_kms_key.k[0].arn',
  'a["b c"].d',
  '"a${var.b}c"',
  '"${var.b}"',
  '"${a.b[0]}${c.d["e"]}x"',
  '[]',
  '["a", "b",]',
  '[1, var.a, "x, [y]"]',
  '[\n  "kms:*"\n]',
];
const notPlain = [
  'a.b + 1',
  '"a\\n"',
  '"$${x}"',
  '"%{if true}a%{endif}"',
  '"100%"',
  '"${f(x)}"',
  '[1, [2]]',
  '["a${b}"]',
  '-1',
  '1.5',
  'f(x)',
  'a[b]',
  '{}',
  '(a)',
  'a.*.b',
  '["a" # x\n]',
  '<<A\nx\nA\n',
];

/** The plainest expressions have no parts of which a place is told. */
function withoutSpans(meaning: unknown): unknown {
  return JSON.parse(
    JSON.stringify(meaning, (key, value: unknown) => (key === 'span' ? undefined : value)),
  );
}

it('understands the plainest expressions as the parser does', async () => {
  const parser = startParser();
  for (const source of plain) {
    const parsed = withoutSpans(parsedMeaning(parser, 'a.tf', source));
    expect([source, plainMeaning(source)]).toEqual([source, parsed]);
  }
  await parser.close();
});

it('leaves every other expression to the parser', () => {
  for (const source of notPlain) expect([source, plainMeaning(source)]).toEqual([source, null]);
});
