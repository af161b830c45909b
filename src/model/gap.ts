import type { Fact } from './facts.ts';
import type { Location } from './location.ts';
import type { UnknownReason } from './value.ts';

export const everyKind = ['key', 'alias', 'policy', 'keyStore', 'cluster', 'hsm'] as const;
export type Kind = (typeof everyKind)[number];

/** Something that could hold objects and was not, or not wholly, read. */
export interface Gap {
  readonly scope: string;
  readonly reason: UnknownReason;
  readonly what: string;
  /** The kinds of object it may hide. */
  readonly hides: readonly Kind[];
  /** The objects of which it may hide something, by their identities; absent where it may be any. */
  readonly reaches?: readonly string[];
  /** For module calls whose modules were not read: which they are. */
  readonly modules?: readonly UnreadModule[];
  readonly at: Location;
  /** What is missing for this cause, so that a configuration can name it; see {@link Unanswered}. Live alone. */
  readonly unanswered?: Unanswered;
}

/** A module call whose module was not read. */
export interface UnreadModule {
  /** As Terraform prints it, without instance keys: `module.data.module.kms`. */
  readonly address: string;
  /** As written, without what may be a credential. */
  readonly source: string;
  readonly version: string | null;
  /** `unfetched` where `terraform init` brings it; else the configuration is wrong, or more has to be judged with it. */
  readonly cause: 'unfetched' | 'missing' | 'outside';
  readonly at: Location;
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
