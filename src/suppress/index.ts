import { basename, dirname, resolve } from 'node:path';
import { rules as everyRule } from '../../rules/index.ts';
import { compareFindings } from '../check.ts';
import type { Finding } from '../model/finding.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Comment } from '../read/hcl/index.ts';
import { rootModuleBeside } from '../read/root-module.ts';
import type { Rule } from '../rule.ts';
import { applySuppressions, type SuppressedFinding } from './suppress.ts';

type Comments = ReadonlyMap<string, readonly Comment[]>;

/** What was read, as far as suppressions are concerned. */
export interface Read {
  readonly present: Inventory;
  /** The comments of every configuration that was judged, by path as printed. */
  readonly comments: Comments;
  /** Those of configurations that only tell the places of a plan. */
  readonly besidePlans: Comments;
}

export interface SuppressionOptions {
  readonly directory: string;
  /** The rules that judged. */
  readonly rules: readonly Rule[];
  /** Whether comments may suppress findings; they do unless told otherwise. */
  readonly inlineSuppressions?: boolean;
  /** The current day in UTC, `YYYY-MM-DD`, for suppressions that end. */
  readonly today?: string;
}

/** Lets the comments that were read suppress findings, and adds findings about the comments. */
export function suppress(
  judged: readonly Finding[],
  { present, comments, besidePlans }: Read,
  options: SuppressionOptions,
): readonly SuppressedFinding[] {
  const isForbidden = options.inlineSuppressions === false;
  const all = isForbidden ? new Map() : new Map([...besidePlans, ...comments]);
  const { findings, notices } = applySuppressions(judged, all, {
    today: options.today ?? new Date().toISOString().slice(0, 10),
    rules: options.rules,
    ruleIds: everyRule.map(({ id }) => id),
    isComplete: isComplete(present),
    isJudged: (path) => comments.has(path),
    pathInRepository: (path) => pathInRepository(options.directory, path),
  });
  if (notices.length === 0) return findings;
  const unsuppressed = notices.map((notice) => ({ ...notice, suppression: null }));
  return [...findings, ...unsuppressed].toSorted(compareFindings);
}

/** A module that was not read has comments of its own: its absence leaves nobody else's unused. */
function isComplete({ gaps, partial }: Inventory): boolean {
  return partial.length === 0 && gaps.every(({ reason }) => reason === 'unresolved-module');
}

function pathInRepository(directory: string, path: string): string {
  const module = rootModuleBeside(dirname(resolve(directory, path)));
  return module === null ? path : `${module}/${basename(path)}`;
}
