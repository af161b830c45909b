import { actionComparison } from '../form/action.ts';
import type { ActionBits } from '../form/action.ts';
import type { CanonicalStatement } from '../form/normalise.ts';
import { coversAtom } from '../form/dimension.ts';
import type { Atom } from '../form/dimension.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { namesOwnKey } from '../form/resource.ts';
import { both, doubt, either, join, overLimit } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import type { Text } from '../text/text.ts';
import { factsAbout, predicatesOf, principalsOf } from './party.ts';
import type { Party } from './party.ts';
import { impliedBy } from './fact.ts';
import type { Predicate } from './condition/predicate.ts';
import { basesOf, deniesOf, reaching } from './reach.ts';
import type { Base } from './reach.ts';
import { isSatisfiable } from './condition/satisfy.ts';

/** Actions of one principal in a statement, with the doubt, or the certainty, that they are not covered. */
export interface Remainder {
  readonly statement: CanonicalStatement;
  readonly principal: Atom<CanonicalPrincipal>;
  readonly actions: ActionPart;
  readonly covered: Exclude<Guess, true>;
}

/** Some of the actions of a statement: those of the table, and items that are not wholly known. */
export interface ActionPart {
  readonly bits: ActionBits;
  readonly open: readonly Text[];
}

type Lack = Pick<Remainder, 'actions' | 'covered'>;

/**
 * What of a statement of `inner` the statements of `outer` do not give together. Each principal and action is asked for
 * alone; what a Deny of `inner` takes away needs no cover.
 */
export function remainders(
  statement: CanonicalStatement,
  inner: Party,
  outer: Party,
  meter: Meter,
): readonly Remainder[] {
  const applies = namesOwnKey(statement.resources, inner.own, meter);
  if (applies === false) return [];
  // Principals that the same statements name have the same answer.
  const answers = new Map<string, readonly Lack[]>();
  const conditions = predicatesOf(statement);
  const isSettling = inner.settles || outer.settles;
  const must = isSettling ? [...conditions, ...impliedBy(conditions)] : conditions;
  return principalsOf(statement).flatMap((principal) => {
    const bases = basesOf(statement, principal, inner, outer, meter);
    const denies =
      statement.effect === 'Deny' ? [] : reaching(deniesOf(principal, inner, meter), statement);
    const facts = factsAbout(principal, inner, outer);
    const all = [...bases, ...denies];
    const isPlain = facts.length === 0 && all.every(({ base }) => base === true);
    const key = isPlain
      ? all.map(({ other }) => `${other.effect}${other.source.index}`).join(' ')
      : null;
    const before = key === null ? undefined : answers.get(key);
    const lacks =
      before ??
      lacksOf(statement, { must: [...must, ...facts], bases, denies, applies, outer, meter });
    if (key !== null) answers.set(key, lacks);
    return lacks.map((lack) => ({ statement, principal, ...lack }));
  });
}

interface Frame {
  readonly must: readonly Predicate[];
  readonly bases: readonly Base[];
  readonly denies: readonly Base[];
  readonly applies: Guess;
  readonly outer: Party;
  readonly meter: Meter;
}

/** The actions that are certainly not covered, and those that may not be. */
function lacksOf({ actions }: CanonicalStatement, frame: Frame): readonly Lack[] {
  const { bases, denies, must } = frame;
  const given = new Set(must.map(({ id }) => id));
  // What items hold that are not wholly known is asked of the items themselves.
  let left = actions.negated ? actions.possible : actions.certain;
  for (const { other, base, predicates } of bases) {
    if (base === true && predicates.every(({ id }) => given.has(id)))
      left &= ~other.actions.certain;
  }
  if (left === 0n && actions.open.length === 0) return [];
  const alike =
    actions.symbols.length === 0
      ? []
      : bases.filter(({ other }) => other.actions.id === actions.id);
  if (alike.length > 0 && coveredBy(alike.map(asSure), frame) === true) return [];
  const [sure, unsure] = [left & actions.certain, left & ~actions.certain];
  const parts = [...groups(sure, frame), ...groups(unsure, frame)];
  const answers = parts.map(([bits, members]): readonly [ActionPart, Guess] => [
    { bits, open: [] },
    either(coveredBy(members, frame), () => (bits & unsure) !== 0n && doubt(actions.symbols)),
  ]);
  const open = actions.open.map((text): readonly [ActionPart, Guess] => [
    { bits: 0n, open: [text] },
    coveredBy(
      [...bases, ...denies]
        .map((b) => onText(b, text, frame.meter))
        .filter(({ gives }) => gives !== false),
      frame,
    ),
  ]);
  return merge([...answers, ...open].map(([part, guess]) => [part, soften(guess, frame)]));
}

