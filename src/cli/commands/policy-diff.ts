import { escapeJson, escapeText } from '../../text/escape.ts';
import {
  consequenceOf,
  coverage,
  compareRows,
  type Coverage,
  describeLoss,
  type Loss,
  type Problem,
  type Side,
} from '../../policy/index.ts';
import { renderHtmlTable, renderMarkdownTable, type PolicyTable } from './policy-table.ts';
import { unknownReasons } from '../../model/value.ts';
import type { Io } from '../streams/io.ts';
import { readKeyName, readPolicyFiles, type PolicyFile } from './policy-input.ts';

interface DiffArguments {
  /** The old policy and the new one. */
  readonly policies: readonly string[];
  readonly oldKey?: string | undefined;
  readonly newKey?: string | undefined;
  readonly format: 'text' | 'json' | 'markdown' | 'html';
}

/**
 * `kmslint policy-diff OLD NEW`: what the new key's policy loses and gains against the old one's.
 * Returns 0 where nothing is lost, 1 where something is, 3 where that cannot be told.
 */
export async function policyDiffCommand(args: DiffArguments, io: Io): Promise<0 | 1 | 3> {
  const [oldKey, newKey] = [
    readKeyName(args.oldKey, '--old-key'),
    readKeyName(args.newKey, '--new-key'),
  ];
  const [old, next] = await readPolicyFiles(args.policies, [oldKey, newKey], io);
  const result = coverage(old.document, next.document, {
    predecessor: { ...oldKey, ...sideOf(old) },
    successor: { ...newKey, ...sideOf(next) },
  });
  io.stdout.write(printers[args.format](result, old, next));
  if (result.covered.is === 'unknown') return 3;
  return result.covered.is ? 0 : 1;
}

type Printer = (result: Coverage, old: PolicyFile, next: PolicyFile) => string;

const printers: Readonly<Record<DiffArguments['format'], Printer>> = {
  text: asText,
  json: asJson,
  markdown: (...args) => renderMarkdownTable(asTable(...args)),
  html: (...args) => renderHtmlTable(asTable(...args)),
};

function asTable(result: Coverage, old: PolicyFile, next: PolicyFile): PolicyTable {
  return {
    names: [old.shown, next.shown],
    rows: compareRows(old.document, next.document, result),
    verdict: verdicts[String(result.covered.is)] ?? '',
    lost: result.lost.map((loss) => describeLoss(loss)),
    notes: result.notes,
    problems: [old, next].flatMap(({ shown, problems }) =>
      problems.map((problem) => [shown, problem] as const),
    ),
  };
}

function sideOf({ shown }: PolicyFile): Pick<Side, 'at' | 'reason'> {
  return {
    at: { kind: 'source', path: shown, line: 1, column: 1, endLine: 1, endColumn: 1 },
    reason: 'unresolved-reference',
  };
}

function asText(result: Coverage, old: PolicyFile, next: PolicyFile): string {
  const { covered, lost, undecided, gained, notes } = result;
  const because = covered.is === 'unknown' ? covered.because : [];
  const lines = [
    ...section('the new policy loses', lost.map(describeAt)),
    ...section('the new policy may lose', undecided.map(describeAt)),
    ...section('the new policy gains', gained.map(describeAt)),
    ...section('not told', [
      ...new Set(because.map((u) => `${u.what}: ${unknownReasons[u.reason]}`)),
    ]),
    ...section('notes', notes),
    ...[old, next].flatMap((file) => section(`in ${file.shown}`, file.problems.map(describeAt))),
    verdicts[String(covered.is)] ?? '',
  ];
  return `${lines.map(escapeText).join('\n')}\n`;
}

const verdicts: Readonly<Record<string, string>> = {
  true: 'the new policy gives all that the old one gave',
  false: 'the new policy does not give all that the old one gave',
  unknown: 'cannot tell whether the new policy gives all that the old one gave',
};

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ''];
}

function describeAt(item: Loss | Problem): string {
  const text = 'effect' in item ? describeLoss(item) : `${consequenceOf(item)}: ${item.message}`;
  return `${item.line}:${item.column} ${text}`;
}

function asJson(result: Coverage, old: PolicyFile, next: PolicyFile): string {
  const { covered, lost, undecided, gained, notes } = result;
  const document = {
    version: 1,
    covered: covered.is === 'unknown' ? null : covered.is,
    lost: lost.map(toLoss),
    undecided: undecided.map(toLoss),
    gained: gained.map(toLoss),
    because:
      covered.is === 'unknown' ? covered.because.map(({ reason, what }) => ({ reason, what })) : [],
    notes,
    problems: { old: old.problems.map(toProblem), new: next.problems.map(toProblem) },
  };
  return escapeJson(`${JSON.stringify(document, null, 2)}\n`);
}

function toLoss(loss: Loss): object {
  const {
    effect,
    sid,
    statement,
    line,
    column,
    pointer,
    principals,
    actions,
    condition,
    deniedBy,
  } = loss;
  const place = { sid, statement, line, column, pointer };
  const denied = deniedBy === null ? null : { sid: deniedBy.sid, statement: deniedBy.statement };
  return { effect, ...place, principals, actions, condition, deniedBy: denied };
}

function toProblem({ severity, kind, message, line, column, pointer }: Problem): object {
  return { severity, kind, message, line, column, pointer };
}
