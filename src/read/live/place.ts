import { partitions } from '../../generated/partitions.js';
import type { LiveLocation } from '../../model/location.ts';
import { liveScopeOf } from '../../model/live-scope.ts';
import { known, unknown, type Value } from '../../model/value.ts';

/** Where a snapshot was taken: what its objects share. */
export interface Place {
  /** The snapshot, as printed. */
  readonly path: string;
  readonly scope: string;
  readonly region: Value<string>;
  readonly account: Value<string>;
  /** Names the account and Region where no object does. */
  readonly arn: string;
  /** What ARNs begin with after `arn:`: `aws`, `aws-cn`, `aws-eusc`, … */
  readonly partition: string;
}

/** The place of a snapshot; without an account it shares a scope with no other one. */
export function placeOf(path: string, account: string | null, region: string): Place {
  const partition = partitionOf(region);
  const arn = `arn:${partition}:kms:${region}:${account ?? ''}:*`;
  const at: LiveLocation = { kind: 'live', path, arn, call: 'GetCallerIdentity' };
  return {
    path,
    scope: account === null ? `${path} ${region}` : liveScopeOf(account, region),
    region: known(region, 'observed', at),
    account:
      account === null ? unknown('not-read', 'the account', at) : known(account, 'observed', at),
    arn,
    partition,
  };
}

/** A Region that nobody knows yet is taken for one of AWS's own partition, as the SDK has it. */
function partitionOf(region: string): string {
  return partitions.find(({ regions }) => regions.test(region))?.name ?? 'aws';
}

/** What one call told about one object. */
export function locationOf({ path }: Place, arn: string, call: string): LiveLocation {
  return { kind: 'live', path, arn, call };
}
