import { join } from 'node:path';
import type { Target } from '../target.ts';

type Place = Omit<Target, 'credentials'>;

/** How snapshots are filed in their directory. */
export interface Filing {
  readonly gzip: boolean;
  /** The day on which the scan began, `YYYY-MM-DD` in UTC; null for snapshots that nobody keeps: these lie flat. */
  readonly date: string | null;
}

/**
 * `account=111122223333/region=eu-west-1/date=2026-11-25/111122223333_eu-west-1.snapshot.json.gz`: partitions as Athena and
 * DuckDB read them from names, so that a directory holds every scan. A day has one snapshot of each.
 */
export function snapshotName(target: Place, { gzip, date }: Filing): string {
  const { account, region } = target;
  const name = `${account ?? unknown}_${region}.snapshot.json${gzip ? '.gz' : ''}`;
  return date === null ? name : join(partitionOf(target), `date=${date}`, name);
}

/** What holds the scans of a target, each in a directory of its date. */
export function partitionOf({ account, region }: Place): string {
  return join(`account=${account ?? unknown}`, `region=${region}`);
}

const unknown = 'unknown-account';
