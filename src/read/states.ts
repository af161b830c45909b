import { emptyInventory, type Inventory } from '../model/inventory.ts';
import { unite } from '../model/unite.ts';
import type { DeclaredInPlan } from './plan/configuration.ts';

/** What the inputs hold now, and what was there before. */
export interface States {
  readonly present: Inventory;
  readonly prior: Inventory;
  /** What the state said before a plan refreshed it, where that found something changed; absent where nothing was. */
  readonly lastKnown?: Inventory;
}

/** What configurations declare under the values of one environment. */
export interface InEnvironment {
  readonly name: string;
  readonly present: Inventory;
}

/** The states of a plan, and what tells which configuration it was made from. */
export interface PlanStates extends States {
  /** What the configuration in it declares; null where it holds none. */
  readonly declared: DeclaredInPlan | null;
  readonly provesAbsence: boolean;
  /** Where its configuration lies, as far as that is known before any was read: absolute, and without links. */
  readonly directory: string | null;
  /** Whether somebody named that directory (`--source`); else it is the one that the plan lies in. */
  readonly isSourceNamed: boolean;
}

/** Several states as one; objects of different scopes are not merged. */
export function together(states: readonly States[]): States {
  return {
    present: unite(states.map(({ present }) => present)),
    prior: unite(states.map(({ prior }) => prior)),
    lastKnown: unite(states.flatMap(({ lastKnown }) => lastKnown ?? [])),
  };
}

/** States of a present of which nothing is known to have been before. */
export function presentOnly(present: Partial<Inventory>): States {
  return { present: { ...emptyInventory, ...present }, prior: emptyInventory };
}
