import { existsBeside, mayBeHidden } from '../absence.ts';
import type { Inventory, Key, PolicyAttachment } from '../inventory.ts';
import { aimsAtKey } from '../targets.ts';
import { all } from '../truth.ts';
import { unknown, type Value } from '../value.ts';
import { indexByKey } from './attached.ts';

/** The text of a key's policy; known null where none is declared, so that AWS's default policy holds. */
export type PolicyText = Value<string | null>;

const candidatesOf = indexByKey<PolicyAttachment>();

/**
 * The policy of a key: its own argument, or the one attached to it. Unknown where both are declared, where
 * an attachment may be this key's, and where one may be missing from what was read.
 */
export function policyOf(key: Key, inventory: Inventory): PolicyText {
  const own = key.policy;
  const isOwn = own.known ? own.value !== null && own.from !== 'observed' : true;
  const attached = candidatesOf(inventory.policies)(key)
    .map((policy) => ({
      policy,
      aims: all(aimsAtKey(policy.key, key, policy), existsBeside(policy, key)),
    }))
    .filter(({ aims }) => aims.is !== false);
  const [first] = attached;
  if (first === undefined) return isOwn ? own : unlessHidden(own, key, inventory);
  if (attached.length > 1 || isOwn) return twice(key, attached.length + (isOwn ? 1 : 0));
  if (first.aims.is === 'unknown') return first.aims.because[0] ?? twice(key, 1);
  return first.policy.text;
}

function twice(key: Key, times: number): PolicyText {
  const what = `the policy of ${key.subject}, declared ${times} times`;
  return unknown('conflicting-declarations', what, key.policy.at);
}

/** Nothing stands in the key itself: an attachment that was not read may hold its policy. */
function unlessHidden(own: PolicyText, key: Key, inventory: Inventory): PolicyText {
  const hidden = mayBeHidden(inventory, key.scope, 'policy', key);
  return hidden.is === 'unknown' ? (hidden.because[0] ?? own) : own;
}
