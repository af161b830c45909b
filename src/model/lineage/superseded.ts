import type { AliasIndex } from '../aliases/aliases.ts';
import { mayBeHidden } from '../absence.ts';
import type { Inventory, Key } from '../inventory.ts';
import { aimsAtKey } from '../targets.ts';
import { all, anyOf, not, type Truth } from '../truth.ts';
import { linksFrom } from './by-key.ts';
import type { Link } from './link.ts';

/** More keys of one lineage than these are not followed. */
const mostSteps = 100;

/**
 * Whether callers have gone over to a later key: a moving alias points at one that replaced it, and none at the key itself. A
 * successor that is only staged supersedes nothing, and aliases that were not read may say that it is so.
 */
export function isSuperseded(
  key: Key,
  links: readonly Link[],
  index: AliasIndex,
  inventory: Inventory,
): Truth {
  const hidden = mayBeHidden(inventory, key.scope, 'alias');
  const later = new Map<Key, Truth>();
  const pending: (readonly [Key, Truth])[] = successorsOf(key, links);
  for (const [successor, exists] of pending) {
    if (later.has(successor) || successor === key || later.size > mostSteps) continue;
    later.set(successor, exists);
    pending.push(...successorsOf(successor, links));
  }
  if (later.size === 0) return hidden;
  const taken = [...later].map(([successor, exists]) => all(exists, isCalled(successor, index)));
  return all(anyOf([...taken, hidden]), not(isCalled(key, index)));
}

function successorsOf(key: Key, links: readonly Link[]): (readonly [Key, Truth])[] {
  return linksFrom(key, links).flatMap(({ successors, exists }) =>
    successors.map((successor) => [successor, exists] as const),
  );
}

/** Whether a moving alias points at the key. */
function isCalled(key: Key, index: AliasIndex): Truth {
  const moving = index.candidatesOf(key).filter((alias) => index.isMoving(alias));
  return anyOf(moving.map((alias) => aimsAtKey(alias.target, key, alias)));
}
