import type { TextPart } from '../../model/value.ts';
import type { PolicyDocument } from './document.ts';
import { readDocument } from './read.ts';
import { locksOut } from './lockout.ts';
import { readJson } from '../json/json.ts';
import { reportTo } from '../json/problem.ts';
import type { Problem, Report } from '../json/problem.ts';
import { joinParts } from '../text/source.ts';
import type { Source } from '../text/source.ts';

/** A policy text, read. `document` is null where KMS would refuse the policy for what it says. */
export interface ParsedPolicy {
  readonly document: PolicyDocument | null;
  readonly problems: readonly Problem[];
}

/** PolicyType of the KMS API: 1 to 131,072 characters. */
const longest = 131_072;
/** "Key policy document size" among the KMS resource quotas. */
const quota = 32_768;
/** The pattern of PolicyType: `[\u0009\u000A\u000D\u0020-\u00FF]+`. */
const foreign = /[^\t\n\r -\u00ff]/gu;
const start = { offset: 0, pointer: '' };

/** Parses a key policy of which some parts may be unknown. Never throws, and works in bounded time and depth. */
export function parsePolicy(parts: readonly TextPart[]): ParsedPolicy {
  const source = joinParts(parts);
  const problems: Problem[] = [];
  const report = reportTo(problems, source.position);
  const document = checkWhole(source, report) ? readAll(source, report, problems) : null;
  if (!problems.some((p) => p.kind === 'syntax')) reportForeign(source, report);
  const refused = isRefused(problems);
  return {
    document: refused ? null : document,
    problems: problems.toSorted((a, b) =>
      a.line === b.line ? a.column - b.column : a.line - b.line,
    ),
  };
}

/** Parses what stands where a policy's text was expected: an object in its place is said so. */
export function parsePolicyValue(value: unknown): ParsedPolicy {
  if (typeof value === 'string') return parsePolicy([value]);
  const problems: Problem[] = [];
  const type =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : typeof value === 'object'
          ? 'an object'
          : `a ${typeof value}`;
  const report = reportTo(problems, () => ({ line: 1, column: 1 }));
  report(
    start,
    'grammar',
    `the policy is ${type} where KMS wants its JSON text: encode it with jsonencode`,
  );
  return { document: null, problems };
}

/** Whether the policy cannot be read as KMS reads it; one that is too long, locks out, or names nobody can still be compared. */
function isRefused(problems: readonly Problem[]): boolean {
  return problems.some(({ kind }) => kind === 'syntax' || kind === 'grammar');
}

function readAll(
  source: Source,
  report: Report,
  problems: readonly Problem[],
): PolicyDocument | null {
  const root = readJson(source, report);
  const read = root === null ? null : readDocument(root, report, source.position);
  if (read === null) return null;
  const document = { ...read, symbols: source.symbols };
  if (!isRefused(problems) && document.statements.length > 0 && locksOut(document)) {
    const what = 'nobody is left who may change the key policy';
    report(
      start,
      'lockout',
      `${what}: no statement gives kms:PutKeyPolicy to an account, user or role`,
    );
  }
  return document;
}

/** What is wrong with the text as a whole, and would only be told badly letter by letter. */
function checkWhole(source: Source, report: Report): boolean {
  const { text } = source;
  const message = wholeProblem(text);
  if (message !== null) report(start, 'syntax', message);
  else if (text.length > quota) {
    report(
      start,
      'quota',
      `the policy has ${text.length} characters, and KMS takes at most ${quota}`,
    );
  }
  return message === null;
}

function wholeProblem(text: string): string | null {
  if (text.length > longest)
    return `the policy has ${text.length} characters, and KMS takes at most ${longest}`;
  if (text.startsWith('\ufeff'))
    return 'the policy starts with a byte order mark, which KMS refuses';
  if (text.trim() === '') return 'the policy is empty, and KMS wants a JSON object';
  const other = otherLanguage(text);
  if (other !== null) return other;
  return isBase64(text) ? 'the policy is base64, and KMS wants the JSON text itself' : null;
}

/** What stands in place of JSON, where that is plain. */
function otherLanguage(text: string): string | null {
  if (/^\s*(?:---|(?:Version|Id|Statement)\s*:)/u.test(text))
    return 'the policy is YAML, and KMS wants JSON';
  if (/^\s*(?:Version|Id|Statement)\s*=/mu.test(text) && !text.trimStart().startsWith('{'))
    return 'the policy is written in HCL, and KMS wants JSON';
  return /^\s*</u.test(text) ? 'the policy is XML or HTML, and KMS wants JSON' : null;
}

function isBase64(text: string): boolean {
  const packed = text.replaceAll(/\s/gu, '');
  if (packed.length < 16 || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/u.test(packed))
    return false;
  return atob(packed).trimStart().startsWith('{');
}

function reportForeign({ text, symbolAt }: Source, report: Report): void {
  for (const match of text.matchAll(foreign)) {
    if (symbolAt(match.index) !== undefined) continue;
    const code = match[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    const what = `character U+${code} is outside of what a key policy may hold`;
    report({ offset: match.index, pointer: '' }, 'syntax', `${what}; write it as a JSON escape`);
    return;
  }
}
