/**
 * Unlike `Truth` of the model, a truth without places: certain, or the names of what would settle it. A comparison asks
 * millions of times; places, and the reasons why something is not known, are put to the names at its end.
 */
export type Guess = boolean | ReadonlySet<string>;

const mostNamed = 24;
const undecidable = '\u0000';

/** A guess that hangs on these symbols. */
export function doubt(symbols: Iterable<string>): Guess {
  return new Set(symbols);
}

/** A guess that hangs on something this comparison does not decide. */
export function beyond(what: string): Guess {
  return new Set([nameBeyond(what)]);
}

/** The name of something that this comparison does not decide. */
export function nameBeyond(what: string): string {
  return undecidable + what;
}

/** What `beyond` named, or null for a symbol. */
export function beyondOf(name: string): string | null {
  return name.startsWith(undecidable) ? name.slice(undecidable.length) : null;
}

/** The guess of a comparison that took too much work. */
export const overLimit: ReadonlySet<string> = new Set([
  `${undecidable}the comparison of the two policies`,
]);

export function negate(guess: Guess): Guess {
  return typeof guess === 'boolean' ? !guess : guess;
}

/** Kleene's conjunction, lazily: the first `false` ends it. */
export function every<T>(items: Iterable<T>, test: (item: T) => Guess): Guess {
  return fold(items, test, false);
}

/** Kleene's disjunction, lazily: the first `true` ends it. */
export function some<T>(items: Iterable<T>, test: (item: T) => Guess): Guess {
  return fold(items, test, true);
}

/** Conjunction of two, the second asked for only where it matters. */
export function both(a: Guess, b: () => Guess): Guess {
  if (a === false) return false;
  const other = b();
  if (a === true || other === false) return other;
  return other === true ? a : join(a, other);
}

/** Disjunction of two, the second asked for only where it matters. */
export function either(a: Guess, b: () => Guess): Guess {
  return negate(both(negate(a), () => negate(b())));
}

function fold<T>(items: Iterable<T>, test: (item: T) => Guess, decisive: boolean): Guess {
  let result: Guess = !decisive;
  for (const item of items) {
    const guess = test(item);
    if (guess === decisive) return decisive;
    if (typeof guess !== 'boolean')
      result = typeof result === 'boolean' ? guess : join(result, guess);
  }
  return result;
}

/** Hangs on what both hang on. */
export function join(a: ReadonlySet<string>, b: ReadonlySet<string>): Guess {
  if (a === b || a.size >= mostNamed) return a;
  return new Set([...a, ...b].slice(0, mostNamed));
}
