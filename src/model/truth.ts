import type { Unknown, Value } from './value.ts';

/**
 * Kleene's three truth values. `unknown` carries the facts that would settle it.
 * A rule never sees a bare boolean, so the question "is it not true, or not known?" cannot be forgotten.
 */
export type Truth =
  | { readonly is: true }
  | { readonly is: false }
  | { readonly is: 'unknown'; readonly because: readonly Unknown[] };

export const yes: Truth = { is: true };
export const no: Truth = { is: false };

/** A truth that these unknown facts would settle. */
export function undecided(...because: readonly Unknown[]): Truth {
  return { is: 'unknown', because };
}

/** A truth from something that is certain. */
export function truth(certain: boolean): Truth {
  return certain ? yes : no;
}

/** Whether a known value satisfies the predicate; unknown where the value is. */
export function holds<T>(value: Value<T>, predicate: (value: T) => boolean): Truth {
  return value.known ? truth(predicate(value.value)) : undecided(value);
}

export function not(a: Truth): Truth {
  if (a.is === 'unknown') return a;
  return truth(!a.is);
}

/** Conjunction: false as soon as one is false, whatever the unknown ones turn out to be. */
export function all(...truths: readonly Truth[]): Truth {
  if (truths.some((t) => t.is === false)) return no;
  const because = reasons(truths);
  return because === null ? yes : undecided(...because);
}

/** Disjunction: true as soon as one is true, whatever the unknown ones turn out to be. */
export function any(...truths: readonly Truth[]): Truth {
  if (truths.some((t) => t.is === true)) return yes;
  const because = reasons(truths);
  return because === null ? no : undecided(...because);
}

function reasons(truths: readonly Truth[]): readonly Unknown[] | null {
  const open = truths.filter((t) => t.is === 'unknown');
  if (open.length === 0) return null;
  return [...new Set(open.flatMap((t) => t.because))];
}
