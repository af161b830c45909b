import { homesOf, type Homes } from '../place/home.ts';
import type { Inventory, Key } from '../inventory.ts';
import { indexKeys, type KeyIndex } from '../keys/index.ts';

/** The two states that lineage is read from, ready for look-ups. */
export interface States {
  readonly present: Inventory;
  readonly prior: Inventory;
  readonly keys: KeyIndex;
  readonly priorKeys: KeyIndex;
  readonly homes: Homes;
}

export function statesOf(present: Inventory, prior: Inventory): States {
  const homes = homesOf(present, prior);
  return { present, prior, homes, keys: indexKeys(present), priorKeys: indexKeys(prior) };
}

/**
 * A key of the prior state as it is now. Where the plan takes it away it stays the prior one: a key that is
 * made anew at its address is another key.
 */
export function keyNow(
  key: Key,
  { keys }: States,
): { readonly key: Key; readonly isGone: boolean } {
  const action = key.change?.action ?? 'none';
  const stays = action === 'none' || action === 'update';
  const now = stays ? keys.byIdentity(key.scope, key.identity) : null;
  return now === null ? { key, isGone: true } : { key: now, isGone: false };
}
