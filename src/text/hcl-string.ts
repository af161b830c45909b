/** What no string of a configuration shows: controls, invisible and private characters, halves of characters. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The inside of a quoted string of Terraform's language that means this text: quotes, backslashes and the starts of
 * templates are escaped, and what would drive a terminal stands as its code point.
 * Source: Terraform language, "Strings and Templates", escape sequences.
 */
export function hclInside(text: string): string {
  return text
    .replaceAll(/["\\]/g, (sign) => `\\${sign}`)
    .replaceAll(/[$%](?=\{)/g, '$&$&')
    .replaceAll(hidden, (found) => short[found] ?? codePoint(found));
}

/** A quoted string that means this text. */
export function hclString(text: string): string {
  return `"${hclInside(text)}"`;
}

/** Whether a text holds nothing that is hidden but tabs and ends of lines. */
export function showsAll(text: string): boolean {
  return text.replaceAll(/[\t\r\n]/g, '').search(hidden) === -1;
}

/** A half of a character has no code point of its own in UTF-8: it becomes the sign for what was lost. */
function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  const digits = code.toString(16);
  return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}
