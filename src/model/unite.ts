import type { Inventory, WithoutInstance } from './inventory.ts';

/** One inventory of several; objects of different scopes are not merged. */
export function unite(inventories: readonly Inventory[]): Inventory {
  const [only] = inventories;
  if (only !== undefined && inventories.length === 1) return only;
  const consumers = inventories.flatMap((i) => i.consumers ?? []);
  return {
    scopes: inventories.flatMap((i) => i.scopes),
    keys: inventories.flatMap((i) => i.keys),
    aliases: inventories.flatMap((i) => i.aliases),
    policies: inventories.flatMap((i) => i.policies),
    grants: inventories.flatMap((i) => i.grants),
    keyStores: inventories.flatMap((i) => i.keyStores),
    clusters: inventories.flatMap((i) => i.clusters),
    hsms: inventories.flatMap((i) => i.hsms),
    ...watching(inventories),
    ...(consumers.length === 0 ? {} : { consumers }),
    ...joined(inventories.flatMap((i) => i.withoutInstance ?? [])),
    gaps: inventories.flatMap((i) => i.gaps),
    partial: inventories.flatMap((i) => i.partial),
  };
}

/** One that was read without looking for monitors has none to add. */
function watching(inventories: readonly Inventory[]): Pick<Inventory, 'monitors'> {
  const found = inventories.flatMap(({ monitors }) => (monitors === undefined ? [] : [monitors]));
  return found.length === 0 ? {} : { monitors: found.flat() };
}

function joined(withoutInstance: readonly WithoutInstance[]): Pick<Inventory, 'withoutInstance'> {
  return withoutInstance.length === 0 ? {} : { withoutInstance };
}
