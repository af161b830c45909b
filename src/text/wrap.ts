/**
 * Breaks a text at blanks, so that no line is longer than a width, unless one word is. Escapes that colour a terminal take no
 * room.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  for (const word of text.split(' ')) {
    const length = shownLength(word);
    if (line !== '' && taken + 1 + length > width) {
      lines.push(line);
      line = '';
      taken = 0;
    }
    line = line === '' ? word : `${line} ${word}`;
    taken += length + (taken === 0 ? 0 : 1);
  }
  return [...lines, line];
}

/** As wide as a terminal shows a text: code points, without escapes that colour. */
export function shownLength(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the escapes that picocolors writes
  return Array.from(text.replaceAll(/\u001b\[[\d;]*m/g, '')).length;
}
