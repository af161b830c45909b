import type { TextPart } from '../../model/value.ts';
import { mapLiterals, textOf } from './text.ts';
import type { Text } from './text.ts';

const escapes: Readonly<Record<string, string>> = { '*': '\u0001', '?': '\u0002', $: '$' };

/**
 * Reads policy variables as the Version says (IAM User Guide, "Policy elements: Variables and tags"): under
 * 2012-10-17 `${aws:username}` is a variable and `${*}` a star; without it, or under 2008-10-17, both are
 * letters. Those are marked, so that equal spellings of unequal meaning never compare as equal.
 */
export function readVariables(text: Text, version: Text | null): Text {
  if (!text.parts.some((part) => typeof part === 'string' && part.includes('${'))) return text;
  if (version?.certain === '2012-10-17') {
    return mapLiterals(text, (piece) =>
      piece.replaceAll(/\$\{([*?$])\}/gu, (all, c: string) => escapes[c] ?? all),
    );
  }
  const marker: TextPart =
    version !== null && version.certain === null ? { symbol: version.key } : '\u0003';
  return textOf(
    text.parts.flatMap((part) => (typeof part === 'string' ? mark(part, marker) : [part])),
  );
}

function mark(piece: string, marker: TextPart): readonly TextPart[] {
  return piece.split('${').flatMap((rest, index) => (index === 0 ? [rest] : [marker, '{', rest]));
}
