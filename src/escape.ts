// Text from inputs is untrusted: it may drive a terminal, forge a workflow command, or pose as markup.
// C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, line and paragraph separators,
// surrogates without a partner, tag characters; then the starts of markup and of workflow commands.
const unsafe =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]|[<|]|::(?=[A-Za-z-][^\n]*?::)|##\[|##(?=vso\[)/gsu;

/** For terminals and logs: what is unsafe is shown as its code point, `\u{1b}`. */
export function escapeText(text: string): string {
  return text.replaceAll(unsafe, (found) => codePoints(found));
}

/** For JSON output, after serialisation: the same, in JSON's own notation, so that it reads back unchanged. */
export function escapeJson(json: string): string {
  return json.replaceAll(unsafe, (found) => (found === '\n' ? found : codeUnits(found)));
}

function codePoints(found: string): string {
  return Array.from(found, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`).join('');
}

function codeUnits(found: string): string {
  return found
    .split('')
    .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
