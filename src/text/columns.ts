const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

/** How many columns a terminal gives the text. Escapes that colour it take none. */
export function columns(text: string): number {
  let count = 0;
  for (const character of withoutColor(text)) {
    if (!/\p{M}/u.test(character)) count += wide.test(character) ? 2 : 1;
  }
  return count;
}

function withoutColor(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the escapes that picocolors writes
  return text.includes('\u001b') ? text.replaceAll(/\u001b\[[\d;]*m/g, '') : text;
}
