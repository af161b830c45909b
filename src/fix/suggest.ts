import { locator } from '../hcl/language/source.ts';
import { loadFinder } from '../hcl/syntax/place.ts';
import { isActive, type ReportedFinding } from '../lint/report.ts';
import type { TextEdit } from '../model/fixes/fix.ts';
import { openFiles } from './files.ts';
import { editsFor } from './finding-edits.ts';
import { territory } from './territory.ts';

/**
 * Adds the edits that mend a finding, where they are certain by what is written at the object itself; what a call decides
 * has to be judged anew. No file is opened where nothing can be mended.
 * @param directory what printed paths are relative to
 */
export async function suggest(
  findings: readonly ReportedFinding[],
  directory: string,
  inputs: readonly string[],
): Promise<readonly ReportedFinding[]> {
  if (!findings.some(isCertain)) return findings;
  const files = openFiles(new Map(), await loadFinder(), {
    permissions: new Map(),
    refused: new Map(),
    territory: territory(directory, inputs),
  });
  return findings.map((finding) => {
    const { location } = finding;
    if (!isCertain(finding) || location.kind !== 'source') return finding;
    const document = files.open(location.path);
    const edits = editsFor(finding, files);
    if (document === null || edits === null) return finding;
    const locate = locator(location.path, document.text);
    const placed = edits.map(({ start, end, text }): TextEdit => ({
      at: locate(start, end),
      text,
    }));
    return { ...finding, edits: placed };
  });
}

function isCertain(finding: ReportedFinding): boolean {
  const { fix, kind, source } = finding;
  if (kind !== 'fail' || source !== 'hcl' || fix?.isSafe !== true || fix.at.kind !== 'source')
    return false;
  return isActive(finding) && fix.at.passed === undefined && fix.at.omitted === undefined;
}
