import type { RE2JS } from 're2js';
import { table } from '../generated/credential-patterns.js';
import { library } from './library.ts';

/** A pattern of gitleaks, in RE2's language: no text makes it take more than linear time. */
interface Row {
  /** As gitleaks names it: `sendgrid-api-token`. */
  readonly id: string;
  readonly pattern: string;
  /** In lower case: a text without one of them has no match. */
  readonly keywords: readonly string[];
  /** Bits a character that a credential has more of; a text that repeats itself is a placeholder. */
  readonly entropy: number;
  /** Patterns of what is none: examples out of documentations. */
  readonly allowed?: readonly string[];
}

interface Table {
  readonly rows: readonly Row[];
  /** What stands in no credential, in lower case. */
  readonly stopwords: readonly string[];
}

interface Patterns extends Table {
  /** Finds whether a text has a keyword at all. */
  readonly anyKeyword: RegExp;
  readonly compile: (pattern: string) => RE2JS;
}

/** In a sentence, what ends a word belongs to the sentence. */
const punctuation = ')]}>,.:!?';

/** AWS takes no longer text of all that are looked at: the description of a key (KMS API, DescriptionType). */
const longest = 8192;

/** Fewer characters between two spaces are no credential that the table knows. */
const shortest = /\S{13}/;

let patterns: Patterns | null = null;

/** The kind of credential, by its shape alone, that a text holds, in gitleaks' words; null where there is none. */
export function findByShape(whole: string): string | null {
  const text = whole.slice(0, longest);
  if (!shortest.test(text)) return null;
  const read = (patterns ??= readPatterns());
  const lower = text.toLowerCase();
  if (!read.anyKeyword.test(lower)) return null;
  const bare = text.replaceAll(/\S+/g, withoutPunctuation);
  const found = read.rows.find(
    (row) => row.keywords.some((word) => lower.includes(word)) && isMet(row, bare, read),
  );
  return found?.id ?? null;
}

function withoutPunctuation(word: string): string {
  let end = word.length;
  while (end > 0 && punctuation.includes(word.charAt(end - 1))) end--;
  return word.slice(0, end);
}

function readPatterns(): Patterns {
  const read: Table = JSON.parse(table);
  const words = [...new Set(read.rows.flatMap(({ keywords }) => keywords))];
  const compiled = new Map<string, RE2JS>();
  return {
    ...read,
    anyKeyword: new RegExp(words.map(escapePattern).join('|')),
    compile: (pattern) => {
      const found = compiled.get(pattern) ?? library('re2js').RE2JS.compile(pattern);
      compiled.set(pattern, found);
      return found;
    },
  };
}

function escapePattern(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

/** Whether one of the matches is none of those that are let through; gitleaks' own order of questions. */
function isMet(row: Row, text: string, { compile, stopwords }: Patterns): boolean {
  const matcher = compile(row.pattern).matcher(text);
  while (matcher.find()) {
    const groups = Array.from({ length: matcher.groupCount() }, (_, i) => matcher.group(i + 1));
    const secret = groups.find((group) => (group ?? '') !== '') ?? matcher.group() ?? '';
    const isAllowed =
      entropyOf(secret) <= row.entropy ||
      stopwords.some((word) => secret.toLowerCase().includes(word)) ||
      (row.allowed ?? []).some((pattern) => compile(pattern).matcher(secret).find());
    if (!isAllowed) return true;
  }
  return false;
}

/** Shannon's, in bits a character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
