import type { Inventory, Key, Subject } from '../../model/inventory.ts';
import { nameIn } from '../../rule/remedy/names.ts';

/** A label with the day of the rotation that no object of its module has. */
export function freshLabel(
  label: string,
  { scope }: Key,
  day: string,
  inventory: Inventory,
): string {
  const { keys, aliases, policies } = inventory;
  const taken = new Set(
    [...keys, ...aliases, ...policies]
      .filter((other: Subject) => other.scope === scope)
      .flatMap(({ subject }) => nameIn(subject)?.label ?? []),
  );
  const wanted = `${label}_${day}`;
  for (let i = 2; taken.has(wanted) && i < 100; i++)
    if (!taken.has(`${wanted}_${i}`)) return `${wanted}_${i}`;
  return wanted;
}

/** What the old key and its successor are called where no block is at hand. */
export interface Pairing {
  readonly type: string;
  readonly old: string;
  readonly label: string;
  readonly isLive: boolean;
}
