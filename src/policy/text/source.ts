import { spoken } from '../../model/symbol.ts';
import type { TextPart } from '../../model/value.ts';
import type { Position } from '../json/problem.ts';
import { textOf } from './text.ts';
import type { Text } from './text.ts';

/** A policy text as one string, in which one NUL stands for each symbol. */
export interface Source {
  readonly text: string;
  /** The symbol that stands at an offset. */
  readonly symbolAt: (offset: number) => string | undefined;
  readonly symbols: ReadonlySet<string>;
  readonly position: (offset: number) => Position;
}

/** Joins the parts of a policy text. */
export function joinParts(parts: readonly TextPart[]): Source {
  const symbols = new Map<number, string>();
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string') symbols.set(text.length, part.symbol);
    text += typeof part === 'string' ? part : '\u0000';
  }
  const lines = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/gu), (m) => m.index + m[0].length)];
  const widths = widthsOf(symbols);
  const extra = (offset: number) => widths[lastAtMost(widths, offset - 1)]?.sum ?? 0;
  return {
    text,
    symbolAt: (offset) => symbols.get(offset),
    symbols: new Set(symbols.values()),
    position: (offset) => {
      const line = lastAtMost(lines, offset);
      const start = lines[line] ?? 0;
      return { line: line + 1, column: offset - start + extra(offset) - extra(start) + 1 };
    },
  };
}

/** A slice of the source, its symbols in place; `unescape` reads the literal pieces. */
export function sliceText(
  source: Source,
  from: number,
  to: number,
  unescape: (piece: string) => string,
): Text {
  const parts: TextPart[] = [];
  const slice = source.text.slice(from, to);
  let start = 0;
  for (let at = slice.indexOf('\u0000'); at >= 0; at = slice.indexOf('\u0000', at + 1)) {
    const symbol = source.symbolAt(from + at);
    if (symbol === undefined) continue;
    parts.push(unescape(slice.slice(start, at)), { symbol });
    start = at + 1;
  }
  return textOf([...parts, unescape(slice.slice(start))]);
}

interface Width {
  readonly at: number;
  readonly sum: number;
}

function widthsOf(symbols: ReadonlyMap<number, string>): readonly Width[] {
  let sum = 0;
  return [...symbols].map(([at, symbol]) => ({ at, sum: (sum += spoken(symbol).length + 2) }));
}

/** Index of the last entry at or before an offset; -1 where there is none. */
function lastAtMost(entries: readonly (number | Width)[], offset: number): number {
  let low = -1;
  let high = entries.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const entry = entries[middle] ?? 0;
    if ((typeof entry === 'number' ? entry : entry.at) <= offset) low = middle;
    else high = middle;
  }
  return low;
}