/** A statement as far as it gives one action. */
interface Member extends Base {
  readonly gives: Guess;
}

function asSure(base: Base): Member {
  return { ...base, gives: true };
}

function onText(base: Base, text: Text, meter: Meter): Member {
  const { actions } = base.other;
  const plain = new Set(actions.items.map(({ key }) => key));
  const listed = { ...actions, plain, wide: actions.items };
  return { ...base, gives: coversAtom(actionComparison, listed, text, meter) };
}

/** Actions that the same statements give, or may give, have the same answer. */
function groups(
  bits: ActionBits,
  { bases, denies }: Frame,
): readonly (readonly [ActionBits, readonly Member[]])[] {
  const all = [...bases, ...denies];
  let parts: readonly ActionBits[] = bits === 0n ? [] : [bits];
  for (const mask of new Set(
    all.flatMap(({ other: { actions } }) => [actions.certain, actions.possible]),
  ))
    parts = parts.flatMap((part) => [part & mask, part & ~mask].filter((half) => half !== 0n));
  return parts.map((part) => [
    part,
    all.flatMap((base): Member[] => {
      const { certain, possible, symbols } = base.other.actions;
      if ((possible & part) === 0n) return [];
      return [{ ...base, gives: (certain & part) !== 0n || doubt(symbols) }];
    }),
  ]);
}

/**
 * Whether every request that meets `must` is given by the members together: those that surely give the action first,
 * then with those that may.
 */
function coveredBy(members: readonly Member[], { must, meter }: Frame): Guess {
  const sure = members.filter(({ base, gives }) => base === true && gives === true);
  const first = isSatisfiable(
    must,
    sure.map(({ predicates }) => predicates),
    meter,
  );
  if (first === false) return true;
  if (sure.length === members.length) return first === true ? false : first;
  const second = isSatisfiable(
    must,
    members.map(({ predicates }) => predicates),
    meter,
  );
  if (second === true) return false;
  const doubts = members.flatMap(({ base, gives }) => [base, gives]);
  let names: Guess = second === false ? doubt([]) : second;
  for (const guess of [first, ...doubts]) {
    if (typeof guess !== 'boolean' && typeof names !== 'boolean') names = join(names, guess);
  }
  return names;
}

function merge(parts: readonly (readonly [ActionPart, Guess])[]): readonly Lack[] {
  let certain: ActionPart = { bits: 0n, open: [] };
  let doubtful: ActionPart = { bits: 0n, open: [] };
  let reasons: Guess = true;
  const add = (a: ActionPart, b: ActionPart): ActionPart => ({
    bits: a.bits | b.bits,
    open: [...a.open, ...b.open],
  });
  for (const [part, covered] of parts) {
    if (covered === false) certain = add(certain, part);
    else if (covered !== true) {
      doubtful = add(doubtful, part);
      reasons = both(reasons, () => covered);
    }
  }
  const isSome = ({ bits, open }: ActionPart) => bits !== 0n || open.length > 0;
  return [
    ...(isSome(certain) ? [{ actions: certain, covered: false } as const] : []),
    ...(typeof reasons === 'boolean' ? [] : [{ actions: doubtful, covered: reasons }]),
  ];
}

/** What is not covered may still be: by statements not known, or because it does not apply itself. */
function soften(given: Guess, { applies, outer, meter }: Frame): Guess {
  if (given === true) return true;
  if (!meter.spend(1)) return overLimit;
  const open = outer.policy.open.flatMap((s) => s.symbols);
  const covered = either(given, () => open.length > 0 && doubt(open));
  return applies === true ? covered : either(covered, () => applies);
}
