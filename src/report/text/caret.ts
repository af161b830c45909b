import { columns } from '../../text/columns.ts';
import { escapeText } from '../../text/escape.ts';

/** The share of it that is shown before the place. */
const shareBefore = 0.4;
const longest = 100;
const tab = '  ';

/** A source line, escaped and cut to the part around a column, and the spaces that lead to the place. */
export interface Excerpt {
  readonly text: string;
  readonly indent: string;
}

/**
 * Columns count UTF-16 units from 1.
 * @param width how much of the line is shown
 */
export function excerpt(line: string, column: number, width: number = longest): Excerpt {
  const at = Math.min(column - 1, line.length);
  const before = Math.floor(width * shareBefore);
  const start = at > width - before ? at - before : 0;
  const begin = start > 0 ? '…' : '';
  const end = line.length > start + width ? '…' : '';
  // Escaped as a whole: two harmless halves may make a whole that is not.
  const text = `${begin}${printable(line.slice(start, start + width))}${end}`;
  return { text, indent: ' '.repeat(columns(`${begin}${printable(line.slice(start, at))}`)) };
}

function printable(text: string): string {
  return escapeText(text.replaceAll('\t', tab)).replace(heredoc, '<<$1');
}

/** What begins a heredoc is no start of markup: no element has such a name. */
const heredoc = /\\u\{3c\}\\u\{3c\}(-?[A-Z_]*(?:EO[A-Z]|JSON|POLICY)[A-Z_]*)$/;
