import type { ConfigSuppression } from '../config/config.ts';
import type { Reach } from '../config/reach.ts';
import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import type { Notice } from './notices.ts';
import type { SuppressedFinding } from './suppress.ts';

export interface WaiveOptions {
  /** The current day in UTC, `YYYY-MM-DD`. */
  readonly today: string;
  /** The rules that judged. */
  readonly rules: readonly Rule[];
  readonly reach: Reach;
  /** Whether all was read: what was not may need a suppression that nothing else needs. */
  readonly isComplete: boolean;
  /** Whether, besides, everything below the configuration file was judged as configuration. */
  readonly isWhole: boolean;
}

/** Applies the suppressions of a configuration file to failures and open verdicts; comments go before. */
export function waive(
  findings: readonly SuppressedFinding[],
  suppressions: readonly ConfigSuppression[],
  options: WaiveOptions,
): { readonly findings: readonly SuppressedFinding[]; readonly notices: readonly Notice[] } {
  const inForce = suppressions.filter((one) => !isOver(one, options.today));
  const byRule = groupByRule(inForce);
  const [used, idle] = [new Set<ConfigSuppression>(), new Set<ConfigSuppression>()];
  const decided = findings.map((finding) => {
    const reaching = (byRule.get(finding.ruleId) ?? []).filter((one) =>
      doesReach(one, finding, options.reach),
    );
    const [first] = reaching;
    if (first === undefined) return finding;
    const counts = finding.kind === 'fail' || finding.kind === 'open';
    for (const one of reaching) (counts ? used : idle).add(one);
    if (!counts || finding.suppression !== null) return finding;
    return { ...finding, suppression: { kind: 'config', reason: first.reason } as const };
  });
  const needless = inForce.filter(
    (one) => !used.has(one) && isNeedless(one, idle.has(one), options),
  );
  return {
    findings: decided,
    notices: [
      ...suppressions.filter((one) => isOver(one, options.today)).map(describeOver),
      ...needless.map(describeNeedless),
    ],
  };
}

function isOver({ expires }: ConfigSuppression, today: string): boolean {
  return expires !== null && expires < today;
}

function doesReach({ subject, path }: ConfigSuppression, finding: Finding, reach: Reach): boolean {
  return reach.bySubject(subject, finding) && (path === null || reach.byPath(path, finding));
}

/**
 * The rule has judged such a subject and found nothing; or it met none, though all configuration was judged that
 * could declare one.
 */
function isNeedless(
  { rule: id, subject }: ConfigSuppression,
  isIdle: boolean,
  options: WaiveOptions,
) {
  const rule = options.rules.find((candidate) => candidate.id === id);
  if (rule === undefined || !options.isComplete) return false;
  if (isIdle) return true;
  return options.isWhole && rule.sources.includes('hcl') && !/^(?:arn:|\*)/.test(subject);
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

function describeOver({ rule, subject, path, reason, expires, at }: ConfigSuppression): Notice {
  return {
    at,
    severity: 'medium',
    message: `the suppression of ${rule} for ${subject} ended with ${expires}, so its findings count again`,
    about: [rule, subject, path ?? '', reason, 'expired'],
  };
}

function describeNeedless({ rule, subject, path, reason, at }: ConfigSuppression): Notice {
  return {
    at,
    severity: 'low',
    message: `the suppression of ${rule} for ${subject} is not needed: the rule finds nothing there`,
    about: [rule, subject, path ?? '', reason, 'unused'],
  };
}
