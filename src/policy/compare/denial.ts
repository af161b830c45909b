import { keysOfAction } from '../../generated/policy-authorization.js';
import { eachAction, printActions } from '../form/action.ts';
import type { ActionBits } from '../form/action.ts';
import type { CanonicalStatement } from '../form/normalise.ts';
import { isAllBut, overlapsAtom, dimensionOf } from '../form/dimension.ts';
import type { Atom } from '../form/dimension.ts';
import { principalComparison } from '../form/principal.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { namesOwnKey } from '../form/resource.ts';
import { beyond, both, doubt, negate } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import { symbolsOf } from '../text/text.ts';
import { remainders } from './cover.ts';
import type { ActionPart, Remainder } from './cover.ts';
import { deniesOf, reaching } from './reach.ts';
import type { Base } from './reach.ts';
import { impliedBy } from './fact.ts';
import { factsAbout, predicatesOf, principalsOf } from './party.ts';
import type { Party } from './party.ts';
import type { Predicate } from './condition/predicate.ts';
import { isSatisfiable } from './condition/satisfy.ts';

/** An Allow that a Deny takes away, in whole or in part. */
export interface Denial {
  readonly allow: CanonicalStatement;
  readonly deny: CanonicalStatement;
  readonly principals: readonly Atom<CanonicalPrincipal>[];
  readonly actions: ActionPart;
  readonly denied: Exclude<Guess, false>;
}

/** A Deny of which a part is new, with the predecessor's Denies that meet its principal too. */
export interface NewDeny extends Remainder {
  readonly kept: readonly Base[];
}

/** What of the successor's Denies the predecessor does not have. */
export function newDenies(successor: Party, predecessor: Party, meter: Meter): readonly NewDeny[] {
  return successor.policy.statements
    .filter((s) => s.effect === 'Deny')
    .flatMap((deny) => remainders(deny, successor, predecessor, meter))
    .map((deny) => ({ ...deny, kept: deniesOf(deny.principal, predecessor, meter) }));
}

/** So many Denies that may take an Allow away are told of each. */
const mostDoubtful = 8;

/** The first new Deny that surely overlaps an Allow of the predecessor, else all that may. */
export function denialsOf(
  allow: CanonicalStatement,
  predecessor: Party,
  denies: readonly NewDeny[],
  successor: Party,
  meter: Meter,
): readonly Denial[] {
  const applies =
    denies.length === 0 ? false : namesOwnKey(allow.resources, predecessor.own, meter);
  if (applies === false) return [];
  const parties = { predecessor, successor, meter };
  const targets = principalsOf(allow).map((principal) => ({
    principal,
    kept: reaching(deniesOf(principal, predecessor, meter), allow),
  }));
  const denials: Denial[] = [];
  for (const deny of denies) {
    const bits = deny.actions.bits & allow.actions.possible;
    const isOpen = deny.actions.open.length > 0 || allow.actions.open.length > 0;
    if (bits === 0n && !isOpen) continue;
    for (const target of targets) {
      const denied = both(applies, () => takesFrom(allow, target, deny, parties));
      if (denied === false) continue;
      const actions = { bits, open: bits === 0n ? allow.actions.open : [] };
      const principals = narrow(target.principal, deny);
      const denial = { allow, deny: deny.statement, denied, principals, actions };
      if (denied === true) return [denial];
      if (denials.length < mostDoubtful) denials.push(denial);
    }
  }
  return denials;
}

interface Parties {
  readonly predecessor: Party;
  readonly successor: Party;
  readonly meter: Meter;
}

/** A principal of an Allow, with the Denies beside it. */
interface Target {
  readonly principal: Atom<CanonicalPrincipal>;
  readonly kept: readonly Base[];
}

