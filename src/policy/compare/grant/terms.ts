import type { Grant } from '../../../model/inventory.ts';
import type { ContextPairs, GrantConstraints } from '../../../model/keys/grant-terms.ts';
import { isConstrained } from '../../../model/keys/grant-operations.ts';
import { all, holds, truth, undecided, yes, type Truth } from '../../../model/truth.ts';
import { unknown, type Value } from '../../../model/value.ts';
import { asPrincipal, reaches } from '../../form/principal.ts';
import { sortOf } from '../../form/identity.ts';
import type { Principal } from '../../grammar/document.ts';
import { isServicePrincipal } from '../../grammar/principal.ts';
import { meterOf } from '../../text/meter.ts';
import { literal, textOf, type Text } from '../../text/text.ts';

/** Whether one grant gives an operation to whom another one gives it, whenever that one does. */
export function givesToo(other: Grant, grant: Grant, operation: string): Truth {
  return all(
    holds(other.operations, (operations) => operations.includes(operation)),
    isSameGrantee(other.grantee, grant.grantee),
    isConstrained(operation) ? isWeaker(other.constraints, grant.constraints) : yes,
  );
}

/** Whether all operations of one grant, which are not known, are given by another one: both are one symbol. */
export function givesAllOf(other: Grant, grant: Grant): Truth {
  const isOneList = isOneSymbol(other.operations, grant.operations);
  return all(
    isOneList ? yes : undecided(...[grant.operations, other.operations].filter((o) => !o.known)),
    isSameGrantee(other.grantee, grant.grantee),
    isWeaker(other.constraints, grant.constraints),
  );
}

/** The grantee as a key policy would have it; null where nothing of it is known, not even a name. */
export function principalIn(grantee: Value<string>): Principal | null {
  const text = textIn(grantee);
  if (text === null) return null;
  if (text.certain !== null) {
    return { type: isServicePrincipal(text.certain) ? 'Service' : 'AWS', text };
  }
  return { type: sortOf(text) === null ? null : 'AWS', text };
}

function textIn(grantee: Value<string>): Text | null {
  if (grantee.known) return literal(grantee.value);
  if (grantee.parts !== undefined) return textOf(grantee.parts);
  return grantee.symbol === undefined ? null : textOf([{ symbol: grantee.symbol }]);
}

/** As a role in a key policy lets its sessions in, so does one that a grant names. */
function isSameGrantee(outer: Value<string>, inner: Value<string>): Truth {
  const [a, b] = [principalIn(outer), principalIn(inner)];
  const unknowns = [outer, inner].filter((grantee) => !grantee.known);
  if (a === null || b === null) return undecided(...unknowns);
  const guess = reaches(asPrincipal(a), asPrincipal(b), meterOf(mostSteps));
  if (typeof guess === 'boolean') return resting(truth(guess), outer, inner);
  if (unknowns.length > 0) return undecided(...unknowns);
  return undecided(unknown('evaluation-limit', 'whether two grantees are the same', inner.at));
}

const mostSteps = 100_000;

/** A truth about known values rests on what they rest on. */
export function resting(settled: Truth, ...values: readonly Value<unknown>[]): Truth {
  const grounds = values.map((value) => (value.known ? holds(value, () => true) : yes));
  const ground = all(...grounds);
  if (settled.is === 'unknown' || ground.is !== true) return settled;
  return { ...settled, assuming: [...settled.assuming, ...ground.assuming] };
}

/** Whether constraints are met wherever others are: none, then a subset of fewer pairs, a subset, the whole context. */
function isWeaker(weaker: Value<GrantConstraints>, than: Value<GrantConstraints>): Truth {
  if (weaker.known && isNone(weaker.value)) return resting(yes, weaker);
  if (isOneSymbol(weaker, than)) return yes;
  if (!weaker.known || !than.known) {
    return undecided(...[weaker, than].filter((constraints) => !constraints.known));
  }
  const { equals, subset, sourceArn } = weaker.value;
  const given = than.value;
  const hasSubset =
    subset === null || holdsPairs(given.equals, subset) || holdsPairs(given.subset, subset);
  const hasEquals = equals === null || areEqual(given.equals, equals);
  const hasSource = sourceArn === null || sourceArn === given.sourceArn;
  return resting(truth(hasSubset && hasEquals && hasSource), weaker, than);
}

function isNone({ equals, subset, sourceArn }: GrantConstraints): boolean {
  return equals === null && subset === null && sourceArn === null;
}

function holdsPairs(pairs: ContextPairs | null, wanted: ContextPairs): boolean {
  return (
    pairs !== null &&
    Object.entries(wanted).every(
      ([name, value]) => Object.hasOwn(pairs, name) && pairs[name] === value,
    )
  );
}

function areEqual(pairs: ContextPairs | null, wanted: ContextPairs): boolean {
  return (
    pairs !== null &&
    holdsPairs(pairs, wanted) &&
    Object.keys(pairs).length === Object.keys(wanted).length
  );
}

function isOneSymbol(a: Value<unknown>, b: Value<unknown>): boolean {
  return !a.known && !b.known && a.symbol !== undefined && a.symbol === b.symbol;
}
