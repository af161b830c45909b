import { dirname, resolve } from 'node:path';
import { showPath } from '../config/find.ts';
import { UserError } from '../../errors.ts';
import type { BaselineEntry } from '../../model/baseline.ts';
import { standardInput } from '../../read/input/load.ts';
import type { SuppressedFinding } from '../suppress/suppress.ts';
import { cover, mayBeKept } from './compare.ts';
import { printBaseline, readBaseline } from './file.ts';
import { update, type Judged } from './update.ts';

/** A baseline as it is there. */
export interface Baseline {
  /** Absolute. */
  readonly path: string;
  /** Null where there is no file yet, and one is to be made. */
  readonly entries: readonly BaselineEntry[] | null;
  readonly isUpdated: boolean;
}

/**
 * Reads a baseline, before anything is judged.
 * @throws UserError where it cannot be read, or is not there and is not to be made
 */
export async function loadBaseline(
  path: string,
  directory: string,
  isUpdated: boolean,
): Promise<Baseline> {
  const shown = showPath(path, directory);
  const entries = await readBaseline(path, shown);
  if (entries !== null || isUpdated) return { path, entries, isUpdated };
  throw new UserError(
    `${shown}: there is no such baseline; check the path, or take one with --update-baseline`,
  );
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

/** Tells which findings the baseline holds and, where it is to be updated, what it is to hold then. */
export function compareWithBaseline(
  judged: Omit<Judged, 'pathOf'>,
  { path, entries: read, isUpdated }: Baseline,
  directory: string,
): Compared {
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
