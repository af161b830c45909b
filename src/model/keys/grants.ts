import { existsBeside, mayBeHidden } from '../absence.ts';
import type { Grant, Inventory, Key } from '../inventory.ts';
import { aimsAtKey } from '../targets.ts';
import { all, any, no, truth, undecided, yes, type Truth } from '../truth.ts';
import { indexByKey } from './attached.ts';

const candidatesOf = indexByKey<Grant>();

/** A grant that is, or may be, on a key. */
export interface GrantOnKey {
  readonly grant: Grant;
  /** Whether it is. */
  readonly isOn: Truth;
}

/** The grants of a key, as far as they were read. */
export interface Granted {
  readonly grants: readonly GrantOnKey[];
  /** Whether there may be more of them; false where all were read. */
  readonly hasMore: Truth;
}

const found = new WeakMap<Inventory, WeakMap<Key, Granted>>();

/** The grants that are on a key, or may be; found once. */
export function grantsOn(key: Key, inventory: Inventory): Granted {
  const byKey = found.get(inventory) ?? new WeakMap<Key, Granted>();
  found.set(inventory, byKey);
  const granted = byKey.get(key) ?? findGrants(key, inventory);
  byKey.set(key, granted);
  return granted;
}

function findGrants(key: Key, inventory: Inventory): Granted {
  const grants = candidatesOf(inventory.grants)(key)
    .map((grant) => ({
      grant,
      isOn: all(aimsAtKey(grant.key, key, grant), existsBeside(grant, key)),
    }))
    .filter(({ isOn }) => isOn.is !== false);
  const { grantsUnread = null } = key;
  return {
    grants,
    hasMore: any(
      mayBeHidden(inventory, key.scope, 'grant', key),
      grantsUnread === null ? no : undecided(grantsUnread),
    ),
  };
}

/** Whether grants were read where a key is: of a live account only where a scan was told to. */
export function wereGrantsAsked({ source, scope }: Key, { scopes }: Inventory): Truth {
  if (source !== 'live') return yes;
  return truth(scopes.some(({ id, hasGrants }) => id === scope && hasGrants === true));
}
