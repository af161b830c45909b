import type { ReportedFinding } from '../lint/report.ts';
import { isActive } from '../lint/report.ts';
import type { Drafts } from '../hcl/sandbox.ts';
import { loadFinder } from '../hcl/syntax/place.ts';
import { applyEdits, isSameEdit, overlap, type Edit } from './edits.ts';
import { openFiles } from './files.ts';
import { editsFor, type Files } from './finding-edits.ts';
import { isBetter, type Judged } from './judged.ts';
import type { Permission, Territory } from './territory.ts';

/** What mending takes. */
export interface Mending {
  /** Judges the inputs with drafts in the place of files. */
  readonly judge: (drafts: Drafts) => Promise<Judged>;
  readonly territory: Territory;
  /** Whether the failures of a rule are to be mended; all rules have a say in whether a change is good. */
  readonly isChosen: (ruleId: string) => boolean;
  /** Whether changes are made that a person should look at. */
  readonly isUnsafe: boolean;
  /** Which failures are to be mended beyond that; all unless told otherwise. */
  readonly isWanted?: (finding: ReportedFinding) => boolean;
  /** How often edits are judged at most; what is left then stays as it is. */
  readonly trials?: number;
}

/** A file that changes. */
export interface Change {
  /** Real path. */
  readonly path: string;
  /** As findings print it. */
  readonly shown: string;
  readonly root: string;
  readonly before: string;
  readonly after: string;
}

export interface Mended {
  readonly changes: readonly Change[];
  /** How many failures are gone with the changes. */
  readonly count: number;
  /** Files that hold what could be mended and may not be changed, and why. */
  readonly refused: ReadonlyMap<string, string>;
  /** Edits that are good, with offsets into the files as they are: those that no other one makes possible. */
  readonly independent: readonly Candidate[];
}

/** Edits that stand or fall together, and the failures that are gone with them. */
export interface Candidate {
  readonly edits: readonly Edit[];
  readonly mends: readonly string[];
}

/** One fix may make the next one possible; they end when nothing is left to mend. */
const mostPasses = 5;

/** So often are edits judged unless told otherwise. */
const mostTrials = 100;

/**
 * The changes that mend what can be mended for certain. Each is judged before it counts: its failures are gone, and
 * nothing else is said that was not said before.
 */
export async function mend(first: Judged, mending: Mending): Promise<Mended> {
  const find = await loadFinder();
  const permissions = new Map<string, Permission>();
  const refused = new Map<string, string>();
  let drafts: Drafts = new Map();
  let now = first;
  let { trials = mostTrials } = mending;
  const settled = new Set<string>();
  let independent: readonly Candidate[] = [];
  for (let pass = 0; pass < mostPasses; pass++) {
    const files = openFiles(drafts, find, { permissions, refused, territory: mending.territory });
    const base = now;
    const textOf = files.textOf;
    const withEdits = (candidates: readonly Candidate[]): Drafts => {
      const edits = candidates.flatMap((candidate) => candidate.edits);
      return new Map([...drafts, ...applyEdits(edits, textOf)]);
    };
    const attempt = async (candidates: readonly Candidate[]): Promise<Tried> => {
      if (trials-- <= 0) return null;
      const mends = new Set(candidates.flatMap((candidate) => candidate.mends));
      const judged = await mending.judge(withEdits(candidates));
      return { isGood: isBetter(base, judged, mends), judged };
    };
    const candidates = gather(now.findings, files, mending, settled);
    for (const id of candidates.flatMap(({ mends }) => mends)) settled.add(id);
    const best = await largestGood(candidates, attempt);
    if (best === null) break;
    if (pass === 0) independent = best.candidates;
    drafts = withEdits(best.candidates);
    now = best.judged;
  }
  return {
    changes: changesOf(drafts, permissions),
    count: countGone(first, now, mending),
    refused,
    independent,
  };
}

/** What could be changed; of edits that touch the same text, the first. */
function gather(
  findings: readonly ReportedFinding[],
  files: Files,
  { isChosen, isUnsafe, isWanted = () => true }: Mending,
  settled: ReadonlySet<string>,
): readonly Candidate[] {
  const candidates: { edits: readonly Edit[]; mends: string[] }[] = [];
  for (const finding of findings) {
    const { fix, fingerprint } = finding;
    if (fix === undefined || !isFailure(finding) || !isChosen(finding.ruleId)) continue;
    if (!isWanted(finding)) continue;
    if ((!fix.isSafe && !isUnsafe) || settled.has(fingerprint)) continue;
    const edits = editsFor(finding, files);
    if (edits === null) continue;
    const same = candidates.find(({ edits: known }) => isSame(known, edits));
    if (same !== undefined) same.mends.push(fingerprint);
    else if (!candidates.some(({ edits: known }) => clash(known, edits)))
      candidates.push({ edits, mends: [fingerprint] });
  }
  return candidates;
}

function isSame(some: readonly Edit[], others: readonly Edit[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((edit) => others.some((other) => isSameEdit(edit, other)));
}

function clash(some: readonly Edit[], others: readonly Edit[]): boolean {
  return some.some((edit) =>
    others.some((other) => overlap(edit, other) || isSameEdit(edit, other)),
  );
}

interface Good {
  readonly candidates: readonly Candidate[];
  readonly judged: Judged;
}

/** What came of edits: null where they were not judged any more. */
type Tried = { readonly isGood: boolean; readonly judged: Judged } | null;

/**
 * As many as are good together: all, else those whose failures are gone, else those of each half as far as they go
 * together.
 */
async function largestGood(
  candidates: readonly Candidate[],
  attempt: (candidates: readonly Candidate[]) => Promise<Tried>,
): Promise<Good | null> {
  const tried = candidates.length === 0 ? null : await attempt(candidates);
  if (tried === null) return null;
  const { isGood, judged } = tried;
  if (isGood) return { candidates, judged };
  if (candidates.length === 1) return null;
  const left = new Set(judged.findings.map(({ fingerprint }) => fingerprint));
  const working = candidates.filter(({ mends }) => !mends.some((id) => left.has(id)));
  if (working.length < candidates.length && working.length > 0)
    return await largestGood(working, attempt);
  const middle = candidates.length >> 1;
  const first = await largestGood(candidates.slice(0, middle), attempt);
  const second = await largestGood(candidates.slice(middle), attempt);
  if (first === null || second === null) return first ?? second;
  const both = [...first.candidates, ...second.candidates];
  const together = await attempt(both);
  return together?.isGood === true ? { candidates: both, judged: together.judged } : first;
}

function changesOf(
  drafts: Drafts,
  permissions: ReadonlyMap<string, Permission>,
): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const [shown, permission] of permissions) {
    if ('refused' in permission) continue;
    const { path, root, text, mark } = permission;
    const after = drafts.get(path);
    if (after === undefined || after === text || changes.has(path)) continue;
    changes.set(path, { path, shown, root, before: mark + text, after: mark + after });
  }
  return [...changes.values()];
}

/** How many failures are gone of the rules that were chosen. */
function countGone(first: Judged, last: Judged, { isChosen }: Mending): number {
  const left = new Set(last.findings.map(({ fingerprint }) => fingerprint));
  const failures = first.findings.filter((one) => isFailure(one) && isChosen(one.ruleId));
  return failures.filter(({ fingerprint }) => !left.has(fingerprint)).length;
}

function isFailure(finding: ReportedFinding): boolean {
  return finding.kind === 'fail' && isActive(finding);
}
