import { fromParts } from '../../value/convert.ts';
import {
  EvaluationError,
  list,
  object,
  text,
  type UnknownVal,
  type Val,
} from '../../value/value.ts';
import { decodeJson } from './json.ts';

/** A character that no text of an input has, around the number of a symbol. */
const mark = '\u{f0000}';
const placeholder = new RegExp(`${mark}(\\d+)${mark}`, 'u');

/** The structure of a partly known JSON text whose symbols stand inside of strings; else null. */
export function decodePartialJson(source: UnknownVal): Val | null {
  const symbols: string[] = [];
  const joined = (source.parts ?? [])
    .map((part) =>
      typeof part === 'string' ? part : `${mark}${symbols.push(part.symbol) - 1}${mark}`,
    )
    .join('');
  const restore = (value: Val): Val => {
    if (value.t === 'list') return list(value.v.map(restore));
    if (value.t === 'object') {
      return object(new Map([...value.v].map(([key, inner]) => [key, restore(inner)])));
    }
    if (value.t !== 'string' || !value.v.includes(mark)) return value;
    const parts = value.v
      .split(placeholder)
      .map((piece, i) => (i % 2 === 0 ? piece : { symbol: symbols[Number(piece)] ?? piece }));
    const { symbol: _, parts: __, ...base } = source;
    const whole = fromParts(parts, [text('')]);
    return {
      ...base,
      ...whole,
      reason: base.reason,
      what: base.what,
      refs: base.refs,
      complete: base.complete,
    };
  };
  try {
    return restore(decodeJson(joined));
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
