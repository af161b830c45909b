import type { Unknown, Value } from './value.ts';

/**
 * Kleene's three truth values. `unknown` carries the facts that would settle it, and false may carry why it is false.
 * A rule never sees a bare boolean, so the question "is it not true, or not known?" cannot be forgotten.
 */
export type Truth =
  | { readonly is: true; readonly assuming: readonly Unknown[] }
  | {
      readonly is: false;
      readonly assuming: readonly Unknown[];
      /** Lower case, no full stop: what is so instead. See {@link explain}. */
      readonly why?: string;
    }
  | { readonly is: 'unknown'; readonly because: readonly Unknown[] };

/** True or false: `assuming` names the defaults it rests on, which a caller may still change. */
type Settled = Exclude<Truth, { readonly is: 'unknown' }>;

export const yes: Settled = { is: true, assuming: [] };
export const no: Settled = { is: false, assuming: [] };

/** A truth that these unknown facts would settle. */
export function undecided(...because: readonly Unknown[]): Truth {
  return { is: 'unknown', because };
}

/** A truth from something that is certain. */
export function truth(certain: boolean): Settled {
  return certain ? yes : no;
}

/** Whether a known value satisfies the predicate; unknown where the value is. */
export function holds<T>(value: Value<T>, predicate: (value: T) => boolean): Truth {
  if (!value.known) return undecided(value);
  const settled = truth(predicate(value.value));
  return value.assumed === undefined ? settled : { ...settled, assuming: [value.assumed] };
}

/** Whether a value of the API is this one; a value that AWS added later is certainly another one. */
export function isValue<T extends string>(value: Value<T>, wanted: T): Truth {
  if (!value.known && value.reason === 'unrecognised-value') return no;
  return holds(value, (found) => found === wanted);
}

/**
 * Says why, where the truth is false: for the verdict that a rule does not apply. What a person reads comes from what
 * decided, and negating a truth drops it.
 */
export function explain(a: Truth, why: string | (() => string)): Truth {
  if (a.is !== false) return a;
  return { ...a, why: typeof why === 'string' ? why : why() };
}

export function not(a: Truth): Truth {
  return a.is === 'unknown' ? a : { is: !a.is, assuming: a.assuming };
}

/** Conjunction: false as soon as one is false, whatever the unknown ones turn out to be. */
export function all(...truths: readonly Truth[]): Truth {
  return combine(truths, false);
}

/** Disjunction: true as soon as one is true, whatever the unknown ones turn out to be; false for the reasons of all. */
export function any(...truths: readonly Truth[]): Truth {
  return combine(truths, true);
}

/** The conjunction of as many as there are: more than a call takes for its arguments. */
export function allOf(truths: readonly Truth[]): Truth {
  return combine(truths, false);
}

/** The disjunction of as many as there are. */
export function anyOf(truths: readonly Truth[]): Truth {
  return combine(truths, true);
}

/** One truth or the other, as a third decides; undecided only where that makes a difference. */
export function choose(condition: Truth, then: Truth, otherwise: Truth): Truth {
  if (condition.is !== 'unknown') return condition.is ? then : otherwise;
  return any(all(condition, then), all(condition, otherwise), all(then, otherwise));
}

/** The truth of alternatives of which `doubt` keeps apart which one holds: theirs where it is the same for all. */
export function same(truths: readonly Truth[], doubt: Unknown | null): Truth {
  if (doubt === null) return allOf(truths);
  const because = truths.flatMap((t) => (t.is === 'unknown' ? t.because : []));
  const [first] = truths;
  const agree = truths.length > 1 && truths.every((t) => t.is === first?.is);
  if (first === undefined || !agree) return undecided(doubt, ...new Set(because));
  return because.length > 0 ? undecided(...new Set(because)) : first;
}

/** What decides alone is told by the operand that assumes least; else every operand counts. */
function combine(truths: readonly Truth[], deciding: boolean): Truth {
  const quick = combineCertain(truths, deciding);
  if (quick !== null) return quick;
  const settled = truths.filter((t) => t.is !== 'unknown');
  const [decisive] = settled
    .filter((t) => t.is === deciding)
    .toSorted((a, b) => a.assuming.length - b.assuming.length);
  if (decisive !== undefined) return decisive;
  const because = truths.flatMap((t) => (t.is === 'unknown' ? t.because : []));
  if (because.length > 0) return undecided(...new Set(because));
  const assuming = [...new Set(settled.flatMap((t) => t.assuming))];
  return deciding ? { ...allFalse(truths), assuming } : { is: true, assuming };
}

/** The answer where no assumption and nothing unknown takes part: nearly always, and without making a list. */
function combineCertain(truths: readonly Truth[], deciding: boolean): Truth | null {
  let isPlain = true;
  for (const t of truths) {
    const isCertain = t.is !== 'unknown' && t.assuming.length === 0;
    if (isCertain && t.is === deciding) return t;
    isPlain &&= isCertain;
  }
  if (!isPlain) return null;
  return deciding ? allFalse(truths) : yes;
}

/** The reasons of false truths, together. */
function allFalse(truths: readonly Truth[]): Extract<Truth, { readonly is: false }> {
  const reasons = truths.flatMap((t) => (t.is === false && t.why !== undefined ? [t.why] : []));
  if (reasons.length === 0) return { is: false, assuming: [] };
  return { is: false, assuming: [], why: [...new Set(reasons)].join(', and ') };
}
