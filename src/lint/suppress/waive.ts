import type { ConfigSuppression } from '../config/config.ts';
import type { Reach } from '../config/reach.ts';
import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import type { Marks } from './marks.ts';
import type { Notice } from './notices.ts';
import { matchesGlob } from '../../text/glob.ts';
import type { SuppressedFinding } from './suppress.ts';

export interface WaiveOptions {
  /** The current day in UTC, `YYYY-MM-DD`. */
  readonly today: string;
  /** The rules that judged. */
  readonly rules: readonly Rule[];
}

/** What suppressions are held against. */
export interface Reached {
  readonly reach: Reach;
  /** The aliases and tags of what a finding is about. */
  readonly marksOf: (finding: Finding) => Marks;
}

/** How much was judged: what was not may need a suppression that nothing else needs. */
export interface Coverage {
  /** Whether all was read. */
  readonly isComplete: boolean;
  /** Whether, besides, everything below the configuration file was judged as configuration. */
  readonly isWhole: boolean;
}

/** Which suppressions of a configuration file reach something, by their places in its list. */
export interface Met {
  /** A failure or an open verdict. */
  readonly used: ReadonlySet<number>;
  /** Something else. */
  readonly idle: ReadonlySet<number>;
}

/** Suppresses failures and open verdicts by the suppressions of a configuration file; comments went before. */
export function waive(
  findings: readonly SuppressedFinding[],
  suppressions: readonly ConfigSuppression[],
  reached: Reached,
  today: string,
): Met & { readonly findings: readonly SuppressedFinding[] } {
  const byRule = groupByRule(suppressions, today);
  const [used, idle] = [new Set<number>(), new Set<number>()];
  const decided = findings.map((finding): SuppressedFinding => {
    const reaching = (byRule.get(finding.ruleId) ?? []).filter(([, one]) =>
      doesReach(one, finding, reached),
    );
    const [first] = reaching;
    if (first === undefined) return finding;
    const counts = finding.kind === 'fail' || finding.kind === 'open';
    for (const [place] of reaching) (counts ? used : idle).add(place);
    if (!counts || finding.suppression !== null) return finding;
    const [, { reason, expires }] = first;
    const end = expires === null ? {} : { expires };
    return { ...finding, suppression: { kind: 'config', reason, ...end } };
  });
  return { findings: decided, used, idle };
}

/** What is wrong with the suppressions, once all was judged. */
export function noticesOf(
  suppressions: readonly ConfigSuppression[],
  { used, idle }: Met,
  coverage: Coverage,
  { today, rules }: WaiveOptions,
): readonly Notice[] {
  const needless = suppressions.filter(
    (one, place) =>
      !isOver(one, today) &&
      !used.has(place) &&
      isNeedless(one, idle.has(place), { rules, ...coverage }),
  );
  return [
    ...suppressions.filter((one) => isOver(one, today)).map(describeOver),
    ...needless.map(describeNeedless),
  ];
}

function isOver({ expires }: ConfigSuppression, today: string): boolean {
  return expires !== null && expires < today;
}

function doesReach(one: ConfigSuppression, finding: Finding, { reach, marksOf }: Reached): boolean {
  const { subject, path } = one;
  if (!reach.bySubject(subject, finding)) return false;
  if (path !== null && !reach.byPath(path, finding)) return false;
  return !isMarked(one) || hasMarks(one, marksOf(finding));
}

/** Whether it names keys by what they carry, too. */
function isMarked({ alias, tags }: ConfigSuppression): boolean {
  return alias !== null || Object.keys(tags).length > 0;
}

function hasMarks({ alias, tags }: ConfigSuppression, marks: Marks): boolean {
  const isNamed = alias === null || [...marks.aliases].some((name) => matchesGlob(alias, name));
  const isTagged = ([name, pattern]: readonly [string, string]): boolean =>
    [...(marks.tags.get(name) ?? [])].some((value) => matchesGlob(pattern, value));
  return isNamed && Object.entries(tags).every(isTagged);
}

/**
 * The rule has judged such a subject and found nothing; or it met none, though all configuration was judged that
 * could declare one.
 */
function isNeedless(
  one: ConfigSuppression,
  isIdle: boolean,
  options: Coverage & Pick<WaiveOptions, 'rules'>,
) {
  const rule = options.rules.find((candidate) => candidate.id === one.rule);
  if (rule === undefined || !options.isComplete) return false;
  if (isIdle) return true;
  if (isMarked(one) || /^(?:arn:|\*)/.test(one.subject)) return false;
  return options.isWhole && rule.sources.includes('hcl');
}

type Placed = readonly [place: number, one: ConfigSuppression];

/** Those in force. */
function groupByRule(
  suppressions: readonly ConfigSuppression[],
  today: string,
): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const [place, one] of suppressions.entries()) {
    if (isOver(one, today)) continue;
    const group = groups.get(one.rule);
    if (group === undefined) groups.set(one.rule, [[place, one]]);
    else group.push([place, one]);
  }
  return groups;
}

/** What tells one suppression from another, whatever line it stands in. */
function identify({ rule, subject, path, alias, tags, reason }: ConfigSuppression): string[] {
  const marks = [...(alias === null ? [] : [alias]), ...Object.entries(tags).flat()];
  return [rule, subject, path ?? '', ...marks, reason];
}

/** Whom it is for, for a message. */
function describeReach({ subject, alias, tags }: ConfigSuppression): string {
  const marks = [
    ...(alias === null ? [] : [`the alias ${alias}`]),
    ...Object.entries(tags).map(([name, value]) => `the tag ${name}=${value}`),
  ];
  return marks.length === 0 ? subject : `${subject} with ${marks.join(' and ')}`;
}

function describeOver(one: ConfigSuppression): Notice {
  const { rule, expires, at } = one;
  return {
    at,
    severity: 'medium',
    message: `the suppression of ${rule} for ${describeReach(one)} ended with ${expires}, so its findings count again`,
    about: [...identify(one), 'expired'],
  };
}

function describeNeedless(one: ConfigSuppression): Notice {
  const { rule, at } = one;
  return {
    at,
    severity: 'low',
    message: `the suppression of ${rule} for ${describeReach(one)} is not needed: the rule finds nothing there`,
    about: [...identify(one), 'unused'],
  };
}
