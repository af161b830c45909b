import { besides, existsBeside, mayBeHidden } from './absence.ts';
import { isAwsAlias, rolesOf } from './alias-scheme.ts';
import type { Alias, Inventory, Key } from './inventory.ts';
import { aimsAtKey, hasBranch } from './targets.ts';
import { all, any, truth, yes, type Truth } from './truth.ts';

/** Which aliases count: every customer alias, or moving ones alone. */
export type Counting = 'any' | 'moving';

/**
 * Whether a customer alias targets the key. One branch of a conditional target is enough.
 * Unknown where aliases were not all read, or an unresolved target may be this key.
 */
export function hasAlias(key: Key, inventory: Inventory, counting: Counting): Truth {
  const aliases = besides(inventory.aliases, key).filter(isCustomerAlias);
  const moving = counting === 'any' ? null : movingNames(aliases);
  return any(
    ...aliases.map((alias) =>
      all(
        existsBeside(alias, key),
        truth(moving === null || !alias.name.known || moving.has(alias.name.value)),
        hasBranch(alias.target, key) ? yes : aimsAtKey(alias.target, key, alias),
      ),
    ),
    mayBeHidden(inventory, key.scope, 'alias'),
  );
}

/** No one but AWS can create `alias/aws/…`, so an alias whose name is not known is a customer's. */
function isCustomerAlias(alias: Alias): boolean {
  return !(alias.name.known && isAwsAlias(alias.name.value));
}

function movingNames(aliases: readonly Alias[]): ReadonlySet<string> {
  const names = aliases.flatMap((alias) => (alias.name.known ? [alias.name.value] : []));
  const roles = rolesOf(names);
  return new Set(names.filter((name) => roles.get(name)?.role === 'moving'));
}
