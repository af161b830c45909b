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
import { toFindings } from './notices.ts';
import { applySuppressions, type SuppressedFinding } from './suppress.ts';
import { waive } from './waive.ts';

type Comments = ReadonlyMap<string, readonly Comment[]>;

/** What was read, as far as suppressions are concerned. */
export interface Read {
  readonly present: Inventory;
  /** The state before the plan, or the earlier snapshot. */
  readonly prior: Inventory;
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
  /** The suppressions of a configuration file; none where they are forbidden. */
  readonly configured?: Configured | null;
  /** The current day in UTC, `YYYY-MM-DD`, for suppressions that end. */
  readonly today?: string;
}

/** Suppressions of a configuration file, and what their patterns reach. */
export interface Configured {
  readonly suppressions: readonly ConfigSuppression[];
  readonly reach: Reach;
  /** Whether everything below the file was judged as configuration. */
  readonly isWhole: boolean;
}

/** Lets comments and a configuration file suppress findings, and adds findings about those that do nothing. */
export function suppress(
  judged: readonly Finding[],
  { present, prior, comments, besidePlans }: Read,
  options: SuppressionOptions,
): readonly SuppressedFinding[] {
  const { directory, rules, configured = null } = options;
  const isForbidden = options.inlineSuppressions === false;
  const all: Comments = isForbidden ? new Map() : new Map([...besidePlans, ...comments]);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const inline = applySuppressions(judged, all, {
    today,
    rules,
    ruleIds: everyRule.map(({ id }) => id),
    isComplete: isComplete(present),
    isJudged: (path) => comments.has(path),
  });
  const { suppressions = [], reach = null, isWhole = false } = configured ?? {};
  const external =
    reach === null
      ? { findings: inline.findings, notices: [] }
      : waive(inline.findings, suppressions, {
          today,
          rules,
          reach,
          marksOf: lazily(() => marksOf([present, prior])),
          isComplete: isComplete(present),
          isWhole: isWhole && present.gaps.length === 0,
        });
  const notices = [...inline.notices, ...external.notices];
  const judging = rules.find(({ id }) => id === ownRule.id);
  if (notices.length === 0 || judging === undefined) return external.findings;
  const paths = new Map<string, string>();
  const inRepository = (path: string): string => {
    const found = paths.get(path) ?? pathInRepository(directory, path);
    paths.set(path, found);
    return found;
  };
  const told = toFindings(notices, inRepository, judging);
  const unsuppressed = told.map((notice) => ({ ...notice, suppression: null }));
  return [...external.findings, ...unsuppressed].toSorted(compareFindings);
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
