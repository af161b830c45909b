import type { TextPart } from '../../model/value.ts';
import { textOf } from './text.ts';
import type { Text } from './text.ts';

const escapes: Readonly<Record<string, string>> = { '*': '\u0001', '?': '\u0002', $: '$' };
const mark = '\u0001variable ';
const variables = /\$\{([^}]*)\}/gu;

/**
 * Reads policy variables as the Version says (IAM User Guide, "Policy elements: Variables and tags"): under
 * 2012-10-17 `${aws:username}` is a variable and `${*}` a star; without it, or under 2008-10-17, both are
 * letters. Those are marked, so that equal spellings of unequal meaning never compare as equal.
 */
export function readVariables(text: Text, version: Text | null): Text {
  if (!text.parts.some((part) => typeof part === 'string' && part.includes('${'))) return text;
  const read = version?.certain === '2012-10-17' ? asVariables : asLetters(version);
  return textOf(text.parts.flatMap((part) => (typeof part === 'string' ? read(part) : [part])));
}

/** Whether a symbol stands for what a request brings along, and not for something that was not read. */
export function isVariable(symbol: string): boolean {
  return symbol.startsWith(mark);
}

function asVariables(piece: string): readonly TextPart[] {
  return piece.split(variables).map((part, index): TextPart => {
    if (index % 2 === 0) return part;
    return escapes[part] ?? { symbol: mark + part.toLowerCase() };
  });
}

function asLetters(version: Text | null): (piece: string) => readonly TextPart[] {
  const marker: TextPart =
    version !== null && version.certain === null ? { symbol: version.key } : '\u0003';
  return (piece) =>
    piece.split('${').flatMap((rest, index) => (index === 0 ? [rest] : [marker, '{', rest]));
}
