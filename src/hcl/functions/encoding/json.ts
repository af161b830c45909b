import { wellFormed } from '../../../text/well-formed.ts';
import type { TextPart } from '../../../model/value.ts';
import { fromParts, printNumber } from '../../value/convert.ts';
import { deepMarked, partsOf, extend, symbolOfParts } from '../../value/symbol.ts';
import {
  bool,
  fail,
  isKnown,
  nullVal,
  number,
  object,
  text,
  tuple,
  unknownHandle,
  type Val,
} from '../../value/value.ts';
import { checkText, nested, newWork } from '../../value/work.ts';

/** How objects are written: Go sorts the members of a map and indents only when told. */
export interface JsonStyle {
  readonly indent: number;
  readonly sorted: boolean;
}

const compactStyle: JsonStyle = { indent: 0, sorted: true };

/** A value as JSON text, with symbols where it is not known. */
export function renderJson(value: Val, style: JsonStyle = compactStyle): Val {
  const parts: TextPart[] = [];
  write(value, style, '', parts);
  if (isKnown(value))
    return deepMarked(text(checkText(parts.filter((part) => typeof part === 'string').join(''))), [
      value,
    ]);
  return { ...fromParts(parts, [value]), sure: true };
}

export function encodeJson(value: Val): string {
  const rendered = renderJson(value);
  return rendered.t === 'string' ? rendered.v : fail('the value is not wholly known');
}

/** Go escapes what could end a script element. */
function quote(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function write(value: Val, style: JsonStyle, margin: string, parts: TextPart[]): void {
  switch (value.t) {
    case 'null':
      parts.push('null');
      return;
    case 'bool':
      parts.push(String(value.v));
      return;
    case 'number':
      parts.push(printNumber(value.v));
      return;
    case 'string':
      parts.push(quote(value.v));
      return;
    case 'list':
      writeAll(
        '[',
        value.v.map((inner) => ['', inner]),
        ']',
        style,
        margin,
        parts,
      );
      return;
    case 'object': {
      const members = [...value.v].map(([key, inner]): readonly [string, Val] => [key, inner]);
      const ordered = style.sorted ? members.toSorted(([a], [b]) => (a < b ? -1 : 1)) : members;
      const space = style.indent > 0 ? ' ' : '';
      const named = ordered.map(([key, inner]) => [`${quote(key)}:${space}`, inner] as const);
      writeAll('{', named, '}', style, margin, parts);
      return;
    }
    case 'handle':
    case 'unknown':
      writeUnknown(value.t === 'handle' ? unknownHandle(value) : value, parts);
  }
}

function writeAll(
  open: string,
  items: readonly (readonly [string, Val])[],
  close: string,
  style: JsonStyle,
  margin: string,
  parts: TextPart[],
): void {
  const inner = margin + ' '.repeat(style.indent);
  const line = style.indent > 0 && items.length > 0 ? '\n' : '';
  parts.push(open);
  items.forEach(([label, value], i) => {
    parts.push(`${i === 0 ? '' : ','}${line}${line === '' ? '' : inner}${label}`);
    write(value, style, inner, parts);
  });
  parts.push(`${line}${line === '' ? '' : margin}${close}`);
}

function writeUnknown(value: Extract<Val, { t: 'unknown' }>, parts: TextPart[]): void {
  const own = partsOf(value) ?? [{ symbol: `(${value.what})` }];
  if (value.text !== true) {
    parts.push({ symbol: extend(symbolOfParts(own), (inner) => `jsonencode(${inner})`) });
    return;
  }
  parts.push(
    '"',
    ...own.map((part) => (typeof part === 'string' ? quote(part).slice(1, -1) : part)),
    '"',
  );
}

/** The value that a JSON text stands for. */
export function decodeJson(content: string): Val {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    return fail('the text is not JSON');
  }
  const work = newWork();
  const convert = (json: unknown): Val =>
    nested(work, () => {
      if (typeof json === 'string') return text(wellFormed(json));
      if (typeof json === 'number') return number(json);
      if (typeof json === 'boolean') return bool(json);
      if (Array.isArray(json)) return tuple(json.map(convert));
      if (typeof json !== 'object' || json === null) return nullVal;
      return object(new Map(Object.entries(json).map(([key, inner]) => [key, convert(inner)])));
    });
  return convert(parsed);
}
