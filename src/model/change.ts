import type { Location } from './location.ts';

/** Replacements that somebody asked for, and deletions that the configuration asks for. */
export type ChangeReason = 'tainted' | 'requested' | 'triggered' | 'undeclared' | 'fewer instances';

/** What a plan does to an object of the prior state. */
export interface Change {
  /** `unknown`: a word of a later Terraform; `untold`: the plan does not say what becomes of the object. */
  readonly action: 'none' | 'update' | 'delete' | 'replace' | 'forget' | 'unknown' | 'untold';
  /** Whether a new object takes the address over. */
  readonly successor: boolean;
  /** Argument paths that force a replacement (`replace_paths`), dotted. */
  readonly forcedBy: readonly string[];
  /** Why it is replaced or deleted, where no argument forces it (`action_reason`); null where that is not told. */
  readonly reason: ChangeReason | null;
  readonly deposed: boolean;
  /** Happened outside of Terraform, before the plan (`resource_drift`). */
  readonly outside?: true;
  readonly at: Location;
}
