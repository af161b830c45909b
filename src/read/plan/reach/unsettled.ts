import { blockOf } from '../../input/address.ts';
import { elementsOf, isObject, member, textMember } from '../../input/json.ts';
import { holdsMark } from '../../input/marks.ts';
import type { Json } from '../../input/resource.ts';

/**
 * Which blocks, by address without instance keys, may hold something that is not known before apply. Those that are made or
 * changed have marks in `after_unknown`; a data source whose change is `read` waits for apply; what a whole plan does not
 * mention is settled. Sorted out when it is first asked for.
 */
export function unsettledIn(plan: Json, isPartial: boolean): (block: string) => boolean {
  let marked: ReadonlyMap<string, boolean> | null = null;
  return (block) => (marked ??= marksIn(plan)).get(block) ?? isPartial;
}

function marksIn(plan: Json): ReadonlyMap<string, boolean> {
  const marked = new Map<string, boolean>();
  for (const list of ['resource_changes', 'deferred_changes']) {
    for (const element of elementsOf(member(plan, list))) {
      const change = member(element, 'resource_change') ?? element;
      const address = textMember(change, 'address');
      if (address === null) continue;
      const block = blockOf(address);
      if (marked.get(block) !== true) marked.set(block, isUnsettled(change));
    }
  }
  return marked;
}

function isUnsettled(change: Json): boolean {
  const body = member(change, 'change');
  if (!isObject(body) || elementsOf(body['actions']).includes('read')) return true;
  return holdsMark(member(body, 'after_unknown') ?? false);
}
