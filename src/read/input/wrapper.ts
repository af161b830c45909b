/** The JSON in a log, and what was taken away before it. */
export interface Unwrapped {
  readonly text: string;
  /** Lines before the one in which the JSON begins. */
  readonly lines: number;
  /** UTF-16 units before the JSON in its first line. */
  readonly columns: number;
}

/** So much of a document, in UTF-16 units, holds its first member, prefix and all. */
const telling = 512;

/**
 * Takes away what wrappers print around a document: lines before it, as setup-terraform's `[command]`, and the prefix of
 * each of its lines, as Terragrunt's (`16:00:00.000 STDOUT terraform: `) and the timestamps of CI. What begins like JSON is
 * left as it is, and so is what holds nothing like a document.
 */
export function unwrap(text: string): Unwrapped {
  const whole = { text, lines: 0, columns: 0 };
  if (/^\s*\{/.test(text)) return whole;
  let lines = 0;
  for (let start = 0; start < text.length; lines++) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    const open = openingIn(text, start, stop);
    if (open !== -1) {
      const prefix = text.slice(start, open);
      return { text: withoutPrefix(text.slice(open), prefix), lines, columns: prefix.length };
    }
    start = stop + 1;
  }
  return whole;
}

/** Where a line opens a document; -1 where it opens none. A prefix ends in white space, and is no part of a JSON array. */
function openingIn(text: string, start: number, stop: number): number {
  const open = text.indexOf('{', start);
  if (open === -1 || open >= stop) return -1;
  const prefix = text.slice(start, open);
  const isPrefix = prefix === '' || (/\s$/.test(prefix) && !/^[\s[\],]*$/.test(prefix));
  if (!isPrefix) return -1;
  const beginning = text.slice(open, open + telling);
  const isMember = opens.test(beginning);
  if (isMember || !/^\{[ \t\r]*\n/.test(beginning)) return isMember ? open : -1;
  return opens.test(withoutPrefix(beginning, prefix)) ? open : -1;
}

/** The first members of plans, states and the logs of `plan -json`, as Terraform writes them and where they are sorted. */
const opens =
  /^\{\s*"(?:@level|action_invocations|applyable|checks|complete|configuration|errored|format_version|lineage|outputs|version)"\s*:/;

/** The digits of a prefix change from line to line, the rest does not. */
function withoutPrefix(text: string, prefix: string): string {
  if (prefix.trim() === '' || !text.includes('\n')) return text;
  const escaped = prefix.trimEnd().replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const pattern = escaped.replaceAll(/\d+/g, '\\d+');
  const space = prefix.length - prefix.trimEnd().length;
  return text.replaceAll(new RegExp(`\\n${pattern}[ \\t]{0,${space}}`, 'g'), '\n');
}
