import type { CanonicalStatement } from '../form/normalise.ts';
import { coversAtom } from '../form/dimension.ts';
import type { Atom } from '../form/dimension.ts';
import { denyComparison, principalComparison } from '../form/principal.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { namesAlike, namesOwnKey } from '../form/resource.ts';
import { both } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import { candidates, predicatesOf } from './party.ts';
import type { Party } from './party.ts';
import { isElsewhere, stringsOf } from './condition/predicate.ts';
import type { Predicate } from './condition/predicate.ts';

/** A statement that reaches a principal, or may. */
export interface Base {
  readonly other: CanonicalStatement;
  readonly base: Guess;
  readonly predicates: readonly Predicate[];
}

/** The statements of `outer` that reach, or may reach, a principal of a statement of `inner`, as far as who and which key go. */
export function basesOf(
  statement: CanonicalStatement,
  principal: Atom<CanonicalPrincipal>,
  inner: Party,
  outer: Party,
  meter: Meter,
): readonly Base[] {
  const how = statement.effect === 'Deny' ? denyComparison : principalComparison;
  const plain = stringsOf(predicatesOf(statement));
  return candidates(statement.effect, principal, outer).flatMap((other) => {
    const predicates = predicatesOf(other);
    if (!meter.spend(2) || predicates.some((p) => isElsewhere(p, plain))) return [];
    const base = both(coversAtom(how, other.principals, principal, meter), () =>
      namesAlike(
        { resources: statement.resources, own: inner.own },
        { resources: other.resources, own: outer.own },
        meter,
      ),
    );
    return base === false ? [] : [{ other, base, predicates }];
  });
}

/** The Denies of a policy that meet, or may meet, all requests of a principal, under their conditions. */
export function deniesOf(
  principal: Atom<CanonicalPrincipal>,
  party: Party,
  meter: Meter,
): readonly Base[] {
  return candidates('Deny', principal, party).flatMap((other) => {
    if (!meter.spend(2)) return [];
    const base = both(coversAtom(denyComparison, other.principals, principal, meter), () =>
      namesOwnKey(other.resources, party.own, meter),
    );
    return base === false ? [] : [{ other, base, predicates: predicatesOf(other) }];
  });
}

/** Those that take from an Allow. */
export function reaching(denies: readonly Base[], allow: CanonicalStatement): readonly Base[] {
  const plain = stringsOf(predicatesOf(allow));
  return denies.filter(
    ({ other, predicates }) =>
      (other.actions.possible & allow.actions.possible) !== 0n &&
      !predicates.some((p) => isElsewhere(p, plain)),
  );
}
