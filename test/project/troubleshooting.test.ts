import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unknownReasons } from '../../src/model/value.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const plain = (text: string) => text.replaceAll(/[`\\]/g, '').replaceAll(/\s+/g, ' ');
const page = plain(readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8'));

interface Thrown {
  readonly where: string;
  /** The first fixed part of its text, which must stand on the page. */
  readonly phrase: string;
}

/** Texts between the parentheses of every error that is made for users, without what is filled in. */
function thrownIn(path: string): readonly Thrown[] {
  const source = readFileSync(join(root, path), 'utf8').replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  return [...source.matchAll(/\bnew (?:User|Input|OtherInput)Error\(|\brefuse\((?!what)/g)].map(
    ({ index, 0: start }) => {
      const call = source.slice(index + start.length, closingOf(source, index + start.length));
      const texts = [...call.matchAll(/'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)];
      const phrase = texts
        .flatMap(([, quoted, template]) => (quoted ?? template ?? '').split(/\$\{[^}]*\}|; /))
        .map((part) => plain(part).replaceAll(/^[\s:;,]+|[\s:;,]+$/g, ''))
        .find((part) => part.length >= 12 && !part.includes('${'));
      const line = source.slice(0, index).split('\n').length;
      return { where: `${path}, about line ${line}`, phrase: phrase ?? '' };
    },
  );
}

/** Where the parenthesis ends that is open at `start`, texts passed over. */
function closingOf(source: string, start: number): number {
  let depth = 1;
  const marks = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()]/g;
  marks.lastIndex = start;
  for (let mark = marks.exec(source); mark !== null; mark = marks.exec(source)) {
    if (mark[0] === '(') depth++;
    if (mark[0] === ')' && --depth === 0) return mark.index;
  }
  return source.length;
}

const thrown = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => thrownIn(join('src', name)));

test('the page explains every message that ends with exit code 2', () => {
  const explained = thrown.filter(({ phrase }) => phrase !== '');
  expect(explained.length).toBeGreaterThan(30);
  const missing = explained.filter(({ phrase }) => !page.includes(phrase));
  expect(missing).toEqual([]);
});

test('the page explains every reason for which something is not known', () => {
  const missing = Object.entries(unknownReasons).filter(
    ([reason, sentence]) => !page.includes(reason) || !page.includes(plain(sentence)),
  );
  expect(missing).toEqual([]);
});
