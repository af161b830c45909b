import { escapeText } from '../../text/escape.ts';
import { clip } from './clip.ts';

// Text of inputs in Markdown that a code host shows. It must start no markup, no HTML, no link, no formula, and call
// nobody: GitHub looks for mentions and references in the finished page, where no Markdown escape helps.

/** What calls somebody or becomes a link by itself: shown as its code point, like other unsafe text. */
const calling = /@|#(?=\w)|(?<=\bGH)-(?=\d)|:(?=\/\/)|(?<=\b(?:mailto|xmpp)):|(?<=\bwww)\./giu;

/** What starts markup inside a line, or a formula, or ends a cell; an underscore inside a word starts nothing. */
const markup = /[\\`*[\]<>&$~|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** As running text that never stands first in its line, where more signs would start markup. */
export function toProse(text: string, longest: number): string {
  return showCodePoints(clip(escapeText(text), longest), calling).replaceAll(
    markup,
    (c) => `&#${c.charCodeAt(0)};`,
  );
}

/** As a code span, which neither markup nor mentions get into. */
export function toCode(text: string, longest: number): string {
  const code = clip(escapeText(text), longest).trim();
  if (code === '') return '';
  // A span may hold backticks if the rows of them around it are longer; those at its ends need a blank beside them.
  const rows = Array.from(code.matchAll(/`+/g), ([row]) => row.length);
  const fence = '`'.repeat(Math.max(0, ...rows) + 1);
  const pad = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${code}${pad}${fence}`;
}

/** As a line of a fenced block. */
export function toLiteral(text: string, longest: number): string {
  return showCodePoints(clip(escapeText(text), longest), /`/g);
}

function showCodePoints(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
