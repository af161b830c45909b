import type { Listing } from '../grammar/document.ts';
import { negate, some } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';

/** A listing prepared for comparison. */
export interface Dimension<T> extends Listing<T> {
  /** Keys of the items that match only themselves. */
  readonly plain: ReadonlySet<string>;
  /** The other items: wildcards, symbols. */
  readonly wide: readonly T[];
}

/** One item of a dimension, or, in a Not-form, all but its items at once. */
export type Atom<T> = T | Dimension<T>;

/** How the items of a dimension compare. */
export interface Comparison<T> {
  readonly isPlain: (item: T) => boolean;
  readonly isEverything: (item: T) => boolean;
  readonly covers: (outer: T, inner: T, meter: Meter) => Guess;
  readonly overlaps: (a: T, b: T, meter: Meter) => Guess;
}

interface Keyed {
  readonly key: string;
}

/** Prepares a listing: unique items, the plain ones by key. */
export function dimensionOf<T extends Keyed>(
  { negated, items }: Listing<T>,
  { isPlain }: Pick<Comparison<T>, 'isPlain'>,
): Dimension<T> {
  const distinct = unique(items);
  const wide = distinct.filter((item) => !isPlain(item));
  const plain = new Set(distinct.filter(isPlain).map((item) => item.key));
  return { negated, items: distinct, plain, wide };
}

export function atomsOf<T>(dimension: Dimension<T>): readonly Atom<T>[] {
  return dimension.negated ? [dimension] : dimension.items;
}

export function isAllBut<T extends Keyed>(atom: Atom<T>): atom is Dimension<T> {
  return 'negated' in atom;
}

/** Whether a dimension reaches all of an atom. A Not-form reaches what overlaps none of its items. */
export function coversAtom<T extends Keyed>(
  how: Comparison<T>,
  outer: Dimension<T>,
  atom: Atom<T>,
  meter: Meter,
): Guess {
  if (isAllBut(atom)) return coversAllBut(how, outer, atom, meter);
  if (outer.negated) return negate(some(outer.items, (o) => how.overlaps(o, atom, meter)));
  if (outer.plain.has(atom.key)) return true;
  return some(how.isPlain(atom) ? outer.wide : outer.items, (o) => how.covers(o, atom, meter));
}

/** Whether a dimension and an atom have something in common. */
export function overlapsAtom<T extends Keyed>(
  how: Comparison<T>,
  dimension: Dimension<T>,
  atom: Atom<T>,
  meter: Meter,
): Guess {
  if (isAllBut(atom)) {
    if (dimension.negated) return ![...dimension.items, ...atom.items].some(how.isEverything);
    return some(dimension.items, (item) => leaves(how, atom, item, meter));
  }
  if (dimension.negated) return leaves(how, dimension, atom, meter);
  return (
    dimension.plain.has(atom.key) || some(dimension.items, (i) => how.overlaps(i, atom, meter))
  );
}

function coversAllBut<T extends Keyed>(
  how: Comparison<T>,
  outer: Dimension<T>,
  inner: Dimension<T>,
  meter: Meter,
): Guess {
  if (inner.items.some(how.isEverything)) return true;
  if (!outer.negated) return outer.items.some(how.isEverything);
  return negate(
    some(outer.items, (o) => negate(coversAtom(how, { ...inner, negated: false }, o, meter))),
  );
}

/** Whether a Not-form leaves some of an item: no single one of its items covers it. */
function leaves<T extends Keyed>(
  how: Comparison<T>,
  allBut: Dimension<T>,
  item: T,
  meter: Meter,
): Guess {
  return negate(coversAtom(how, { ...allBut, negated: false }, item, meter));
}

/** Without repetition, by key. */
export function unique<T extends Keyed>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.key, item])).values()];
}
