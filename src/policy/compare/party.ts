import type { CanonicalPolicy, CanonicalStatement } from '../form/normalise.ts';
import type { OwnKey } from '../form/context.ts';
import { atomsOf, isAllBut } from '../form/dimension.ts';
import type { Atom } from '../form/dimension.ts';
import { asPrincipal, principalComparison } from '../form/principal.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { factsOf, settledKeys } from './fact.ts';
import { predicateOf } from './condition/predicate.ts';
import type { Predicate } from './condition/predicate.ts';

/** A policy with its key, its statements findable by effect and principal. */
export interface Party {
  readonly policy: CanonicalPolicy;
  readonly own: OwnKey;
  readonly byPrincipal: ReadonlyMap<string, readonly CanonicalStatement[]>;
  readonly wide: readonly CanonicalStatement[];
  /** Whether some condition asks for what a principal settles. */
  readonly settles: boolean;
}

/** Prepares a policy for comparison. */
export function partyOf(policy: CanonicalPolicy, own: OwnKey): Party {
  const byPrincipal = new Map<string, CanonicalStatement[]>();
  const allows = policy.statements.filter(({ effect }) => effect === 'Allow');
  for (const statement of allows) {
    for (const key of statement.principals.negated ? [] : statement.principals.plain) {
      const list = byPrincipal.get(key);
      if (list === undefined) byPrincipal.set(key, [statement]);
      else list.push(statement);
    }
  }
  const keys = policy.statements.flatMap((s) => s.conditions.map((c) => c.key?.certain ?? ''));
  return {
    policy,
    own,
    byPrincipal,
    wide: allows.filter(isWide),
    settles: keys.some((key) => settledKeys.has(key)),
  };
}

function isWide({ principals }: CanonicalStatement): boolean {
  return principals.negated || principals.wide.length > 0;
}

/** The statements of an effect that may reach a principal. */
export function candidates(
  effect: 'Allow' | 'Deny',
  principal: Atom<CanonicalPrincipal>,
  party: Party,
): readonly CanonicalStatement[] {
  if (effect === 'Deny' || !(isAllBut(principal) || principalComparison.isPlain(principal)))
    return party.policy.statements.filter((s) => s.effect === effect);
  const own = isAllBut(principal) ? [] : (party.byPrincipal.get(principal.key) ?? []);
  return party.wide.length === 0 ? own : [...new Set([...own, ...party.wide])];
}

/** The conditions of a statement. */
export function predicatesOf({ conditions }: CanonicalStatement): readonly Predicate[] {
  return conditions.length === 0 ? none : conditions.map(predicateOf);
}

const none: readonly Predicate[] = [];

/** What is true of every request of a principal, as far as some condition asks for it. */
export function factsAbout(
  principal: Atom<CanonicalPrincipal>,
  ...parties: readonly Party[]
): readonly Predicate[] {
  if (isAllBut(principal) || !parties.some(({ settles }) => settles)) return [];
  return factsOf(principal);
}

/** The principals of a statement; everyone under a condition on aws:PrincipalArn is those that it names. */
export function principalsOf(statement: CanonicalStatement): readonly Atom<CanonicalPrincipal>[] {
  return atomsOf(statement.principals).flatMap((atom): readonly Atom<CanonicalPrincipal>[] => {
    const isEveryone = !isAllBut(atom) && principalComparison.isEverything(atom);
    return isEveryone ? (named(statement, atom) ?? [atom]) : [atom];
  });
}

function named(
  { conditions }: CanonicalStatement,
  everyone: CanonicalPrincipal,
): readonly CanonicalPrincipal[] | null {
  for (const { key, operator, values } of conditions) {
    if (key?.certain !== 'aws:principalarn' || operator === null) continue;
    const { negated, ifExists, qualifier, mode } = operator;
    if (negated || ifExists || qualifier !== '' || mode === 'fold') continue;
    const principals = values.map((text) => asPrincipal({ type: 'AWS', text }));
    const isNamed = principals.every(
      ({ sort, text }) =>
        (sort === 'role' || sort === 'user') &&
        (mode === 'exact' || !/[*?]/u.test(text.certain ?? '*')),
    );
    if (isNamed && principals.length > 0)
      return principals.map((p) => ({ ...p, source: everyone.source }));
  }
  return null;
}
