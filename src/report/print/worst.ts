import { openSpool, type Spool } from './spool.ts';

/** Items in an order that is known only when all of them are; those beyond the first of a level are kept as text. */
export interface Worst<T> {
  /** @param rank the lowest of a level comes first; of one rank, what came first */
  readonly add: (item: T, level: number, rank: number) => void;
  /** The first of each level, the lowest level first. */
  readonly shown: () => readonly T[];
  /** How many others there are. */
  readonly left: () => number;
  /** The others as text, in the same order; once. */
  readonly rest: () => Iterable<string>;
}

interface Rank<T> {
  readonly level: number;
  readonly rank: number;
  readonly first: T[];
  readonly others: Spool;
}

/** UTF-16 units that one rank keeps in memory. */
const inMemory = 1 << 20;

/** @param most how many of a level are shown */
export function openWorst<T>(most: number, print: (item: T) => string): Worst<T> {
  const ranks = new Map<string, Rank<T>>();
  let count = 0;
  const inOrder = (): readonly Rank<T>[] =>
    [...ranks.values()].toSorted((a, b) =>
      a.level === b.level ? a.rank - b.rank : a.level - b.level,
    );
  /** How many of the first of each rank are among the first of its level. */
  const shares = (): readonly (readonly [Rank<T>, number])[] => {
    const room = new Map<number, number>();
    return inOrder().map((one) => {
      const left = room.get(one.level) ?? most;
      const share = Math.min(left, one.first.length);
      room.set(one.level, left - share);
      return [one, share] as const;
    });
  };
  const shown = (): readonly T[] => shares().flatMap(([{ first }, share]) => first.slice(0, share));
  return {
    add: (item, level, rank) => {
      count += 1;
      const name = `${level} ${rank}`;
      const one = ranks.get(name) ?? { level, rank, first: [], others: openSpool(inMemory) };
      ranks.set(name, one);
      if (one.first.length < most) one.first.push(item);
      else one.others.add(print(item));
    },
    shown,
    left: () => count - shown().length,
    *rest() {
      for (const [{ first, others }, share] of shares()) {
        for (const item of first.slice(share)) yield print(item);
        yield* others.take();
      }
    },
  };
}
