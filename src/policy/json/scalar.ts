import type { Cursor, Node } from './node.ts';
import type { Place } from './problem.ts';
import { sliceText } from '../text/source.ts';
import { textOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

const doubleQuotes = '\u201c\u201d\u201e\u201f';
const singleQuotes = '\u2018\u2019\u201a\u201b';
const closers: Readonly<Record<string, string>> = { "'": "'" };
const ordinary = /[ !#-&(-[\]-\u2017\u2020-\uffff]*/y;
const bareWord = /[-+.\w]+/uy;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/u;
const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '/': '/',
  '\\': '\\',
};

/** A string; undefined where none starts here, null where it cannot be read. */
export function readString(cursor: Cursor, at: Place): Text | null | undefined {
  const open = cursor.source.text[cursor.offset] ?? '';
  if (open === '"') return readQuoted(cursor, at, '"');
  if (!`${doubleQuotes}${singleQuotes}'`.includes(open) || open === '') return undefined;
  const single = `single quote ' stands where JSON wants "`;
  cursor.report(at, 'syntax', open === "'" ? single : typographic(open));
  const double = doubleQuotes.includes(open);
  return readQuoted(cursor, at, closers[open] ?? `"${double ? doubleQuotes : singleQuotes}`);
}

/** From an opening quote to any of the closing ones; the text between them, unescaped. */
function readQuoted(cursor: Cursor, at: Place, closing: string): Text | null {
  const { text, symbolAt } = cursor.source;
  const start = cursor.offset + 1;
  let end = start;
  for (; end < text.length; end++) {
    ordinary.lastIndex = end;
    end += ordinary.exec(text)?.[0].length ?? 0;
    const character = text.charAt(end);
    if (character === '\\') end++;
    else if (closing.includes(character) || isSlip(cursor, at, end)) break;
    else if (character < ' ' && symbolAt(end) === undefined) break;
  }
  if (!`${closing}${doubleQuotes}`.includes(text[end] ?? '\n'))
    return unclosed(cursor, at, text.slice(start, end));
  cursor.offset = end + 1;
  return sliceText(cursor.source, start, end, (piece) => unescape(cursor, at, piece));
}

/** A typographic quote where the string should end: what follows it belongs to JSON. */
function isSlip(cursor: Cursor, at: Place, offset: number): boolean {
  const { text } = cursor.source;
  const quote = text.charAt(offset);
  if (!doubleQuotes.includes(quote) || !/^\s*[:,\]}]/u.test(text.slice(offset + 1, offset + 9)))
    return false;
  cursor.report({ ...at, offset }, 'syntax', typographic(quote));
  return true;
}

function typographic(quote: string): string {
  return `typographic quote ${quote} stands where JSON wants "`;
}

function unclosed(cursor: Cursor, at: Place, inside: string): null {
  const curly = inside.search(/[\u201c-\u201f\u2018-\u201b]/u);
  const quote = inside[curly] ?? '';
  cursor.report(
    curly < 0 ? at : { ...at, offset: at.offset + 1 + curly },
    'syntax',
    curly < 0 ? 'the string that starts here is not closed on its line' : typographic(quote),
  );
  return null;
}

function unescape(cursor: Cursor, at: Place, piece: string): string {
  if (!piece.includes('\\')) return piece;
  return piece.replaceAll(
    /\\(?:u([\da-fA-F]{4})|([^]?))/gu,
    (_all, code?: string, letter?: string) => {
      const meant =
        code === undefined ? escapes[letter ?? ''] : String.fromCharCode(Number.parseInt(code, 16));
      if (meant === undefined)
        cursor.report(at, 'syntax', `\\${letter ?? ''} is no escape that JSON knows`);
      return meant ?? '';
    },
  );
}

/** A number, true, false or null; a symbol may be part of it, and then nothing of it is known. */
export function readScalar(cursor: Cursor, at: Place): Node | null {
  bareWord.lastIndex = cursor.offset;
  const text = bareWord.exec(cursor.source.text)?.[0] ?? '';
  cursor.offset += text.length;
  const symbol = text === '' ? undefined : cursor.source.symbolAt(cursor.offset);
  if (symbol !== undefined) {
    cursor.offset++;
    return { kind: 'symbol', text: textOf([text, { symbol }]), ...at };
  }
  const kind = kindOf(text);
  if (kind !== null) return { kind, text: textOf([text]), ...at };
  const next = text === '' ? (cursor.source.text[cursor.offset] ?? 'the end of the text') : text;
  cursor.report(at, 'syntax', `a value is missing: found ${next}`);
  return null;
}

function kindOf(word: string): 'number' | 'boolean' | 'null' | null {
  if (word === 'true' || word === 'false') return 'boolean';
  if (word === 'null') return 'null';
  return number.test(word) ? 'number' : null;
}
