import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askKmslint,
  askTerraform,
  evaluated,
  hasTerraform,
  noTerraform,
} from '../support/judge/hcl-oracle.ts';

const patterns = [
  'a',
  '',
  'a*',
  'a+?',
  '.{0,3}',
  '(a|b)*',
  '^',
  '$',
  '\\b',
  '\\B',
  '(?m)^.',
  '(?s).+',
  '(?i)É',
  '[^a-c]',
  '[[:alpha:]]+',
  '\\pL',
  '\\p{Greek}',
  '(a)(b)?',
  '(?P<x>a)(?P<y>b)?',
  '(?<x>a)',
  '(a)(?P<x>b)',
  '\\Aa',
  'a\\z',
  'a\\Z',
  '(?=a)',
  '(?<=a)b',
  '\\1',
  'a{2',
  'a{1,2}{3}',
  'a**',
  '(',
  ')',
  '[b-a]',
  '\\Q.\\E',
  '\\d+\\.',
  'x*',
  '(?U)a+',
  '(?:a|ab)(?:c|bcd)',
  '\\x{e9}',
  '\\C',
  '((a+))+$',
  '[\\w-]+',
  'arn:aws:kms:(?P<region>[a-z0-9-]+):\\d{12}',
  '(|a)+',
  '(?i:A)b',
  '\\/',
] as const;
const texts = [
  '',
  'a',
  'aaa',
  'ab',
  'abcd',
  'aab baa',
  'é\u{1f511}éa',
  'a\nb\n',
  '12.5.',
  'αβγ',
  'a.b',
  'arn:aws:kms:eu-west-1:111122223333:key/x',
  '---',
  'Ab aB',
] as const;
const templates = [
  '',
  '$0',
  '<$1>',
  '${1}x',
  '$1x',
  '$x',
  '${x}-$y',
  '$$',
  '$',
  '${',
  '$-',
  '\\',
  '$01',
  '$9',
] as const;

const literal = (text: string): string =>
  JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
const search = ([pattern, text, by]: readonly [string, string, string]): readonly string[] => [
  `try(regex(${literal(pattern)}, ${literal(text)}), "none")`,
  `regexall(${literal(pattern)}, ${literal(text)})`,
  `replace(${literal(text)}, ${literal(`/${pattern}/`)}, ${literal(by)})`,
];

describe('regex, regexall and replace', () => {
  it('drop an empty match that touches the match before', async () => {
    const found = async (e: string) => (await evaluated(`jsonencode(${e})`)).value;
    expect(await found('regexall(".{0,3}", "aaab")')).toMatchObject({ value: '["aaa","b"]' });
    expect(await found('replace("aab", "/a*/", "x")')).toMatchObject({ value: '"xbx"' });
    expect(await found('regexall("a*", "baac")')).toMatchObject({ value: '["","aa",""]' });
  });

  it('answer what would keep a backtracking engine busy for ever', async () => {
    const long = `join("", [for i in range(5000) : "a"])`;
    for (const pattern of ['((a+))+$', '(x+x+)+y', '(a|a)*b', '(.*)*b']) {
      const { value } = await evaluated(`length(regexall("${pattern}", "\${${long}}c"))`);
      expect(value).toMatchObject({ known: true, value: 0 });
    }
  });

  it('spend the steps of the evaluation on what no engine answers in linear time', async () => {
    const long = `join("", [for i in range(15000) : "a"])`;
    const { value } = await evaluated(`length(regexall("a.*b|a", ${long}))`);
    expect(value).toMatchObject({ known: false, reason: 'evaluation-limit' });
  });

  it('leave open what only Terraform takes', async () => {
    const { value } = await evaluated('can(regex("(?P<a>x)(?P<a>y)", "xy"))');
    expect(value).toMatchObject({ known: false, reason: 'unsupported-function' });
  });

  it.skipIf(!hasTerraform)(
    `agree with terraform console${hasTerraform ? '' : ` (skipped: ${noTerraform})`}`,
    { timeout: 120_000 },
    async () => {
      const piece = fc.constantFrom(
        'a',
        'b',
        '.',
        '(a|b)',
        'é',
        '\\d',
        '[^a]',
        '(?:ab)',
        '^',
        '$',
        '\\b',
      );
      const repeated = fc.tuple(piece, fc.constantFrom('', '*', '+?', '??', '{0,2}'));
      const generated = fc
        .array(repeated, { maxLength: 4 })
        .map((parts) => parts.map((part) => part.join('')).join(''));
      const made = fc.tuple(
        fc.oneof(fc.constantFrom(...patterns), generated),
        fc.oneof(
          fc.constantFrom(...texts),
          fc.string({ unit: fc.constantFrom('a', 'b', 'é', '1', ' ', '\n'), maxLength: 8 }),
        ),
        fc.constantFrom(...templates),
      );
      const seed = Number(process.env['KMSLINT_SEED'] ?? 1);
      const every = patterns.flatMap((pattern, i) =>
        texts.map(
          (text, j) => [pattern, text, templates[(i + j) % templates.length] ?? ''] as const,
        ),
      );
      const all = [...every, ...fc.sample(made, { seed, numRuns: 300 })].flatMap(search);
      const [theirs, ours] = [await askTerraform(all), await askKmslint(all)];
      const differ = all.flatMap((e, i) =>
        theirs[i] === ours[i] ? [] : [{ e, terraform: theirs[i], kmslint: ours[i] }],
      );
      expect(differ).toEqual([]);
    },
  );
});
