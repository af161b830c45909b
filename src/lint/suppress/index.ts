import { basename, dirname, resolve } from 'node:path';
import { rules as everyRule } from '../../../rules/index.ts';
import ownRule from '../../../rules/suppression-ineffective/rule.ts';
import { compareFindings } from '../check.ts';
import type { ConfigSuppression } from '../config/config.ts';
import { showPath } from '../config/find.ts';
import type { Reach } from '../config/reach.ts';
import type { Finding } from '../../model/finding.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Comment } from '../../read/configuration/index.ts';
import { repositoryOf, rootModuleBeside } from '../../read/input/root-module.ts';
import type { Rule } from '../../rule/rule.ts';
import { marksOf, type Marks } from './marks.ts';
import { toFindings, type Notice } from './notices.ts';
import { applySuppressions, type SuppressedFinding } from './suppress.ts';
import { noticesOf, waive, type Met } from './waive.ts';

type Comments = ReadonlyMap<string, readonly Comment[]>;

/** What was read of one part of a run, as far as suppressions are concerned. */
export interface Read {
  readonly present: Inventory;
  /** The state before the plan, or the earlier snapshot. */
  readonly prior: Inventory;
  /** The comments of every configuration that was judged, by path as printed. */
  readonly comments: Comments;
  /** Those of configurations that only tell the places of a plan. */
  readonly besidePlans: Comments;
  /** What the patterns of the configuration file reach; null where there is none, or its suppressions are forbidden. */
  readonly reach: Reach | null;
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

/** What of one part counts for suppressions of the configuration file, which any part may need: plain data. */
export interface Needed extends Met {
  /** Whether all of it was read. */
  readonly isComplete: boolean;
  readonly isGapless: boolean;
}

/**
 * Lets comments and the configuration file suppress the findings of one part of a run, and adds findings about comments
 * that do nothing.
 * @param configured the suppressions of a configuration file; none where they are forbidden
 */
export function suppress(
  judged: readonly Finding[],
  { present, prior, comments, besidePlans, reach }: Read,
  configured: readonly ConfigSuppression[],
  options: SuppressionOptions,
): Needed & { readonly findings: readonly SuppressedFinding[] } {
  const { rules } = options;
  const isForbidden = options.inlineSuppressions === false;
  const today = todayOf(options);
  const all: Comments = isForbidden ? new Map() : new Map([...besidePlans, ...comments]);
  const inline = applySuppressions(judged, all, {
    today,
    rules,
    ruleIds: everyRule.map(({ id }) => id),
    isComplete: isComplete(present),
    isJudged: (path) => comments.has(path),
  });
  const marks = lazily(() => marksOf([present, prior]));
  const { findings, used, idle } =
    reach === null
      ? { findings: inline.findings, ...nothingMet }
      : waive(inline.findings, configured, { reach, marksOf: marks }, today);
  return {
    findings: withNotices(findings, inline.notices, options),
    used,
    idle,
    isComplete: isComplete(present),
    isGapless: present.gaps.length === 0,
  };
}

const nothingMet: Met = { used: new Set(), idle: new Set() };

/** Takes in what each part needed, and tells with the last which suppressions of the configuration file are of no use. */
export interface Ending {
  readonly add: (part: Needed) => void;
  /**
   * The findings of the last part with those about the suppressions.
   * @param judged whether all accounts were judged, and everything below the configuration file as configuration
   */
  readonly end: (
    last: readonly SuppressedFinding[],
    judged: { readonly isAll: boolean; readonly isWhole: boolean },
  ) => readonly SuppressedFinding[];
}

export function openEnding(
  configured: readonly ConfigSuppression[],
  options: SuppressionOptions,
): Ending {
  const [used, idle] = [new Set<number>(), new Set<number>()];
  let [isAllComplete, isAllGapless] = [true, true];
  return {
    add: (part) => {
      for (const place of part.used) used.add(place);
      for (const place of part.idle) idle.add(place);
      isAllComplete &&= part.isComplete;
      isAllGapless &&= part.isGapless;
    },
    end: (last, { isAll, isWhole }) => {
      const coverage = { isComplete: isAllComplete && isAll, isWhole: isAllGapless && isWhole };
      const { rules } = options;
      const today = todayOf(options);
      const notices = noticesOf(configured, { used, idle }, coverage, { today, rules });
      return withNotices(last, notices, options);
    },
  };
}

function todayOf({ today }: SuppressionOptions): string {
  return today ?? new Date().toISOString().slice(0, 10);
}

function withNotices(
  findings: readonly SuppressedFinding[],
  notices: readonly Notice[],
  { directory, rules }: SuppressionOptions,
): readonly SuppressedFinding[] {
  const judging = rules.find(({ id }) => id === ownRule.id);
  if (notices.length === 0 || judging === undefined) return findings;
  const paths = new Map<string, string>();
  const inRepository = (path: string): string => {
    const found = paths.get(path) ?? pathInRepository(directory, path);
    paths.set(path, found);
    return found;
  };
  const told = toFindings(notices, inRepository, judging).map((notice) => ({
    ...notice,
    suppression: null,
  }));
  return [...findings, ...told].toSorted(compareFindings);
}

/** Few configurations ask for marks: they are gathered with the first question. */
function lazily(gather: () => (finding: Finding) => Marks): (finding: Finding) => Marks {
  let gathered: ReturnType<typeof gather> | null = null;
  return (finding) => (gathered ??= gather())(finding);
}

/** A module that was not read has comments of its own: its absence leaves nobody else's unused. */
function isComplete({ gaps, partial }: Inventory): boolean {
  return partial.length === 0 && gaps.every(({ reason }) => reason === 'unresolved-module');
}

function pathInRepository(directory: string, path: string): string {
  const absolute = resolve(directory, path);
  const module = rootModuleBeside(dirname(absolute));
  if (module !== null) return `${module}/${basename(path)}`;
  const repository = repositoryOf(dirname(absolute));
  return repository === null ? path : showPath(absolute, repository);
}
