import type { Sentence } from './step.ts';

/**
 * What uses the key and is no part of the inventory. This is the one place for it: whoever can tell consumers or grants fills
 * it in, and the checks and the grants step tell them. Null where nothing was read.
 */
export interface Surroundings {
  /** Who holds the key by its id or ARN, so that a moved alias does not reach them: a sentence each. */
  readonly consumers: readonly Sentence[] | null;
  readonly grants: readonly Grant[] | null;
}

/** A grant of the customer's own (KMS API, CreateGrant). */
export interface Grant {
  readonly granteePrincipal: string;
  readonly retiringPrincipal: string | null;
  readonly operations: readonly string[];
  readonly name: string | null;
  /** Constraints in the API's words; null where there are none. */
  readonly constraints: Readonly<{ [member: string]: Readonly<{ [name: string]: string }> }> | null;
}

export const nothingRead: Surroundings = { consumers: null, grants: null };
