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
import { openWaivers } from './waive.ts';

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
  /** Of the last part alone: whether everything below the configuration file was judged as configuration. */
  readonly ending: { readonly isWhole: boolean } | null;
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

/**
 * Lets comments and the configuration file suppress the findings of one part of a run, and adds findings about comments
 * that do nothing; to the last part those about suppressions of the configuration file, which any part may have needed.
 */
export type Suppressing = (judged: readonly Finding[], read: Read) => readonly SuppressedFinding[];

/** @param configured the suppressions of a configuration file; none where they are forbidden */
export function openSuppressing(
  configured: readonly ConfigSuppression[],
  options: SuppressionOptions,
): Suppressing {
  const { directory, rules } = options;
  const isForbidden = options.inlineSuppressions === false;
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const waivers = openWaivers(configured, { today, rules });
  const judging = rules.find(({ id }) => id === ownRule.id);
  let [isAllComplete, isGapless] = [true, true];
  const paths = new Map<string, string>();
  const inRepository = (path: string): string => {
    const found = paths.get(path) ?? pathInRepository(directory, path);
    paths.set(path, found);
    return found;
  };
  const tell = (notices: readonly Notice[]): readonly SuppressedFinding[] => {
    if (notices.length === 0 || judging === undefined) return [];
    return toFindings(notices, inRepository, judging).map((notice) => ({
      ...notice,
      suppression: null,
    }));
  };
  return (judged, { present, prior, comments, besidePlans, reach, ending }) => {
    const all: Comments = isForbidden ? new Map() : new Map([...besidePlans, ...comments]);
    isAllComplete &&= isComplete(present);
    isGapless &&= present.gaps.length === 0;
    const inline = applySuppressions(judged, all, {
      today,
      rules,
      ruleIds: everyRule.map(({ id }) => id),
      isComplete: isComplete(present),
      isJudged: (path) => comments.has(path),
    });
    const marks = lazily(() => marksOf([present, prior]));
    const findings =
      reach === null ? inline.findings : waivers.apply(inline.findings, { reach, marksOf: marks });
    const isWhole = isGapless && ending?.isWhole === true;
    const external = ending === null ? [] : waivers.notices({ isComplete: isAllComplete, isWhole });
    const told = tell([...inline.notices, ...external]);
    return told.length === 0 ? findings : [...findings, ...told].toSorted(compareFindings);
  };
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
