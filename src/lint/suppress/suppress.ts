import ownRule from '../../../rules/suppression-ineffective/rule.ts';
import type { Finding, Suppression } from '../../model/finding.ts';
import type { SourceLocation } from '../../model/location.ts';
import type { Comment } from '../../read/configuration/index.ts';
import type { Rule } from '../../rule/rule.ts';
import { readDirectives } from './directive.ts';
import { describeFaults, describeUnused, isExpired, type Notice, type Written } from './notices.ts';
import { finderIn } from './blocks.ts';
import { placeOf } from './reach.ts';

export interface SuppressOptions {
  /** The current day in UTC, `YYYY-MM-DD`. */
  readonly today: string;
  /** The rules that judged. */
  readonly rules: readonly Rule[];
  /** Every rule that a comment may name. */
  readonly ruleIds: readonly string[];
  /** Whether all was read: what was not may need a suppression that nothing else needs. */
  readonly isComplete: boolean;
  /** Whether the configuration in a file was itself judged, not only read for the places of a plan. */
  readonly isJudged: (path: string) => boolean;
}

export type SuppressedFinding = Finding & { readonly suppression: Suppression | null };

export interface Suppressed {
  /** Every finding, in its order. */
  readonly findings: readonly SuppressedFinding[];
  /** What is wrong with the comments. */
  readonly notices: readonly Notice[];
}

/** One rule of one comment that is in force. */
interface Waiver {
  readonly written: Written;
  readonly block: SourceLocation;
  readonly rule: string;
  readonly suppression: Suppression;
}

/** Applies the `kmslint:ignore` comments of a configuration to failures and open verdicts about it. */
export function applySuppressions(
  findings: readonly Finding[],
  comments: ReadonlyMap<string, readonly Comment[]>,
  options: SuppressOptions,
): Suppressed {
  const written = [...comments.values()].flatMap(readComments);
  const waivers = indexWaivers(written, options);
  const finders = new Map([...waivers].map(([key, group]) => [key, finderIn(group)]));
  const [used, idle] = [new Set<Waiver>(), new Set<Waiver>()];
  const decided = findings.map((finding): SuppressedFinding => {
    const reaching = findWaivers(finding, finders);
    const counts = finding.kind === 'fail' || finding.kind === 'open';
    for (const waiver of reaching) (counts ? used : idle).add(waiver);
    return { ...finding, suppression: counts ? (reaching[0]?.suppression ?? null) : null };
  });
  const unused = [...waivers.values()]
    .flat()
    .filter((waiver) => !used.has(waiver) && isNeedless(waiver, idle.has(waiver), options));
  const notices = [
    ...written.flatMap((one) => describeFaults(one, options)),
    ...unused.map(({ written: one, rule }) => describeUnused(one, rule)),
  ];
  return { findings: decided, notices };
}

/**
 * Whether a suppression without effect is one too many: the rule has judged there and found nothing or, where the
 * configuration itself was judged, could have judged there.
 */
function isNeedless({ rule: id, written }: Waiver, isIdle: boolean, options: SuppressOptions) {
  const rule = options.rules.find((candidate) => candidate.id === id);
  if (rule === undefined || !options.isComplete) return false;
  return isIdle || (options.isJudged(written.at.path) && rule.sources.includes('hcl'));
}

function readComments(comments: readonly Comment[]): readonly Written[] {
  return comments.flatMap((comment) => {
    const { at, block } = comment;
    return readDirectives(comment.text).map((line) => ({ ...line, at, block }));
  });
}

function indexWaivers(
  written: readonly Written[],
  { today, ruleIds }: SuppressOptions,
): ReadonlyMap<string, readonly Waiver[]> {
  const waivers = new Map<string, Waiver[]>();
  for (const one of written) {
    const { block } = one;
    if (block === null || 'faults' in one.parsed || isExpired(one.parsed, today)) continue;
    const { rules, reason, until } = one.parsed;
    const suppression = {
      kind: 'inline',
      reason,
      ...(until === null ? {} : { expires: until }),
    } as const;
    for (const rule of rules.filter((id) => id !== ownRule.id && ruleIds.includes(id))) {
      const key = keyOf(one.at.path, rule);
      const group = waivers.get(key) ?? [];
      group.push({ written: one, block, rule, suppression });
      waivers.set(key, group);
    }
  }
  return waivers;
}

function findWaivers(
  { ruleId, location }: Finding,
  finders: ReadonlyMap<string, (place: SourceLocation) => readonly Waiver[]>,
): readonly Waiver[] {
  const place = placeOf(location);
  if (place === null) return [];
  return finders.get(keyOf(place.path, ruleId))?.(place) ?? [];
}

function keyOf(path: string, rule: string): string {
  return `${rule} ${path}`;
}