function takesFrom(
  allow: CanonicalStatement,
  { principal, kept: own }: Target,
  deny: NewDeny,
  { predecessor, successor, meter }: Parties,
): Guess {
  const { statement } = deny;
  const alone = isAllBut(principal)
    ? principal
    : dimensionOf({ negated: false, items: [principal] }, principalComparison);
  const meeting = overlapsAtom(principalComparison, alone, deny.principal, meter);
  if (meeting === false) return false;
  const facts = [principal, deny.principal].flatMap((p) => factsAbout(p, predecessor, successor));
  const written = [...predicatesOf(allow), ...predicatesOf(statement)];
  const isSettling = predecessor.settles || successor.settles;
  const conditions = [...written, ...(isSettling ? impliedBy(written) : []), ...facts];
  const isEveryone = !isAllBut(principal) && principalComparison.isEverything(principal);
  const kept = [
    ...new Map([...own, ...reaching(deny.kept, allow)].map((k) => [k.other, k])).values(),
  ];
  const overlap = (): Guess => {
    const bits = deny.actions.bits & allow.actions.possible;
    let result: Guess =
      bits === 0n ? doubt([...deny.actions.open, ...allow.actions.open].flatMap(symbolsOf)) : false;
    for (const group of groupsOf(bits, kept)) {
      const possible = both(isKept(conditions, group, meter), () =>
        isNatural(predicatesOf(statement), [...written, ...facts], isEveryone, group.bits),
      );
      const certain = (group.bits & allow.actions.certain) !== 0n || doubt(allow.actions.symbols);
      const found = both(possible, () => certain);
      if (found === true) return true;
      if (found !== false) result = found;
    }
    return result;
  };
  return both(meeting, () =>
    both(overlap(), () =>
      both(negate(deny.covered), () => namesOwnKey(statement.resources, successor.own, meter)),
    ),
  );
}

/** Whether some request meets all conditions and none of the predecessor's own Denies; those that may meet it leave a doubt. */
function isKept(
  conditions: readonly Predicate[],
  { bits, never }: { readonly bits: ActionBits; readonly never: Kept },
  meter: Meter,
): Guess {
  const isSure = ({ base, other }: Kept[number]) =>
    base === true && (other.actions.certain & bits) === bits;
  const lists = (kept: Kept) => kept.map(({ predicates }) => predicates);
  const sure = isSatisfiable(conditions, lists(never.filter(isSure)), meter);
  if (sure === false || never.every(isSure)) return sure;
  const all = isSatisfiable(conditions, lists(never), meter);
  if (all !== false) return all;
  return doubt(
    never.flatMap(({ base, other }) => [
      ...(typeof base === 'boolean' ? [] : base),
      ...other.actions.symbols,
    ]),
  );
}

type Kept = readonly Base[];

/** Actions under the same Denies of the predecessor. */
function groupsOf(
  bits: ActionBits,
  kept: Kept,
): readonly { readonly bits: ActionBits; readonly never: Kept }[] {
  if (kept.length === 0) return bits === 0n ? [] : [{ bits, never: [] }];
  const found = new Map<string, { bits: ActionBits; never: Kept }>();
  for (const bit of eachAction(bits)) {
    const never = kept.filter(({ other }) => (other.actions.possible & bit) !== 0n);
    const name = never
      .map(({ other }) => `${other.source.index}${(other.actions.certain & bit) === 0n ? '?' : ''}`)
      .join(' ');
    const group = found.get(name);
    if (group === undefined) found.set(name, { bits: bit, never });
    else group.bits |= bit;
  }
  return [...found.values()];
}

/** Keys that hang on who asks: not every request of an Allow can carry them. */
const bound =
  /^(?:aws:(?:principal|userid|username|source(?:account|arn|org|owner|identity)|federatedprovider|ec2)|kms:calleraccount)|^saml:|^sts:/u;

/** Whether requests that meet a new Deny's conditions are sure to occur, and not merely to be thought of. */
function isNatural(
  deny: readonly Predicate[],
  all: readonly Predicate[],
  isEveryone: boolean,
  bits: ActionBits,
): Guess {
  const isPlain = deny.every(({ key: { certain, key } }) => {
    if (certain === null) return false;
    const isGiven = all.some((p) => p.key.key === key && !deny.includes(p));
    if (bound.test(certain)) return isEveryone || isGiven;
    return isGiven || !certain.startsWith('kms:') || isKnownFor(certain, bits);
  });
  return isPlain || beyond('whether a request can meet two conditions at once');
}

/** Whether a request for one of these actions can carry a key of KMS (AWS service authorization reference). */
function isKnownFor(key: string, bits: ActionBits): boolean {
  return printActions(bits).some((name) => {
    const keys = keysOfAction[name.slice('kms:'.length)];
    return (
      keys === undefined ||
      keys.some((known) => {
        const lower = known.toLowerCase();
        return /[:/]$/u.test(lower) ? key.startsWith(lower) : lower === key;
      })
    );
  });
}

/** The part of the Allow's principal that the Deny reaches. */
function narrow(
  principal: Atom<CanonicalPrincipal>,
  { principal: denied }: Remainder,
): readonly Atom<CanonicalPrincipal>[] {
  if (isAllBut(principal) || isAllBut(denied) || denied.everyone) return [principal];
  return principal.everyone ? [denied] : [principal];
}
