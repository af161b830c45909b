import { locator } from '../hcl/language/source.ts';
import { loadFinder } from '../hcl/syntax/place.ts';
import { isActive, type ReportedFinding } from '../lint/report.ts';
import type { TextEdit } from '../model/fixes/fix.ts';
import { applyEdits, type Edit } from './edits.ts';
import { openFiles } from './files.ts';
import { editsFor, type Files } from './finding-edits.ts';
import type { Candidate } from './mend.ts';
import { harmlessPatch } from './patch.ts';
import { territory } from './territory.ts';

/** What suggestions take. */
export interface Suggesting {
  /** What printed paths are relative to. */
  readonly directory: string;
  readonly inputs: readonly string[];
  /** The edits at calls that are good, judged anew; null where the inputs cannot be judged twice. */
  readonly judged: (() => Promise<readonly Candidate[]>) | null;
  /** Whether a report shows the edits as a patch. */
  readonly hasPatches: boolean;
}

/**
 * Adds the edits that mend a finding: where they are certain by what is written at the object itself, and those at calls,
 * which are judged anew. No file is opened where nothing can be mended.
 */
export async function suggest(
  findings: readonly ReportedFinding[],
  { directory, inputs, judged, hasPatches }: Suggesting,
): Promise<readonly ReportedFinding[]> {
  const atCalls = judged !== null && findings.some(isAtCall) ? await judged() : [];
  if (!findings.some(isCertain) && atCalls.length === 0) return findings;
  const files = openFiles(new Map(), await loadFinder(), {
    permissions: new Map(),
    refused: new Map(),
    territory: territory(directory, inputs),
  });
  return findings.map((finding) => {
    const edits = isCertain(finding) ? editsFor(finding, files) : editAtCall(finding, atCalls);
    return edits === null ? finding : withEdits(finding, edits, files, hasPatches);
  });
}

function editAtCall(
  finding: ReportedFinding,
  atCalls: readonly Candidate[],
): readonly Edit[] | null {
  if (!isAtCall(finding)) return null;
  return atCalls.find(({ mends }) => mends.includes(finding.fingerprint))?.edits ?? null;
}

/** All edits of a finding are in one file: that of its block, or of its call. */
function withEdits(
  finding: ReportedFinding,
  edits: readonly Edit[],
  files: Files,
  hasPatches: boolean,
): ReportedFinding {
  const shown = pathOf(finding);
  const document = shown === null ? null : files.open(shown);
  if (shown === null || document === null || edits.some(({ path }) => path !== document.path))
    return finding;
  const locate = locator(shown, document.text);
  const placed = edits.map(({ start, end, text }): TextEdit => ({ at: locate(start, end), text }));
  const after = applyEdits(edits, () => document.text).get(document.path) ?? document.text;
  const patch = hasPatches ? harmlessPatch(shown, document.text, after) : null;
  return { ...finding, edits: placed, ...(patch === null ? {} : { patch }) };
}

function pathOf({ fix }: ReportedFinding): string | null {
  if (fix?.at.kind !== 'source') return null;
  const { passed, omitted, path } = fix.at;
  return passed?.at.path ?? omitted?.call.path ?? path;
}

function isCertain(finding: ReportedFinding): boolean {
  return isSafe(finding) && !isPassed(finding);
}

/** Whether a call decides what a safe fix changes. */
export function isAtCall(finding: ReportedFinding): boolean {
  return isSafe(finding) && isPassed(finding);
}

function isSafe(finding: ReportedFinding): boolean {
  const { fix, kind, source } = finding;
  const isFailure = kind === 'fail' && source === 'hcl' && isActive(finding);
  return isFailure && fix?.isSafe === true && fix.at.kind === 'source';
}

function isPassed({ fix }: ReportedFinding): boolean {
  if (fix?.at.kind !== 'source') return false;
  return fix.at.passed !== undefined || fix.at.omitted !== undefined;
}
