import { beyond, doubt, overLimit } from '../../text/guess.ts';
import type { Guess } from '../../text/guess.ts';
import type { Meter } from '../../text/meter.ts';
import { contains } from '../../text/pattern.ts';
import { symbolsOf } from '../../text/text.ts';
import type { Text } from '../../text/text.ts';
import { isVariable } from '../../text/variable.ts';
import type { Values } from './predicate.ts';
import { shareValue } from './ranges.ts';
import { haveCommon } from './strings.ts';
import { isPlain } from './terms.ts';
import type { Term } from './terms.ts';

/** That a value is among some, or that it is not. */
export interface Membership {
  readonly values: Values;
  readonly inside: boolean;
}

/** Whether one value can be in and out of all these sets at once. Certain only where every symbol agrees. */
export function isPossible(memberships: readonly Membership[], meter: Meter): Guess {
  const strings = memberships.filter(({ values }) => values.of === 'strings');
  const others = memberships.filter(({ values }) => values.of !== 'strings');
  if (others.length === 0) return isPossibleText(strings, meter);
  const ordered = isPossibleOrder(others, meter);
  if (strings.length === 0 || ordered === false) return ordered;
  if (isPossibleText(strings, meter) === false) return false;
  return beyond('conditions of several types on one key');
}

function isPossibleOrder(memberships: readonly Membership[], meter: Meter): Guess {
  const kinds = new Set(memberships.map(({ values }) => values.of));
  if (kinds.size > 1) return beyond('conditions of several types on one key');
  const lists = memberships.map(({ values, inside }) => ({
    inside,
    items: values.of === 'strings' ? [] : values.items,
  }));
  const barred = lists.flatMap(({ items, inside }) => (inside ? [] : items));
  const names = new Set(barred.map(({ text }) => text.key));
  const within = lists
    .filter(({ inside }) => inside)
    .map(({ items }) => items.filter(({ text, range }) => range !== null || !names.has(text.key)));
  if (within.some((items) => items.length === 0)) return false;
  const ranges = (items: typeof barred) => items.flatMap(({ range }) => range ?? []);
  const symbols = [...within.flat(), ...barred].flatMap(({ text }) => symbolsOf(text));
  const known = within.filter((items) => items.every(({ range }) => range !== null));
  const loose = shareValue(known.map(ranges), ranges(barred), meter);
  if (symbols.length === 0 || loose === false) return loose;
  return barred.length === 0 && within.length === 1 ? true : doubt(symbols);
}

function isPossibleText(memberships: readonly Membership[], meter: Meter): Guess {
  const termsOf = ({ values }: Membership): readonly Term[] =>
    values.of === 'strings' ? values.items : [];
  const without = memberships.filter(({ inside }) => !inside).flatMap(termsOf);
  const within = memberships.filter(({ inside }) => inside).map(termsOf);
  const symbols = [...within.flat(), ...without].flatMap(({ text }) => symbolsOf(text));
  const isListed = within.some((terms) => terms.every(isPlain));
  if (symbols.length === 0 && isListed) return haveCommon(within, without, meter);
  const left = within.map((terms) => terms.filter((term) => !isBarred(term, without, meter)));
  if (left.some((terms) => terms.length === 0)) return false;
  if (symbols.length === 0) return haveCommon(left, without, meter);
  const loose = haveCommon(left, without.filter(isKnown), meter);
  if (loose === false || symbols.every(isVariable)) return loose;
  if (loose !== true) return loose;
  const strict = left.map((terms) => terms.filter(isKnown));
  const isSure =
    strict.every((terms) => terms.length > 0) && haveCommon(strict, without, meter) === true;
  return isSure || isApart(left, without, meter) || doubt(symbols);
}

function isKnown({ text }: Term): boolean {
  return text.certain !== null;
}

/** Whether some term that is barred holds all of a term, whatever its symbols turn out to be. */
function isBarred(term: Term, without: readonly Term[], meter: Meter): boolean {
  return without.some((other) => {
    if (other.text.key === term.text.key && isAsWide(other, term)) return true;
    if (other.mode === 'arn' || term.mode === 'arn') return false;
    if (term.mode === 'fold' && other.mode !== 'fold')
      return other.mode === 'pattern' && other.text.certain === '*';
    if (other.mode === 'fold' && term.mode === 'pattern') return false;
    const modes = { outer: other.mode, inner: other.mode === 'fold' ? 'fold' : term.mode } as const;
    return contains(other.text, term.text, meter, modes) === true;
  });
}

function isAsWide(outer: Term, inner: Term): boolean {
  return outer.mode === inner.mode || (inner.mode === 'exact' && outer.mode !== 'exact');
}

/** One list alone, of which some term meets nothing that is barred, whatever the symbols turn out to be. */
function isApart(
  within: readonly (readonly Term[])[],
  without: readonly Term[],
  meter: Meter,
): boolean {
  const [only, ...more] = within;
  if (only === undefined || more.length > 0) return false;
  return only.some((term) =>
    without.every((other) => haveCommon([[term], [other]], [], meter) === false),
  );
}

/** Whether two texts may be one. */
export function mayBeEqual(a: Text, b: Text, meter: Meter): Guess {
  if (a.key === b.key) return true;
  if (a.certain !== null && b.certain !== null) return false;
  return meter.spend(4) ? haveCommon([[exactly(a)], [exactly(b)]], [], meter) : overLimit;
}

function exactly(text: Text): Term {
  return { mode: 'exact', text };
}
