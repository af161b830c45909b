import { actionComparison } from '../form/action.ts';
import type { CanonicalPolicy, CanonicalStatement } from '../form/normalise.ts';
import { implies } from './implication.ts';
import type { OwnKey } from '../form/context.ts';
import { atomsOf, coversAtom, isAllBut } from '../form/dimension.ts';
import type { Atom } from '../form/dimension.ts';
import { both, doubt, either, overLimit, some } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import { principalComparison } from '../form/principal.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { namesAlike, namesOwnKey } from '../form/resource.ts';
import type { Text } from '../text/text.ts';

/** A policy with its key, its statements findable by effect and principal. */
export interface Party {
  readonly policy: CanonicalPolicy;
  readonly own: OwnKey;
  readonly byPrincipal: ReadonlyMap<string, readonly CanonicalStatement[]>;
  readonly wide: Readonly<Record<'Allow' | 'Deny', readonly CanonicalStatement[]>>;
}

/** Actions of one principal in a statement, with the doubt, or the certainty, that they are not covered. */
export interface Remainder {
  readonly statement: CanonicalStatement;
  readonly principal: Atom<CanonicalPrincipal>;
  readonly actions: readonly Atom<Text>[];
  readonly covered: Exclude<Guess, true>;
}

type Lack = Pick<Remainder, 'actions' | 'covered'>;

/** Prepares a policy for comparison. */
export function partyOf(policy: CanonicalPolicy, own: OwnKey): Party {
  const byPrincipal = new Map<string, CanonicalStatement[]>();
  for (const statement of policy.statements) {
    for (const key of statement.principals.negated ? [] : statement.principals.plain) {
      const entry = `${statement.effect} ${key}`;
      const list = byPrincipal.get(entry);
      if (list === undefined) byPrincipal.set(entry, [statement]);
      else list.push(statement);
    }
  }
  const wide = (effect: 'Allow' | 'Deny') =>
    policy.statements.filter((s) => s.effect === effect && isWide(s));
  return { policy, own, byPrincipal, wide: { Allow: wide('Allow'), Deny: wide('Deny') } };
}

/**
 * What of a statement of `inner` no statement of `outer` covers with the same effect. Each principal and
 * action is asked for alone, so that several statements may cover one together.
 */
export function remainders(
  statement: CanonicalStatement,
  inner: Party,
  outer: Party,
  meter: Meter,
): readonly Remainder[] {
  const applies = namesOwnKey(statement.resources, inner.own, meter);
  if (applies === false) return [];
  const matching = matcherOf(statement, inner, outer, meter);
  // Principals that the same statements name have the same answer.
  const answers = new Map<string, readonly Lack[]>();
  return atomsOf(statement.principals).flatMap((principal) => {
    const bases = matching(principal);
    const certain = bases.every(({ base }) => base === true);
    const key = certain ? bases.map(({ other }) => other.source.index).join(' ') : null;
    const before = key === null ? undefined : answers.get(key);
    const coveredOf = (action: Atom<Text>): Guess =>
      soften(givenBy(bases, action, meter), applies, outer, meter);
    const parts = before ?? lacking(atomsOf(statement.actions), coveredOf);
    if (key !== null) answers.set(key, parts);
    return parts.map(({ actions, covered }) => ({ statement, principal, actions, covered }));
  });
}

function givenBy(bases: readonly Base[], action: Atom<Text>, meter: Meter): Guess {
  return some(bases, ({ other, base }) =>
    both(base, () => coversAtom(actionComparison, other.actions, action, meter)),
  );
}

/** The actions that are certainly not covered together, and those that may not be. */
function lacking(
  atoms: readonly Atom<Text>[],
  coveredOf: (action: Atom<Text>) => Guess,
): readonly Lack[] {
  const certain: Atom<Text>[] = [];
  const doubtful: Atom<Text>[] = [];
  let reasons: Guess = true;
  for (const action of atoms) {
    const covered = coveredOf(action);
    if (covered === false) certain.push(action);
    else if (covered !== true) {
      doubtful.push(action);
      reasons = both(reasons, () => covered);
    }
  }
  const lost: Lack = { actions: certain, covered: false };
  return [
    ...(certain.length > 0 ? [lost] : []),
    ...(typeof reasons === 'boolean' ? [] : [{ actions: doubtful, covered: reasons }]),
  ];
}

interface Base {
  readonly other: CanonicalStatement;
  readonly base: Guess;
}

/** The statements that may cover a principal's part, as far as resource, condition and principal go. */
function matcherOf(
  statement: CanonicalStatement,
  inner: Party,
  outer: Party,
  meter: Meter,
): (principal: Atom<CanonicalPrincipal>) => readonly Base[] {
  const frames = new Map<CanonicalStatement, Guess>();
  const frame = (other: CanonicalStatement): Guess => {
    const before = frames.get(other);
    const guess = before ?? frameCovers(statement, inner, other, outer, meter);
    if (before === undefined) frames.set(other, guess);
    return guess;
  };
  return (principal) =>
    candidates(statement.effect, principal, outer).flatMap((other) => {
      if (!meter.spend(2)) return [];
      const base = both(frame(other), () =>
        coversAtom(principalComparison, other.principals, principal, meter),
      );
      return base === false ? [] : [{ other, base }];
    });
}

function frameCovers(
  statement: CanonicalStatement,
  inner: Party,
  other: CanonicalStatement,
  outer: Party,
  meter: Meter,
): Guess {
  const [a, b] = [statement, other];
  const resource = namesAlike(
    { resources: a.resources, own: inner.own },
    { resources: b.resources, own: outer.own },
    meter,
  );
  return both(resource, () => implies(a.conditions, b.conditions, meter));
}

function candidates(
  effect: 'Allow' | 'Deny',
  principal: Atom<CanonicalPrincipal>,
  outer: Party,
): readonly CanonicalStatement[] {
  if (isAllBut(principal) || principalComparison.isPlain(principal)) {
    const key = isAllBut(principal) ? '' : `${effect} ${principal.key}`;
    const wide = outer.wide[effect];
    const named = outer.byPrincipal.get(key) ?? [];
    return wide.length === 0 ? named : [...new Set([...named, ...wide])];
  }
  return outer.policy.statements.filter((s) => s.effect === effect);
}

/** What is not covered may still be: by statements not known, or because it does not apply itself. */
function soften(given: Guess, applies: Guess, outer: Party, meter: Meter): Guess {
  if (given === true) return true;
  if (!meter.spend(1)) return overLimit;
  const open = outer.policy.open.flatMap((s) => s.symbols);
  const covered = either(given, () => open.length > 0 && doubt(open));
  return applies === true ? covered : either(covered, () => applies);
}

function isWide({ principals }: CanonicalStatement): boolean {
  return principals.negated || principals.wide.length > 0;
}
