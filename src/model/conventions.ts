import type { Location } from './location.ts';

/** A link that somebody declares: alias names, key ids, ARNs or addresses. */
export interface Declaration {
  readonly predecessor: string;
  readonly successor: string;
  readonly at: Location;
}

/** What somebody declares about keys and aliases, because nothing that can be read tells it. */
export interface Conventions {
  /** Names of version aliases after `alias/`, as in `{stem}-{number}`; they count beside the built-in forms. */
  readonly versionPatterns: readonly string[];
  readonly lineage: readonly Declaration[];
}
