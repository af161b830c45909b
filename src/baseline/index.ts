import { dirname, resolve } from 'node:path';
import { showPath } from '../config/find.ts';
import { UserError } from '../errors.ts';
import { standardInput } from '../read/load.ts';
import type { SuppressedFinding } from '../suppress/suppress.ts';
import { cover, mayBeKept } from './compare.ts';
import { printBaseline, readBaseline } from './file.ts';
import { update, type Judged } from './update.ts';

export interface BaselineOptions {
  /** Absolute. */
  readonly path: string;
  /** The working directory. */
  readonly directory: string;
  readonly isUpdated: boolean;
}

/** A baseline file to write, and how it differs from the one that is there. */
export interface BaselineUpdate {
  /** Absolute. */
  readonly path: string;
  /** Null where it would be what is there already. */
  readonly text: string | null;
  readonly added: number;
  readonly removed: number;
  readonly kept: number;
}

/** `unchanged`: the baseline holds it; null for what is neither a failure nor undecided. */
export type ComparedFinding = SuppressedFinding & {
  readonly baselineState: 'new' | 'unchanged' | null;
};

export interface Compared {
  readonly findings: readonly ComparedFinding[];
  readonly update: BaselineUpdate | null;
}

/**
 * Tells which findings the baseline holds and, where it is to be updated, what it is to hold then.
 * @throws UserError where it cannot be read, or is not there and is not to be made
 */
export async function compareWithBaseline(
  judged: Omit<Judged, 'pathOf'>,
  { path, directory, isUpdated }: BaselineOptions,
): Promise<Compared> {
  const shown = showPath(path, directory);
  const read = await readBaseline(path, shown);
  if (read === null && !isUpdated) {
    throw new UserError(
      `${shown}: there is no such baseline; check the path, or take one with --update-baseline`,
    );
  }
  const entries = read ?? [];
  const covering = cover(judged.findings, entries, judged.rules);
  const findings = judged.findings.map((finding): ComparedFinding => {
    if (finding.kind !== 'fail' && finding.kind !== 'open') {
      return { ...finding, baselineState: null };
    }
    const isOld = covering.has(finding) || (isUpdated && mayBeKept(finding));
    return { ...finding, baselineState: isOld ? 'unchanged' : 'new' };
  });
  if (!isUpdated) return { findings, update: null };
  const pathOf = (input: string): string =>
    input === standardInput ? input : showPath(resolve(directory, input), dirname(path));
  const after = update(entries, covering, { ...judged, pathOf });
  const text = printBaseline(after.entries);
  const isSame = read !== null && text === printBaseline(entries) && after.removed === 0;
  const kept = after.entries.length - after.added;
  const { added, removed } = after;
  return { findings, update: { path, text: isSame ? null : text, added, removed, kept } };
}
