/** Ends what is printed of a symbol: a code point that stands for no character. */
const silence = '\uffff';

/** What may be printed of a symbol: its names, without the digest that tells it from others of the same names. */
export function spoken(symbol: string): string {
  const end = symbol.indexOf(silence);
  return end < 0 ? symbol : symbol.slice(0, end);
}

/** A symbol of names alone, and a digest of the values that took part in it, which is never printed. */
export function symbolWith(names: string, digest: string): string {
  return `${names}${silence}${digest}`;
}
