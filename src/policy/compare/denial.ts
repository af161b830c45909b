import { actionComparison } from '../form/action.ts';
import type { CanonicalStatement } from '../form/normalise.ts';
import { canMeetBoth } from './conflict.ts';
import { remainders } from './cover.ts';
import type { Party, Remainder } from './cover.ts';
import { dimensionOf, overlapsAtom } from '../form/dimension.ts';
import type { Atom, Comparison, Dimension } from '../form/dimension.ts';
import { both, negate, some } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import { principalComparison } from '../form/principal.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { namesOwnKey } from '../form/resource.ts';
import type { Text } from '../text/text.ts';

/** An Allow that a Deny takes away, in whole or in part. */
export interface Denial {
  readonly allow: CanonicalStatement;
  readonly deny: CanonicalStatement;
  readonly principals: Dimension<CanonicalPrincipal>;
  readonly actions: Dimension<Text>;
  readonly denied: Exclude<Guess, false>;
}

/** What of the successor's Denies the predecessor does not have. */
export function newDenies(
  successor: Party,
  predecessor: Party,
  meter: Meter,
): readonly Remainder[] {
  return successor.policy.statements
    .filter((s) => s.effect === 'Deny')
    .flatMap((deny) => remainders(deny, successor, predecessor, meter));
}

/** The first new Deny that surely overlaps an Allow of the predecessor, else all that may. */
export function denialsOf(
  allow: CanonicalStatement,
  predecessor: Party,
  denies: readonly Remainder[],
  successor: Party,
  meter: Meter,
): readonly Denial[] {
  const applies = namesOwnKey(allow.resources, predecessor.own, meter);
  const denials: Denial[] = [];
  for (const deny of applies === false ? [] : denies) {
    const denied = both(applies, () => takesFrom(allow, deny, successor, meter));
    if (denied === false) continue;
    const denial = { allow, deny: deny.statement, denied, ...common(allow, deny, meter) };
    if (denied === true) return [denial];
    denials.push(denial);
  }
  return denials;
}

function takesFrom(
  allow: CanonicalStatement,
  deny: Remainder,
  successor: Party,
  meter: Meter,
): Guess {
  const { statement } = deny;
  return both(overlapsAtom(principalComparison, allow.principals, deny.principal, meter), () =>
    both(
      some(deny.actions, (a) => overlapsAtom(actionComparison, allow.actions, a, meter)),
      () =>
        both(
          canMeetBoth(allow.conditions, statement.conditions, namesActions(statement), meter),
          () =>
            both(negate(deny.covered), () =>
              namesOwnKey(statement.resources, successor.own, meter),
            ),
        ),
    ),
  );
}

function namesActions({ actions }: CanonicalStatement): boolean {
  return !actions.negated && actions.wide.length === 0;
}

/** The part of an Allow that a Deny may reach. */
function common(
  { principals, actions }: CanonicalStatement,
  deny: Remainder,
  meter: Meter,
): Pick<Denial, 'principals' | 'actions'> {
  return {
    principals: narrow(principalComparison, principals, [deny.principal], meter),
    actions: narrow(actionComparison, actions, deny.actions, meter),
  };
}

function narrow<T extends { readonly key: string }>(
  how: Comparison<T>,
  dimension: Dimension<T>,
  atoms: readonly Atom<T>[],
  meter: Meter,
): Dimension<T> {
  if (dimension.negated) return dimension;
  const reached = dimension.items.filter((item) => {
    const alone = dimensionOf({ negated: false, items: [item] }, how);
    return some(atoms, (atom) => overlapsAtom(how, alone, atom, meter)) !== false;
  });
  return { ...dimension, items: reached };
}
