import type { Declaration } from '../../model/conventions.ts';
import type { Severity } from '../../model/finding.ts';
import type { SourceLocation } from '../../model/location.ts';
import type { Environment } from '../../read/configuration/index.ts';
import type { Options } from '../../rule/rule.ts';

/** What a configuration file says, with paths made absolute and every mistake found. */
export interface Config {
  /** As printed. */
  readonly path: string;
  /** What the path patterns in it are relative to. */
  readonly base: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly ignore: Ignore;
  readonly suppressions: readonly ConfigSuppression[];
  readonly lineage: readonly Declaration[];
  readonly versionPatterns: readonly string[];
  /** Names of the tags that tell whose a key is; null for the usual ones. */
  readonly ownerTags: readonly string[] | null;
  readonly environments: readonly Environment[];
  readonly failOn: Severity | 'none' | null;
  readonly failOnOpen: boolean | null;
  readonly allowGaps: boolean | null;
  readonly allowUnfetched: boolean | null;
  /** Absolute. */
  readonly baseline: string | null;
}

export interface RuleSetting {
  /** Null: the rule's own. */
  readonly severity: Severity | 'off' | null;
  readonly options: Options;
}

/** What is not judged. */
export interface Ignore {
  readonly paths: readonly string[];
  readonly subjects: readonly string[];
}

/** Stands in the place of a rule where somebody accepts what could not be read. */
export const unread = 'unread';

/** That somebody lives with what a rule finds about some subjects. */
export interface ConfigSuppression {
  readonly rule: string;
  /** Addresses or ARNs; `*` stands for any text. */
  readonly subject: string;
  /** Files, plans or root modules; null for all. */
  readonly path: string | null;
  /** A pattern of an alias that is on the key, or was before; null for keys with any or none. */
  readonly alias: string | null;
  /** Patterns of the values that tags of the key must have, by their names. */
  readonly tags: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The last day on which it suppresses, `YYYY-MM-DD`; null where it always does. */
  readonly expires: string | null;
  readonly at: SourceLocation;
}

/** The file as its schema admits it. */
export interface ConfigFile {
  readonly rules?: Readonly<
    Record<
      string,
      | Severity
      | 'off'
      | {
          readonly severity?: Severity | 'off';
          readonly options?: Readonly<Record<string, unknown>>;
        }
    >
  >;
  readonly ignore?: { readonly paths?: readonly string[]; readonly subjects?: readonly string[] };
  readonly suppressions?: readonly {
    readonly rule: string;
    readonly subject: string;
    readonly path?: string;
    readonly alias?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly reason: string;
    readonly expires?: string;
  }[];
  readonly lineage?: readonly { readonly predecessor: string; readonly successor: string }[];
  readonly versionPatterns?: readonly string[];
  readonly ownerTags?: readonly string[];
  readonly environments?: Readonly<
    Record<string, { readonly varFiles?: readonly string[]; readonly workspace?: string }>
  >;
  readonly failOn?: Severity | 'none';
  readonly failOnOpen?: boolean;
  readonly allowGaps?: boolean;
  readonly allowUnfetched?: boolean;
  readonly baseline?: string;
}
