/** Stands for `-` while yargs parses, which drops a lone dash among positionals; no argument can hold a NUL. */
const stand = '\u0000-';

export function hideDash(word: string): string {
  return word === '-' ? stand : word;
}

export function showDash(text: string): string {
  return text.replaceAll(stand, '-');
}
