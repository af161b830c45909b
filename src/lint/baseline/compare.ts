import type { BaselineEntry } from '../../model/baseline.ts';
import { rankOf, suppressionRule, type Finding } from '../../model/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import type { SuppressedFinding } from '../suppress/suppress.ts';

/** Which entry covers which finding; both at most once. */
export type Covering = ReadonlyMap<Finding, BaselineEntry>;

/** What a baseline may hold: suppressed findings need no entry, and what is wrong with suppressions is mended. */
export function mayBeKept({ kind, ruleId, suppression }: SuppressedFinding): boolean {
  return (kind === 'fail' || kind === 'open') && suppression === null && ruleId !== suppressionRule;
}

/**
 * Gives each finding an entry of its own where the baseline has one: by its fingerprint or, where it was moved, by
 * one that it had before. What was moved chooses first, for who took over an address inherits no entry. Called for one
 * part of a run after the other: an entry that was given away is gone.
 */
export function openCover(
  entries: readonly BaselineEntry[],
  rules: readonly Rule[],
): (findings: readonly SuppressedFinding[]) => Covering {
  const graded = new Set(rules.filter(hasSeverities).map(({ id }) => id));
  const left = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    const group = left.get(entry.fingerprint);
    if (group === undefined) left.set(entry.fingerprint, [entry]);
    else group.push(entry);
  }
  return (findings) => {
    const covering = new Map<Finding, BaselineEntry>();
    const settle = (finding: SuppressedFinding, fingerprints: readonly string[]): void => {
      for (const fingerprint of fingerprints) {
        const group = left.get(fingerprint) ?? [];
        const found = group.findIndex((entry) => covers(entry, finding, graded));
        const [entry] = found === -1 ? [] : group.splice(found, 1);
        if (entry === undefined) continue;
        covering.set(finding, entry);
        return;
      }
    };
    const kept = findings.filter(mayBeKept);
    const moved = kept.filter(({ formerFingerprints }) => formerFingerprints !== undefined);
    for (const finding of moved) {
      settle(finding, [finding.fingerprint, ...(finding.formerFingerprints ?? [])]);
    }
    for (const finding of kept) {
      if (finding.formerFingerprints === undefined) settle(finding, [finding.fingerprint]);
    }
    return covering;
  };
}

/** A failure is worse than a doubt; and a key pending deletion is worse than the same key disabled. */
function covers(
  { rule, kind, severity }: BaselineEntry,
  finding: Finding,
  graded: ReadonlySet<string>,
): boolean {
  if (rule !== finding.ruleId) return false;
  if (finding.kind === 'open') return true;
  if (kind === 'open') return false;
  return !graded.has(rule) || rankOf(finding.severity) <= rankOf(severity);
}

function hasSeverities({ otherSeverities = [] }: Rule): boolean {
  return otherSeverities.length > 0;
}
