import type { Fact } from '../model/facts.ts';

/**
 * Temporary or long-lived credentials, as the SDK hands them out; refreshed before they expire, and on `forceRefresh`,
 * which is asked for once AWS has called them expired.
 */
export type Credentials = (options?: { readonly forceRefresh?: boolean }) => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}>;

/** One account and Region to read: one snapshot. */
export interface Target {
  /** Twelve digits; null where GetCallerIdentity was not answered. */
  readonly account: string | null;
  readonly region: string;
  /** The account's name in its organisation; absent where that was not asked. */
  readonly accountName?: string;
  /** ARN of the role that is assumed in it; absent where the caller's own credentials do. */
  readonly role?: string;
  readonly credentials: Credentials;
}

/** What a target is, without what reads it: for a snapshot, and for another thread. */
export function headingOf({
  account,
  region,
  accountName,
  role,
}: Omit<Target, 'credentials'>): Omit<Target, 'credentials'> {
  return {
    account,
    region,
    ...(accountName === undefined ? {} : { accountName }),
    ...(role === undefined ? {} : { role }),
  };
}

/** How targets are read. */
export interface ReadingOptions {
  /** What the chosen rules need; nothing else is asked. */
  readonly facts: ReadonlySet<Fact>;
  /** ListKeyRotations for every customer key, not only where a rule needs it. */
  readonly history: boolean;
  /** Forms of version aliases that a configuration adds: they tell which keys are in a lineage. */
  readonly versionPatterns: readonly string[];
  /** The share of the published quotas that may be used, above 0 and up to 1. */
  readonly quotaShare: number;
  /** Aborted at the deadline: what was not read by then is recorded as such. */
  readonly deadline: AbortSignal;
  /** The most connections at once; 256 unless given. Targets that are read at the same time share what there is. */
  readonly sockets?: number;
}

/** What happens while a target is read, for whoever shows progress. */
export interface ReadingProgress {
  /** Keys that ListKeys has named so far, and those with all their answers. */
  readonly listed: number;
  readonly done: number;
}

/** How the reading of a target ended. */
export interface Reading {
  readonly keys: number;
  readonly requests: number;
  readonly throttles: number;
  /** Why it ended early; null where everything was asked. `ExpiredTokenException` and the like end the whole scan. */
  readonly stopped: { readonly name: string; readonly message: string } | null;
}
