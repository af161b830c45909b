import type { Spend } from '../builtin.ts';

/** Texts whose code units are characters, each on its own. */
const plain = /^[\t\n\x20-\x7e]*$/;
/** Made when the first text needs it: it takes longer than reading a small configuration. */
let segmenter: Intl.Segmenter | null = null;

/** The characters of a text, as a reader counts them; each that is looked for costs a copy of the whole. */
export function characters(value: string, spend: Spend): readonly string[] {
  if (plain.test(value)) return value.split('');
  spend(Math.floor(value.length ** 2 / 4096));
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const found: string[] = [];
  for (const { segment } of segmenter.segment(value)) found.push(segment);
  return found;
}
