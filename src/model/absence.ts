import type { Inventory, Kind, Subject } from './inventory.ts';
import { no, undecided, yes, type Truth } from './truth.ts';
import { unknown } from './value.ts';

/**
 * False, or unknown where something of this kind may exist in the scope without having been read.
 * @param about the object to which it would belong, where that is known: some gaps cannot hold anything of it
 */
export function mayBeHidden(
  inventory: Inventory,
  scope: string,
  kind: Kind,
  about: Subject | null = null,
): Truth {
  const hiding = [...inventory.gaps, ...inventory.partial].filter(
    (gap) =>
      gap.scope === scope &&
      gap.hides.includes(kind) &&
      (about === null || (gap.reaches?.includes(about.identity) ?? true)),
  );
  if (hiding.length === 0) return no;
  return undecided(...hiding.map((gap) => unknown(gap.reason, gap.what, gap.at)));
}

/** Whether `other` exists if `subject` does: surely under the same guard. */
export function existsBeside(other: Subject, subject: Subject): Truth {
  return other.guard !== null && other.guard === subject.guard ? yes : other.exists;
}

/** Objects are related only within a root module, or an account and Region. */
export function besides<T extends Subject>(objects: readonly T[], subject: Subject): readonly T[] {
  return objects.filter((object) => object.scope === subject.scope);
}
