// A snapshot: what AWS answered about one account and Region, as it answered. Written once, key by key, by `record`;
// read by `read/live`; published as schema/snapshot.schema.json. Nothing is interpreted here.
import type { Json } from '../input/resource.ts';

/** The version that this program writes, and the only one that it reads. */
export const snapshotVersion = 1;

/** What AWS answered to one request, or why there is no answer. Members of `ok` have AWS's own names. */
export type Answer<T = Json> =
  | { readonly ok: T }
  /** `ok` beside an error: the pages that were read before it. */
  | { readonly error: AnswerError; readonly ok?: T };

export interface AnswerError {
  /** AWS's own name (`AccessDeniedException`), or the kind of failure (`TimeoutError`, `ThrottlingException`). */
  readonly name: string;
  readonly message: string;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** AWS's id of the request, by which its support finds it; absent where no answer of AWS came. */
  readonly requestId?: string;
}

/** The requests that are made once for each key, each by the API operation's name. */
export const keyOperations = [
  'DescribeKey',
  'GetKeyRotationStatus',
  'GetKeyPolicy',
  'ListResourceTags',
  'ListKeyRotations',
  'ListGrants',
] as const;

export type KeyOperation = (typeof keyOperations)[number];

/**
 * One key of ListKeys with the answers about it. An operation that is absent was not asked: the chosen rules do
 * not need it, the kind of key does not have it, or the scan was stopped before.
 */
export type KeyRecord = {
  readonly KeyId: string;
  readonly KeyArn: string;
} & { readonly [Operation in KeyOperation]?: Answer };

/** Everything but the keys. */
export interface SnapshotHead {
  readonly kmslintSnapshot: typeof snapshotVersion;
  readonly tool: { readonly name: 'kmslint'; readonly version: string };
  /** Twelve digits; null where GetCallerIdentity did not answer. */
  readonly account: string | null;
  readonly region: string;
  /** The account's name in its organisation (ListAccounts); absent where that was not asked. */
  readonly accountName?: string;
  /** ARN of the role that asked; absent where it was the caller's own identity. */
  readonly role?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** How it was read; absent where nothing was, and before kmslint recorded it. */
  readonly asked?: { readonly facts: readonly string[]; readonly history: boolean };
  /** Lists of the account and Region; absent where they were not asked. Entries as AWS writes them. */
  readonly ListAliases?: Answer;
  readonly DescribeCustomKeyStores?: Answer;
  /** Absent too where CloudHSM has no host in the Region, and no key store stands on a cluster: AWS gave no list. */
  readonly DescribeClusters?: Answer;
}

export interface SnapshotTail {
  /** Whether ListKeys named every key. */
  readonly ListKeys: Answer<{ readonly count: number }>;
  /**
   * With `--grants`, by key id: ListGrants of the keys that the tag of another one names, which may be known only behind
   * their records. Empty where there are none.
   */
  readonly ListGrants?: Readonly<Record<string, Answer>>;
  readonly finishedAt: string;
  /** Why the scan ended early (expired credentials, the deadline); null where it ended by itself. */
  readonly stopped: AnswerError | null;
}

/** In the file: members of the head, then `keys`, one record a line, then members of the tail. */
export interface Snapshot extends SnapshotHead, SnapshotTail {
  readonly keys: readonly KeyRecord[];
}
