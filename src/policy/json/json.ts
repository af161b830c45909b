import { pointerTo } from '../../model/location.ts';
import type { Cursor, Member, Node } from './node.ts';
import { readScalar, readString } from './scalar.ts';
import type { Place, Report } from './problem.ts';
import type { Source } from '../text/source.ts';
import { printText, textOf } from '../text/text.ts';

const deepest = 32;
const space = /[ \t\r\n]*/uy;
const comment = /\/\/[^\r\n]*|#[^\r\n]*|\/\*[^]*?(?:\*\/|$)/uy;

/**
 * Reads RFC 8259 JSON in which symbols may stand. Goes on after what it can guess (typographic quotes,
 * missing and trailing commas, a name given twice) and gives null where it cannot.
 */
export function readJson(source: Source, report: Report): Node | null {
  const cursor: Cursor = { source, report, offset: 0 };
  const node = readValue(cursor, '', 0);
  skipSpace(cursor);
  if (node === null || cursor.offset >= source.text.length) return node;
  if (symbolHere(cursor) !== undefined) return symbolNode(cursor, '');
  report(
    { offset: cursor.offset, pointer: '' },
    'syntax',
    'text follows the end of the policy document',
  );
  return node;
}

/** Moves the cursor to the next character that means something, and gives it. */
function skipSpace(cursor: Cursor): string {
  for (;;) {
    space.lastIndex = cursor.offset;
    cursor.offset += space.exec(cursor.source.text)?.[0].length ?? 0;
    const next = cursor.source.text[cursor.offset] ?? '';
    if (next !== '/' && next !== '#') return next;
    comment.lastIndex = cursor.offset;
    const [passed] = comment.exec(cursor.source.text) ?? [];
    if (passed === undefined) return next;
    const at = { offset: cursor.offset, pointer: '' };
    cursor.report(at, 'syntax', 'a comment stands here, and JSON has none');
    cursor.offset += passed.length;
  }
}

function symbolHere(cursor: Cursor): string | undefined {
  return cursor.source.symbolAt(cursor.offset);
}

function symbolNode(cursor: Cursor, pointer: string): Node {
  const offset = cursor.offset++;
  const symbol = cursor.source.symbolAt(offset) ?? '';
  return { kind: 'symbol', offset, pointer, text: textOf([{ symbol }]) };
}

function readValue(cursor: Cursor, pointer: string, depth: number): Node | null {
  const next = skipSpace(cursor);
  const at = { offset: cursor.offset, pointer };
  if (depth > deepest) {
    cursor.report(
      at,
      'syntax',
      `values are nested more than ${deepest} deep, which no policy needs`,
    );
    return null;
  }
  if (symbolHere(cursor) !== undefined) return symbolNode(cursor, pointer);
  if (next === '{') return readObject(cursor, at, depth);
  if (next === '[') return readArray(cursor, at, depth);
  const text = readString(cursor, at);
  if (text === undefined) return readScalar(cursor, at);
  return text === null ? null : { kind: 'string', text, ...at };
}

function readArray(cursor: Cursor, at: Place, depth: number): Node | null {
  const items: Node[] = [];
  const done = readEntries(cursor, at, ']', () => {
    const item = readValue(cursor, pointerTo(at.pointer, items.length), depth + 1);
    if (item !== null) items.push(item);
    return item !== null;
  });
  return done ? { kind: 'array', items, ...at } : null;
}

function readObject(cursor: Cursor, at: Place, depth: number): Node | null {
  const members = new Map<string, Member>();
  const open: string[] = [];
  const done = readEntries(cursor, at, '}', () => {
    const symbol = symbolHere(cursor);
    if (symbol === undefined) return readMember(cursor, at, depth, members);
    cursor.offset++;
    open.push(symbol);
    return true;
  });
  return done ? { kind: 'object', members: [...members.values()], open, ...at } : null;
}

function readMember(
  cursor: Cursor,
  object: Place,
  depth: number,
  members: Map<string, Member>,
): boolean {
  const start = { offset: cursor.offset, pointer: object.pointer };
  const name = readString(cursor, start);
  if (name === undefined)
    cursor.report(start, 'syntax', `a member name in double quotes is missing${found(cursor)}`);
  if (name === undefined || name === null) return false;
  const at = { offset: start.offset, pointer: pointerTo(object.pointer, printText(name)) };
  if (skipSpace(cursor) === ':') cursor.offset++;
  else {
    cursor.report(
      { ...at, offset: cursor.offset },
      'syntax',
      `the colon after "${printText(name)}" is missing`,
    );
    if (symbolHere(cursor) === undefined && !/["[{\u201c\u201d]/u.test(skipSpace(cursor)))
      return false;
  }
  const value = readValue(cursor, at.pointer, depth + 1);
  if (value === null) return false;
  if (members.has(name.key)) {
    cursor.report(
      at,
      'syntax',
      `"${printText(name)}" is given twice, and only one of the two can count`,
    );
  }
  members.set(name.key, { name, at, value });
  return true;
}

/** Entries up to the closing bracket. Beside a symbol no comma is missed: the symbol may hold it. */
function readEntries(cursor: Cursor, at: Place, close: string, readEntry: () => boolean): boolean {
  cursor.offset++;
  let comma: number | null = null;
  let first = true;
  let loose = true;
  for (;;) {
    const next = skipSpace(cursor);
    const here = { offset: cursor.offset, pointer: at.pointer };
    const symbolic = symbolHere(cursor) !== undefined;
    if (next === close) {
      cursor.offset++;
      if (comma !== null && !loose)
        cursor.report({ ...here, offset: comma }, 'syntax', `a comma trails before ${close}`);
      return true;
    }
    if (next === '') {
      cursor.report(at, 'syntax', `the bracket opened here is never closed: ${close} is missing`);
      return false;
    }
    if (next === ',' && !first && comma === null) {
      comma = cursor.offset++;
      continue;
    }
    if (!first && comma === null && !loose && !symbolic && !missesComma(cursor, here)) return false;
    if (!readEntry()) return false;
    first = false;
    loose = symbolic;
    comma = null;
  }
}

/** Reports a missing comma where a further entry starts, and anything else as unexpected. */
function missesComma(cursor: Cursor, here: Place): boolean {
  const next = cursor.source.text[cursor.offset] ?? '';
  const starts = /["{[\u201c-\u201f\u2018-\u201b'\w-]/u.test(next);
  cursor.report(
    here,
    'syntax',
    starts ? `a comma is missing${found(cursor)}` : `unexpected${found(cursor, '')}`,
  );
  return starts;
}

/** The next few characters, for a message. */
function found(cursor: Cursor, before = ' before'): string {
  const text = /^(?:"[^"\n]{0,24}"?|\w{1,24}|[^])/u.exec(cursor.source.text.slice(cursor.offset));
  return text === null ? ' at the end of the text' : `${before} ${text[0]}`;
}
