import type { Inventory } from '../model/inventory.ts';
import type { DeclaredInPlan } from './plan/configuration.ts';

/** What the inputs hold now, and what was there before. */
export interface States {
  readonly present: Inventory;
  readonly prior: Inventory;
}

/** What a state holds, and what tells it from others of one root module and workspace. */
export interface StateReading {
  readonly present: Inventory;
  /** As printed. */
  readonly path: string;
  readonly lineage: string | null;
  readonly serial: number | null;
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
