import type { OwnKey } from './context.ts';
import type { Listing } from '../grammar/document.ts';
import { either, negate, some } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import { contains } from '../text/pattern.ts';
import { splitText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/**
 * Whether a statement's Resource names the policy's own key. `*` does ("this key"); so does its ARN, or a
 * pattern for it. A statement about another key applies to nothing (KMS Developer Guide, "Resource").
 */
export function namesOwnKey(resources: Listing<Text>, own: OwnKey, meter: Meter): Guess {
  const named = some(resources.items, (item) => isOwnKey(item, own, meter));
  return resources.negated ? negate(named) : named;
}

function isOwnKey(resource: Text, own: OwnKey, meter: Meter): Guess {
  if (resource.certain === '*' || isArn(resource, own.arn)) return true;
  if (isArn(resource, own.other)) return false;
  return contains(resource, own.arn, meter);
}

function isStar({ negated, items }: Listing<Text>): boolean {
  return !negated && items.length === 1 && items[0]?.certain === '*';
}

/** The text is the ARN, or the symbol that stands for it. */
function isArn(resource: Text, arn: Text): boolean {
  if (resource.key === arn.key) return true;
  const [symbol, ...more] = resource.parts;
  const last = arn.parts.at(-1);
  return (
    more.length === 0 &&
    typeof symbol === 'object' &&
    typeof last === 'object' &&
    symbol.symbol === last.symbol
  );
}

/** Whether `outer` names its own key wherever `inner` names its own: equal texts that tell no key from another. */
export function namesAlike(
  inner: { readonly resources: Listing<Text>; readonly own: OwnKey },
  outer: { readonly resources: Listing<Text>; readonly own: OwnKey },
  meter: Meter,
): Guess {
  if (isStar(outer.resources)) return true;
  return either(areAlike(inner, outer), () => namesOwnKey(outer.resources, outer.own, meter));
}

function areAlike(
  inner: { readonly resources: Listing<Text>; readonly own: OwnKey },
  outer: { readonly resources: Listing<Text>; readonly own: OwnKey },
): boolean {
  const [a, b] = [inner.resources, outer.resources];
  const keys = new Set(b.items.map((item) => item.key));
  if (a.negated !== b.negated || a.items.length !== keys.size) return false;
  if (!a.items.every((item) => keys.has(item.key))) return false;
  return inner.own.arn.key === outer.own.arn.key || a.items.every(tellsNoKey);
}

/** `arn:…:key/*` holds every key of an account and Region, and a comparison never leaves these. */
function tellsNoKey(text: Text): boolean {
  return text.certain === '*' || splitText(text, ':').at(-1)?.certain === 'key/*';
}
