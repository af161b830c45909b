import type { Inventory } from '../../model/inventory.ts';
import type { StateHeading } from '../input/state-heading.ts';

/** What a state holds, and what tells it from others of one root module and workspace. */
export interface StateReading extends StateHeading {
  readonly present: Inventory;
  /** As printed. */
  readonly path: string;
}

/** A state of which no more was read than which one it is. */
export interface StateInput extends StateHeading {
  /** As printed. */
  readonly path: string;
  /** The root module whose configuration it lies beside; null where it lies beside none. */
  readonly rootModule: string | null;
  /** Whether somebody named it: what is wrong with it then ends the run, and else is a gap. */
  readonly isNamed: boolean;
  /** @throws InputError where it is broken */
  readonly read: () => StateReading;
}
