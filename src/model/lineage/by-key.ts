import type { Key } from '../inventory.ts';
import type { Link } from './link.ts';

/** The links of each key. */
interface Grouped {
  readonly from: ReadonlyMap<Key, readonly Link[]>;
  readonly with: ReadonlyMap<Key, readonly Link[]>;
}

/** Every key asks the same links: they are grouped once. */
const groups = new WeakMap<readonly Link[], Grouped>();

/** The links of which a key is the predecessor. */
export function linksFrom(key: Key, links: readonly Link[]): readonly Link[] {
  return group(links).from.get(key) ?? [];
}

/** The links of which a key is the predecessor or a successor. */
export function linksWith(key: Key, links: readonly Link[]): readonly Link[] {
  return group(links).with.get(key) ?? [];
}

function group(links: readonly Link[]): Grouped {
  const before = groups.get(links);
  if (before !== undefined) return before;
  const [from, both] = [new Map<Key, Link[]>(), new Map<Key, Link[]>()];
  for (const link of links) {
    const { predecessor, successors } = link;
    if (predecessor !== null) add(from, predecessor, link);
    for (const key of new Set([predecessor, ...successors])) {
      if (key !== null) add(both, key, link);
    }
  }
  const grouped = { from, with: both };
  groups.set(links, grouped);
  return grouped;
}

function add(to: Map<Key, Link[]>, key: Key, link: Link): void {
  const found = to.get(key);
  if (found === undefined) to.set(key, [link]);
  else found.push(link);
}
