import { closest, distance } from 'fastest-levenshtein';

/** Names a word in a message; what the user typed is data too. */
export function quote(word: string): string {
  return JSON.stringify(word.length > 80 ? `${word.slice(0, 79)}…` : word);
}

/** The name that a word was probably meant to be; null where none is near enough. */
export function nearest(word: string, names: readonly string[]): string | null {
  const found = closest(word.slice(0, 80), [...names]);
  return distance(word.slice(0, 80), found) <= Math.max(2, word.length / 3) ? found : null;
}

/** ` (did you mean …?)` where a name is near enough to have been meant. */
export function suggest(word: string, names: readonly string[]): string {
  const meant = nearest(word, names);
  return meant === null ? '' : ` (did you mean ${meant}?)`;
}
