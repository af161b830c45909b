import type { CanonicalConjunct } from '../form/condition.ts';
import { beyond, both, doubt, every, overLimit, some } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import type { Operator } from '../grammar/operator.ts';
import { contains, equals } from '../text/pattern.ts';
import type { Mode } from '../text/pattern.ts';
import { symbolsOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

type Conjuncts = readonly CanonicalConjunct[];

/**
 * Whether every request that meets `narrow` meets `wide`: each conjunct of `wide` must follow from one of
 * `narrow`. Complementary conditions in two statements are not put together.
 */
export function implies(narrow: Conjuncts, wide: Conjuncts, meter: Meter): Guess {
  return every(wide, (goal) => {
    if (narrow.some((c) => c.id === goal.id)) return true;
    return some(narrow.length === 0 ? [null] : narrow, (c) => follows(c, goal, meter));
  });
}

/** Whether `goal` follows from `given`; from nothing, where `given` is null. */
function follows(given: CanonicalConjunct | null, goal: CanonicalConjunct, meter: Meter): Guess {
  if (goal.open.length > 0) return doubt(goal.open);
  if (given === null || goal.key === null) return false;
  if (given.open.length > 0) return doubt(given.open);
  if (given.key === null) return false;
  const related = requires(given, goal) ? true : followsByOperator(given, goal, meter);
  const { key } = given;
  const wanted = goal.key;
  return both(related, () => equals(key, wanted, meter));
}

/** `Null: false` follows from whatever fails where the key is missing. */
function requires(given: CanonicalConjunct, goal: CanonicalConjunct): boolean {
  return isNull(goal, 'false') && demandsPresence(given);
}

function followsByOperator(given: CanonicalConjunct, goal: CanonicalConjunct, meter: Meter): Guess {
  const [a, b] = [given.operator, goal.operator];
  if (a === null || b === null) {
    return given.operatorName.key === goal.operatorName.key && sameValues(given, goal);
  }
  if (a.qualifier !== b.qualifier || a.negated !== b.negated || a.family !== b.family) return false;
  if (!a.negated && a.ifExists && !b.ifExists) return false;
  const [inner, outer] = a.negated ? [goal, given] : [given, goal];
  return every(inner.values, (value) => isAmong(value, inner, outer, meter));
}

function sameValues(a: CanonicalConjunct, b: CanonicalConjunct): boolean {
  return a.values.length === b.values.length && a.values.every((v) => b.valueKeys.has(v.key));
}

/** Whether what `value` matches is matched by one of the values of `outer`. */
function isAmong(
  value: Text,
  inner: CanonicalConjunct,
  outer: CanonicalConjunct,
  meter: Meter,
): Guess {
  const [a, b] = [inner.operator, outer.operator];
  if (a === null || b === null) return false;
  const sameMode = a.mode === b.mode && a.strict === b.strict;
  if (sameMode && outer.valueKeys.has(value.key)) return true;
  if (sameMode && a.mode === 'exact' && value.certain !== null && outer.certain) return false;
  return some(outer.values, (candidate) => isWithin(value, a, candidate, b, meter));
}

function isWithin(value: Text, a: Operator, candidate: Text, b: Operator, meter: Meter): Guess {
  if (!meter.spend(1)) return overLimit;
  if (isOrdered(a) || isOrdered(b)) return isWithinOrder(value, a, candidate, b);
  if (a.mode === 'block' || b.mode === 'block') {
    return value.key === candidate.key
      ? true
      : beyond('whether one block of addresses holds another');
  }
  const outer = textMode(b);
  if (outer === 'fold') {
    return textMode(a) === 'pattern' && /[*?]/u.test(value.certain ?? '*')
      ? false
      : contains(candidate, value, meter, { outer, inner: 'fold' });
  }
  if (textMode(a) === 'fold') return value.certain === '' && candidate.certain === '';
  return contains(candidate, value, meter, { outer, inner: textMode(a) });
}

function textMode({ mode }: Operator): Mode {
  return mode === 'fold' || mode === 'pattern' ? mode : 'exact';
}

function isOrdered({ mode }: Operator): boolean {
  return mode === 'below' || mode === 'above';
}

/** `NumericLessThan 5` follows from `NumericLessThan 3`, and from `NumericEquals 4`. */
function isWithinOrder(value: Text, a: Operator, limit: Text, b: Operator): Guess {
  if (value.certain === null || limit.certain === null) {
    return value.key === limit.key && a.mode === b.mode && a.strict === b.strict
      ? true
      : doubt([...symbolsOf(value), ...symbolsOf(limit)]);
  }
  if (!isOrdered(b) || (isOrdered(a) && a.mode !== b.mode)) return false;
  const sign = b.mode === 'below' ? 1 : -1;
  const distance = sign * (Number(limit.certain) - Number(value.certain));
  return distance > 0 || (distance === 0 && (!b.strict || (a.strict && isOrdered(a))));
}

/** Whether a conjunct is false where its key is missing. */
export function demandsPresence({ operator, key, open, ...conjunct }: CanonicalConjunct): boolean {
  if (operator === null || key === null || open.length > 0) return false;
  if (operator.family === 'null') return isNull({ operator, key, open, ...conjunct }, 'false');
  return !operator.negated && !operator.ifExists && operator.qualifier !== 'ForAllValues';
}

export function isNull({ operator, values }: CanonicalConjunct, value: 'true' | 'false'): boolean {
  return operator?.family === 'null' && values.length === 1 && values[0]?.certain === value;
}
