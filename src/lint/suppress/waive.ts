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

/** The suppressions of a configuration file, applied to one part of a run after the other. */
export interface Waivers {
  /** Suppresses failures and open verdicts; comments went before. */
  readonly apply: (
    findings: readonly SuppressedFinding[],
    reached: Reached,
  ) => readonly SuppressedFinding[];
  /** What is wrong with the suppressions, once all was judged. */
  readonly notices: (coverage: Coverage) => readonly Notice[];
}

export function openWaivers(
  suppressions: readonly ConfigSuppression[],
  { today, rules }: WaiveOptions,
): Waivers {
  const inForce = suppressions.filter((one) => !isOver(one, today));
  const byRule = groupByRule(inForce);
  const [used, idle] = [new Set<ConfigSuppression>(), new Set<ConfigSuppression>()];
  return {
    apply: (findings, reached) =>
      findings.map((finding) => {
        const reaching = (byRule.get(finding.ruleId) ?? []).filter((one) =>
          doesReach(one, finding, reached),
        );
        const [first] = reaching;
        if (first === undefined) return finding;
        const counts = finding.kind === 'fail' || finding.kind === 'open';
        for (const one of reaching) (counts ? used : idle).add(one);
        if (!counts || finding.suppression !== null) return finding;
        const { reason, expires } = first;
        const end = expires === null ? {} : { expires };
        return { ...finding, suppression: { kind: 'config', reason, ...end } as const };
      }),
    notices: (coverage) => {
      const needless = inForce.filter(
        (one) => !used.has(one) && isNeedless(one, idle.has(one), { rules, ...coverage }),
      );
      return [
        ...suppressions.filter((one) => isOver(one, today)).map(describeOver),
        ...needless.map(describeNeedless),
      ];
    },
  };
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

function groupByRule(
  suppressions: readonly ConfigSuppression[],
): ReadonlyMap<string, readonly ConfigSuppression[]> {
  const groups = new Map<string, ConfigSuppression[]>();
  for (const one of suppressions) {
    const group = groups.get(one.rule);
    if (group === undefined) groups.set(one.rule, [one]);
    else group.push(one);
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
