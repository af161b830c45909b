/**
 * The text, or its start and an ellipsis, in at most so many bytes of UTF-8: so it keeps every limit, whether
 * that counts bytes, UTF-16 units or characters.
 */
export function clip(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text;
  let left = bytes - Buffer.byteLength(ellipsis);
  let end = 0;
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    end += character.length;
  }
  return `${text.slice(0, end)}${ellipsis}`;
}

const ellipsis = '…';
