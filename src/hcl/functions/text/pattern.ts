import type { RE2JS } from 're2js';
import { fail, LimitError, nullVal, object, text, tuple, type Val } from '../../value/value.ts';
import { checkTextLength } from '../../value/work.ts';
import type { Spend } from '../builtin.ts';
import { library } from '../../../text/library.ts';

/** Where a match and its groups begin and end; null for a group that took no part. */
type Match = readonly (readonly [number, number] | null)[];

/** A pattern of RE2, which Terraform's language has: no text makes it take more than linear time. */
export interface Pattern {
  readonly groupNames: readonly (string | null)[];
  /** The first match at or after a position. */
  readonly find: (value: string, from: number) => Match | null;
}

const longestPattern = 2000;
/** One step of the evaluation pays for so many instructions on a character. */
const instructionsPerStep = 256;

/** Compiles a pattern; null where Terraform takes it and this engine does not: two groups of one name. */
export function compilePattern(source: string, spend: Spend): Pattern | null {
  if (source.length > longestPattern) throw new LimitError('the pattern is too long');
  const compiled = compile(source);
  if (compiled === null) return null;
  const size = compiled.programSize();
  spend(Math.ceil(size / instructionsPerStep));
  const groupNames: (string | null)[] = Array.from({ length: compiled.groupCount() }, () => null);
  for (const [name, i] of Object.entries(compiled.namedGroups())) groupNames[i - 1] = name;
  return {
    groupNames,
    find: (value, from) => {
      spend(Math.ceil(((value.length - from + 1) * size) / instructionsPerStep));
      const matcher = compiled.matcher(value);
      if (!matcher.find(from)) return null;
      return Array.from({ length: groupNames.length + 1 }, (_, i) =>
        matcher.start(i) < 0 ? null : [matcher.start(i), matcher.end(i)],
      );
    },
  };
}

function compile(source: string): RE2JS | null {
  const { RE2JS: engine, RE2JSSyntaxException: SyntaxException } = library('re2js');
  try {
    return engine.compile(source);
  } catch (error) {
    if (!(error instanceof SyntaxException)) throw error;
    if (error.getDescription().startsWith('duplicate capture group name')) return null;
    return fail('the pattern is not understood');
  }
}

/** All matches, as Go's FindAll has them: an empty one that touches the match before is none. */
export function* allMatches(pattern: Pattern, value: string): Generator<Match> {
  let before = -1;
  for (let from = 0; from <= value.length;) {
    const match = pattern.find(value, from);
    const [whole] = match ?? [];
    if (match === null || whole === null || whole === undefined) return;
    const [start, end] = whole;
    if (end > from || start !== before) yield match;
    from = end > from ? end : from + widthAt(value, from);
    before = end;
  }
}

/** How many code units the character at a position takes. */
function widthAt(value: string, at: number): number {
  return (value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** What captures gives a tuple or an object, not a mixture of both. */
export function checkGroups({ groupNames }: Pattern): void {
  const isMixed = groupNames.includes(null) && groupNames.some((name) => name !== null);
  if (isMixed) fail('a pattern mixes named and unnamed groups');
}

/** What `regex` gives: the match, its groups as a tuple, or its named groups as an object. */
export function matchValue({ groupNames }: Pattern, value: string, match: Match): Val {
  const textAt = (i: number): Val => {
    const place = match[i];
    return place === null || place === undefined ? nullVal : text(value.slice(...place));
  };
  const names = groupNames.filter((name) => name !== null);
  if (groupNames.length === 0) return textAt(0);
  if (names.length === 0) return tuple(groupNames.map((_, i) => textAt(i + 1)));
  return object(new Map(names.map((name, i) => [name, textAt(i + 1)])));
}

/** Go's ReplaceAll. */
export function replaceMatches(pattern: Pattern, value: string, template: string): string {
  const pieces: string[] = [];
  let copied = 0;
  let length = 0;
  for (let from = 0; from <= value.length;) {
    const match = pattern.find(value, from);
    const [whole] = match ?? [];
    if (match === null || whole === null || whole === undefined) break;
    const [start, end] = whole;
    pieces.push(value.slice(copied, start));
    if (end > copied || start === 0) {
      const by = filled(template, pattern, value, match);
      checkTextLength((length += by.length));
      pieces.push(by);
    }
    copied = end;
    const next = from + widthAt(value, from);
    from = next > end ? next : end;
  }
  return pieces.join('') + value.slice(copied);
}

/** Go's Expand: `$1`, `$name`, `${name}`, `$$`; a group that is not there is empty. */
function filled(template: string, { groupNames }: Pattern, value: string, match: Match): string {
  const groupOf = (name: string): number => {
    if (/^(?:0|[1-9]\d{0,8})$/.test(name)) return Number(name);
    const index = groupNames.indexOf(name);
    return index < 0 ? -1 : index + 1;
  };
  return template.replaceAll(
    /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (_, braced?: string, bare?: string) => {
      const name = braced ?? bare;
      if (name === undefined) return '$';
      const found = match[groupOf(name)] ?? null;
      return found === null ? '' : value.slice(...found);
    },
  );
}
