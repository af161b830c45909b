import { suppressionRule, type Finding } from '../../model/finding.ts';
import type { Fact } from '../../model/facts.ts';
import { everyKind, type Kind } from '../../model/gap.ts';
import type { Gap, Inventory } from '../../model/inventory.ts';
import type { Rule } from '../../rule/rule.ts';

// A finding is told apart by its fingerprint alone: what was undecided and fails now is known, and changed.

/** SARIF's words for a finding beside those of an earlier run: `updated` is one that was decided, or no longer is. */
export type PreviousState = 'new' | 'unchanged' | 'updated';

/** A failure that an earlier snapshot shows, and the newest one shows to be gone. */
export type FixedFinding = Pick<
  Finding,
  | 'ruleId'
  | 'severity'
  | 'subject'
  | 'source'
  | 'scope'
  | 'account'
  | 'region'
  | 'message'
  | 'location'
  | 'fingerprint'
>;

/** What is kept of an account that was judged: memory holds one inventory at a time. */
export interface Seen {
  /** Failures and undecided verdicts, by fingerprint. */
  readonly found: ReadonlyMap<string, Found>;
  /** Whether a finding about an object would be among them if it were one. */
  readonly settles: (about: Pick<Finding, 'ruleId' | 'scope' | 'subject'>) => boolean;
}

interface Found {
  readonly kind: 'fail' | 'open';
  /** What is told of it once it is gone. */
  readonly fixed: FixedFinding;
}

/** @param rules those that judged: a rule misses no list that it does not need */
export function toSeen(
  findings: readonly Finding[],
  { scopes, gaps, partial }: Pick<Inventory, 'scopes' | 'gaps' | 'partial'>,
  rules: readonly Rule[],
): Seen {
  const read = new Set(scopes.map(({ id }) => id));
  const all = [...gaps, ...partial];
  const hidden = new Map<string, Set<Kind>>();
  for (const { scope, hides } of all) {
    const kinds = hidden.get(scope) ?? new Set();
    for (const kind of hides) kinds.add(kind);
    hidden.set(scope, kinds);
  }
  const needed = new Map(rules.map((rule) => [rule.id, kindsFor(rule)]));
  const unanswered = new Set(all.flatMap(keysOf));
  return {
    found: new Map(findings.flatMap(toFound)),
    settles: ({ ruleId, scope, subject }) => {
      if (!read.has(scope) || unanswered.has(subject)) return false;
      const kinds = needed.get(ruleId) ?? everyKind;
      return kinds.every((kind) => hidden.get(scope)?.has(kind) !== true);
    },
  };
}

/** The lists that a rule goes through: a key that is hidden is one that every rule misses. */
function kindsFor({ facts }: Rule): readonly Kind[] {
  if (facts === undefined) return everyKind;
  return ['key', ...facts.flatMap((fact) => lists[fact] ?? [])];
}

const lists: Readonly<Partial<Record<Fact, readonly Kind[]>>> = {
  aliases: ['alias'],
  policy: ['policy'],
  grants: ['grant'],
  keyStores: ['keyStore'],
  clusters: ['cluster', 'hsm'],
};

function keysOf({ unanswered }: Gap): readonly string[] {
  return unanswered?.keys ?? [];
}

function toFound(finding: Finding): readonly [string, Found][] {
  const { kind, ruleId, severity, subject, source, scope, account, region } = finding;
  const { message, location, fingerprint } = finding;
  if (kind !== 'fail' && kind !== 'open') return [];
  const place = { subject, source, scope, account, region, location };
  return [[fingerprint, { kind, fixed: { ruleId, severity, message, fingerprint, ...place } }]];
}

/** What an earlier look at an account says of findings; null where it cannot tell, or the finding is none. */
export function stateIn(before: Seen): (finding: Finding) => PreviousState | null {
  return (finding) => {
    if (finding.kind !== 'fail' && finding.kind !== 'open') return null;
    if (finding.ruleId === suppressionRule) return null;
    const found = before.found.get(finding.fingerprint);
    if (found !== undefined) return found.kind === finding.kind ? 'unchanged' : 'updated';
    return before.settles(finding) ? 'new' : null;
  };
}

/** Failures of before that are there no more, in the order in which they were found. */
export function fixedSince(before: Seen, now: Seen): readonly FixedFinding[] {
  return [...before.found.values()]
    .filter(
      ({ kind, fixed }) =>
        kind === 'fail' && !now.found.has(fixed.fingerprint) && now.settles(fixed),
    )
    .map(({ fixed }) => fixed);
}
