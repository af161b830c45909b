import type { Comparison } from './dimension.ts';
import { contains, isPlain, overlaps } from '../text/pattern.ts';
import type { Text } from '../text/text.ts';

/** Actions compare as patterns. */
export const actionComparison: Comparison<Text> = {
  isPlain: (text) => isPlain(text, 'pattern'),
  isEverything: (text) => text.certain === 'kms:*',
  covers: contains,
  overlaps,
};
