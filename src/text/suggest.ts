import { closest, distance } from 'fastest-levenshtein';

/** Names a word in a message; what the user typed is data too. */
export function quote(word: string): string {
  return JSON.stringify(word.length > 80 ? `${word.slice(0, 79)}…` : word);
}

/** `, did you mean …?` where a name is near enough to have been meant. */
export function suggest(word: string, names: readonly string[]): string {
  const nearest = closest(word.slice(0, 80), [...names]);
  const isNear = distance(word.slice(0, 80), nearest) <= Math.max(2, word.length / 3);
  return isNear ? ` (did you mean ${nearest}?)` : '';
}
