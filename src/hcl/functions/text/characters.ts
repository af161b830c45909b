import type { Spend } from '../builtin.ts';

/** Texts whose code units are characters, each on its own. */
const plain = /^[\t\n\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The characters of a text, as a reader counts them; each that is looked for costs a copy of the whole. */
export function characters(value: string, spend: Spend): readonly string[] {
  if (plain.test(value)) return value.split('');
  spend(Math.floor(value.length ** 2 / 4096));
  const found: string[] = [];
  for (const { segment } of segmenter.segment(value)) found.push(segment);
  return found;
}
