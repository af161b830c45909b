import { dirname, resolve } from 'node:path';
import { showPath } from '../config/find.ts';
import { UserError } from '../../errors.ts';
import type { BaselineEntry } from '../../model/baseline.ts';
import type { Finding } from '../../model/finding.ts';
import { standardInput } from '../../read/input/load.ts';
import type { Rule } from '../../rule/rule.ts';
import type { SuppressedFinding } from '../suppress/suppress.ts';
import { mayBeKept, openCover } from './compare.ts';
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

/** A baseline, held against one part of a run after the other. */
export interface Comparing {
  /** Tells which findings the baseline holds. */
  readonly apply: (part: Part) => readonly ComparedFinding[];
  /** What the baseline is to hold, once all was judged; null where it is not to be updated. */
  readonly end: (judged: Whole) => BaselineUpdate | null;
}

/** What one part of a run gave. */
type Part = Pick<Judged, 'findings' | 'ignored' | 'scopes' | 'gaps'>;
type Whole = Pick<Judged, 'directories' | 'isPassedOver'>;

export function openComparing(
  { path, entries: read, isUpdated }: Baseline,
  rules: readonly Rule[],
  directory: string,
): Comparing {
  const entries = read ?? [];
  const cover = openCover(entries, rules);
  // All of it is needed for an update alone: the file holds as much.
  const parts: Part[] = [];
  const covered = new Map<Finding, BaselineEntry>();
  return {
    apply: (part) => {
      const covering = cover(part.findings);
      if (isUpdated) {
        parts.push(part);
        for (const [finding, entry] of covering) covered.set(finding, entry);
      }
      return part.findings.map((finding): ComparedFinding => {
        if (finding.kind !== 'fail' && finding.kind !== 'open') {
          return { ...finding, baselineState: null };
        }
        const isOld = covering.has(finding) || (isUpdated && mayBeKept(finding));
        return { ...finding, baselineState: isOld ? 'unchanged' : 'new' };
      });
    },
    end: (whole) => {
      if (!isUpdated) return null;
      const after = update(entries, covered, {
        ...whole,
        rules,
        findings: parts.flatMap(({ findings }) => findings),
        ignored: parts.flatMap(({ ignored }) => ignored),
        scopes: parts.flatMap(({ scopes }) => scopes),
        gaps: parts.flatMap(({ gaps }) => gaps),
        pathOf: (input) =>
          input === standardInput ? input : showPath(resolve(directory, input), dirname(path)),
      });
      const text = printBaseline(after.entries);
      const isSame = read !== null && text === printBaseline(entries) && after.removed === 0;
      const kept = after.entries.length - after.added;
      const { added, removed } = after;
      return { path, text: isSame ? null : text, added, removed, kept };
    },
  };
}
