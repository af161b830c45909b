import type { CanonicalConjunct } from '../form/condition.ts';
import type { Operator } from '../grammar/operator.ts';
import { beyond, both, doubt, every, negate, some, type Guess } from '../text/guess.ts';
import { symbolsOf } from '../text/text.ts';

/**
 * Whether a conjunct of an Allow lets nobody choose any number: it compares the number, and does not hold where none is
 * named (IAM User Guide, "Condition operators", numeric ones and ...IfExists); or it wants that none is named.
 */
export function boundsAllow(conjunct: CanonicalConjunct, key: string): Guess {
  return isOn(conjunct, key, (operator) => {
    if (operator.family === 'null') return asksFor(conjunct, 'true');
    return operator.family === 'numeric' && !operator.negated && !holdsWithout(operator);
  });
}

/** Whether the conditions of a Deny meet somebody who names a number that is out of bounds, and nothing else decides. */
export function deniesRange(conditions: readonly CanonicalConjunct[], key: string): Guess {
  if (conditions.length === 0) return true;
  const compares = some(conditions, (conjunct) =>
    isOn(conjunct, key, ({ family }) => family === 'numeric'),
  );
  return both(compares, () =>
    every(conditions, (conjunct) =>
      met(conjunct, key, ({ family }) => family !== 'null' || asksFor(conjunct, 'false')),
    ),
  );
}

/** Whether the conditions of a Deny meet somebody who names no number. */
export function deniesOmission(conditions: readonly CanonicalConjunct[], key: string): Guess {
  return every(conditions, (conjunct) =>
    met(conjunct, key, (operator) =>
      operator.family === 'null' ? asksFor(conjunct, 'true') : holdsWithout(operator),
    ),
  );
}

/** What a conjunct on the key is; one on another key may hold or not. */
function met(conjunct: CanonicalConjunct, key: string, test: (operator: Operator) => Guess): Guess {
  const isOther = negate(isOn(conjunct, key, () => true));
  if (isOther === true) return beyond('a further condition of a Deny');
  return isOn(conjunct, key, test);
}

function isOn(
  { key, operator, operatorName, open }: CanonicalConjunct,
  wanted: string,
  test: (operator: Operator) => Guess,
): Guess {
  if (open.length > 0) return doubt(open);
  if (key === null) return false;
  if (key.certain === null) return doubt(symbolsOf(key));
  if (key.certain !== wanted) return false;
  if (operator !== null) return test(operator);
  return operatorName.certain === null && doubt(symbolsOf(operatorName));
}

/** A missing key: positive operators do not hold, negated ones and ...IfExists do, and so does ForAllValues. */
function holdsWithout({ negated, ifExists, qualifier }: Operator): boolean {
  return negated || ifExists || qualifier === 'ForAllValues';
}

/** The value of the operator Null. */
function asksFor({ values }: CanonicalConjunct, wanted: 'true' | 'false'): Guess {
  return every(values, ({ certain, parts }) =>
    certain === null
      ? doubt(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.symbol])))
      : certain.toLowerCase() === wanted,
  );
}
