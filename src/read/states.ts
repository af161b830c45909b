import { emptyInventory, unite, type Inventory } from '../model/inventory.ts';

/** What inputs hold now, and what was there before. */
export interface States {
  readonly present: Inventory;
  readonly prior: Inventory;
}

/** Several states as one; objects of different scopes are not merged. */
export function together(states: readonly States[]): States {
  return {
    present: unite(states.map(({ present }) => present)),
    prior: unite(states.map(({ prior }) => prior)),
  };
}

/** States of a present of which nothing is known to have been before. */
export function presentOnly(present: Partial<Inventory>): States {
  return { present: { ...emptyInventory, ...present }, prior: emptyInventory };
}
