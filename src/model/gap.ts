import type { Fact } from './facts.ts';
import type { Location } from './location.ts';
import type { UnknownReason } from './value.ts';

export type Kind = 'key' | 'alias' | 'policy' | 'keyStore' | 'cluster' | 'hsm';

/** Something that could hold objects and was not, or not wholly, read. */
export interface Gap {
  readonly scope: string;
  readonly reason: UnknownReason;
  readonly what: string;
  /** The kinds of object it may hide. */
  readonly hides: readonly Kind[];
  readonly at: Location;
  /** What is missing for this cause, so that a configuration can name it; see {@link Unanswered}. Live alone. */
  readonly unanswered?: Unanswered;
}

/** Requests of one operation in one account and Region that one cause left without an answer. */
export interface Unanswered {
  /** `111122223333/eu-west-1/GetKeyPolicy`; `…/scan` where the scan ended early, and left out whatever it had not asked. */
  readonly subject: string;
  /** How many requests it was. */
  readonly count: number;
  /** ARNs of the keys that they were about; empty where it was a list of the account and Region. */
  readonly keys: readonly string[];
  /** What rules need the answers for: where none of those that judge does, nothing is missing. Null: every rule does. */
  readonly fact: Fact | null;
}
