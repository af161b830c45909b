// Text from inputs is untrusted: it may drive a terminal, forge a workflow command, or pose as markup.
// Controls, private and invisible characters, bidirectional marks, line and paragraph separators, surrogates
// without a partner, tag characters; then the starts of markup and of workflow commands, and the end of CDATA.
// A workflow command begins its line, so that `provider::aws::arn_build` is none.
const unsafe =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}<|]|(?<!\bprovider)::(?=[a-z-](?:(?!::).)*::)|##(?=\w*\[)|(?<=\]\])>/gisu;

/**
 * The same, but for the line breaks between the members of JSON: thousands, and each match costs a call. Made when the
 * first JSON is written: its character classes take a good part of a short run.
 */
let unsafeInJson: RegExp | null = null;

/** For terminals and logs: what is unsafe is shown as its code point, `\u{1b}`. */
export function escapeText(text: string): string {
  return text.replaceAll(unsafe, (found) => codePoints(found));
}

/** Whether a text of lines would drive a terminal, or be shown otherwise than it is written. */
export function drivesTerminal(text: string): boolean {
  return /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/u.test(
    text.replaceAll('\r\n', '\n'),
  );
}

/** For JSON output, after serialisation: the same, in JSON's own notation, so that it reads back unchanged. */
export function escapeJson(json: string): string {
  unsafeInJson ??= new RegExp(
    unsafe.source.replace(String.raw`[\p{Cc}`, String.raw`[^\P{Cc}\n]|[`),
    unsafe.flags,
  );
  return json.replaceAll(unsafeInJson, codeUnits);
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
