import { isDay } from '../../text/day.ts';
import { quote } from '../../text/suggest.ts';

/** What a comment asks for: these rules need not hold here, for this reason, until this day. */
export interface Directive {
  /** As written; they need not exist. */
  readonly rules: readonly string[];
  /** The last day on which it suppresses, `YYYY-MM-DD`; null where it always does. */
  readonly until: string | null;
  readonly reason: string;
}

/** One `kmslint:` line of a comment: a directive, or what is wrong with it. */
export interface Line {
  /** As written, with single spaces. */
  readonly text: string;
  readonly parsed: Directive | { readonly faults: readonly string[] };
}

const keyword = 'kmslint:ignore';

/**
 * The directives in a comment: lines that begin with `kmslint:ignore`. A comment of several lines may hold several.
 * Words in the middle of a line are prose: a directive that is overlooked hides nothing.
 */
export function readDirectives(comment: string): readonly Line[] {
  if (!/kmslint\s*:/i.test(comment)) return [];
  return linesOf(comment).flatMap((text) => {
    if (!/^kmslint(?::[\w-]|\s*:\s*ignore\b)/i.test(text)) return [];
    return [{ text, parsed: parse(text) }];
  });
}

function linesOf(comment: string): readonly string[] {
  const lines = comment.startsWith('/*')
    ? comment.slice(2, endOf(comment)).split('\n')
    : [comment.replace(/^(?:#|\/\/)/, '')];
  return lines.map((line) =>
    line
      .replace(/^\s*[#*/]*/, '')
      .trim()
      .replaceAll(/\s+/g, ' '),
  );
}

/** Where the text of a block comment ends: before its last slash and all asterisks in front of that. */
function endOf(comment: string): number {
  let end = comment.length - 1;
  while (end > 2 && comment[end - 1] === '*') end--;
  return end;
}

function parse(text: string): Line['parsed'] {
  const [word = '', ...rest] = text.split(' ');
  if (word !== keyword) {
    return { faults: [`${quote(word)} is no directive of kmslint (did you mean ${keyword}?)`] };
  }
  const [before, reason] = splitReason(rest.join(' '));
  const words = before.replaceAll(/ ?, ?/g, ',').split(' ');
  const names = isSetting(words[0] ?? '') ? '' : (words[0] ?? '');
  const rules = [...new Set(names.split(',').filter((name) => name !== ''))];
  const settings = words.filter(isSetting).map((setting) => setting.slice('until='.length));
  const strangers = words.slice(1).filter((candidate) => !isSetting(candidate));
  const faults = [
    ...(rules.length === 0 ? ['it names no rule'] : []),
    ...(reason === '' ? ['it gives no reason after " -- "'] : []),
    ...settings
      .filter((day) => !isDay(day))
      .map((day) => `${quote(day)} is no day of the form YYYY-MM-DD`),
    ...(settings.length > 1 ? ['it says until= more than once'] : []),
    ...(strangers.length > 0 ? [`${quote(strangers.join(' '))} stands before the reason`] : []),
  ];
  return faults.length > 0 ? { faults } : { rules, until: settings[0] ?? null, reason };
}

function isSetting(word: string): boolean {
  return word.startsWith('until=');
}

/** What stands before the first ` -- `, and the reason after it. */
function splitReason(text: string): readonly [before: string, reason: string] {
  const [before = '', ...after] = ` ${text} `.split(' -- ');
  return [before.trim(), after.join(' -- ').trim()];
}
