import type { SourceLocation } from '../../model/location.ts';
import { holdsPlace } from './reach.ts';

/** Something that counts within a block. */
interface InBlock {
  readonly block: SourceLocation;
}

/**
 * Finds what counts at a place among many things in the blocks of one file, in the order in which they were given. Blocks
 * lie beside or within each other, so that few are looked at.
 */
export function finderIn<T extends InBlock>(
  things: readonly T[],
): (place: SourceLocation) => readonly T[] {
  const sorted = things
    .map((thing, order) => ({ thing, order }))
    .toSorted((a, b) => a.thing.block.line - b.thing.block.line);
  let last = 0;
  /** The last line of all blocks up to this one. */
  const ends = sorted.map(({ thing }) => (last = Math.max(last, thing.block.endLine)));
  return (place) => {
    const found: typeof sorted = [];
    for (let i = firstAfter(place.line) - 1; i >= 0 && (ends[i] ?? 0) >= place.endLine; i--) {
      const one = sorted[i];
      if (one !== undefined && holdsPlace(one.thing.block, place)) found.push(one);
    }
    return found.toSorted((a, b) => a.order - b.order).map(({ thing }) => thing);
  };

  /** Of the sorted things the first whose block begins after a line. */
  function firstAfter(line: number): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.thing.block.line ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
