/** The text with U+FFFD for every half of a character, as UTF-8 has none. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}
