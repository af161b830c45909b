import { existsBeside, mayBeHidden } from '../absence.ts';
import type { Inventory, Key, PolicyAttachment } from '../inventory.ts';
import { aimsAtKey, keyIdOf } from '../targets.ts';
import { all } from '../truth.ts';
import { unknown, type Value } from '../value.ts';

/** The text of a key's policy; known null where none is declared, so that AWS's default policy holds. */
export type PolicyText = Value<string | null>;

type Attachments = (key: Key) => readonly PolicyAttachment[];

const indexes = new WeakMap<Inventory, Attachments>();

/**
 * The policy of a key: its own argument, or the one attached to it. Unknown where both are declared, where
 * an attachment may be this key's, and where one may be missing from what was read.
 */
export function policyOf(key: Key, inventory: Inventory): PolicyText {
  const own = key.policy;
  const isOwn = own.known ? own.value !== null && own.from !== 'observed' : true;
  const attached = attachmentsOf(inventory)(key)
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

/** The attachments that may be a key's, found without looking at every one. */
function attachmentsOf(inventory: Inventory): Attachments {
  const before = indexes.get(inventory);
  if (before !== undefined) return before;
  const byTarget = new Map<string, PolicyAttachment[]>();
  for (const policy of inventory.policies) {
    for (const name of targetNames(policy)) {
      const group = byTarget.get(`${policy.scope}\n${name}`);
      if (group === undefined) byTarget.set(`${policy.scope}\n${name}`, [policy]);
      else group.push(policy);
    }
  }
  const attachments: Attachments = (key) => {
    const names = [`object ${key.identity}`, '?', ...idNames(key)];
    return [...new Set(names.flatMap((name) => byTarget.get(`${key.scope}\n${name}`) ?? []))];
  };
  indexes.set(inventory, attachments);
  return attachments;
}

/** A key that apply has yet to make has an id that nothing can name. */
function idNames({ keyId }: Key): readonly string[] {
  if (keyId.known) return [`id ${keyId.value}`];
  return keyId.reason === 'known-after-apply' ? [] : ['id'];
}

function targetNames({ key: { id, branches, complete } }: PolicyAttachment): readonly string[] {
  if (id.known) return ['id', `id ${keyIdOf(id.value)}`];
  const identities = branches.flatMap((branch) => branch.identities);
  return [...identities.map((identity) => `object ${identity}`), ...(complete ? [] : ['?'])];
}
