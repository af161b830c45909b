import type { Resource } from '../../input/resource.ts';

/** Chains of `moved` blocks are followed so far. */
const longestChain = 32;

/** Tells each resource the addresses from which `moved` blocks brought it, itself or with a module around it. */
export function withFormerAddresses(
  resources: readonly Resource[],
  moves: ReadonlyMap<string, string>,
): readonly Resource[] {
  if (moves.size === 0) return resources;
  return resources.map((resource) => {
    const formerly = formerAddresses(resource.address, moves);
    return formerly.length === 0 ? resource : { ...resource, formerly };
  });
}

function formerAddresses(address: string, moves: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set([address]);
  for (const known of found) {
    if (found.size > longestChain) break;
    for (const part of leadingParts(known)) {
      const from = moves.get(part);
      if (from !== undefined) found.add(from + known.slice(part.length));
    }
  }
  found.delete(address);
  return [...found];
}

/** The address itself, and what it begins with up to a dot or an index: longest first. */
function leadingParts(address: string): readonly string[] {
  const ends = [...address.matchAll(/[.[]/g)].map(({ index }) => index).toReversed();
  return [address, ...ends.map((end) => address.slice(0, end))];
}
