import type { LiveLocation } from '../../model/location.ts';
import { liveScopeOf } from '../../model/place/live-scope.ts';
import { partitionOf } from '../../model/place/partition.ts';
import { known, unknown, valueOr, type Value } from '../../model/value.ts';

/** Where a snapshot was taken: what its objects share. */
export interface Place {
  /** The snapshot, as printed. */
  readonly path: string;
  readonly scope: string;
  readonly region: Value<string>;
  readonly account: Value<string>;
  /** Names the account and Region where no object does. */
  readonly arn: string;
}

/** The place of a snapshot; without an account it shares a scope with no other one. */
export function placeOf(path: string, account: string | null, region: string): Place {
  const arn = `arn:${partitionOf(region)}:kms:${region}:${account ?? ''}:*`;
  const at: LiveLocation = { kind: 'live', path, arn, call: 'GetCallerIdentity' };
  return {
    path,
    scope: account === null ? `${path} ${region}` : liveScopeOf(account, region),
    region: known(region, 'observed', at),
    account:
      account === null ? unknown('not-read', 'the account', at) : known(account, 'observed', at),
    arn,
  };
}

/** What one call told about one object. */
export function locationOf({ path }: Place, arn: string, call: string): LiveLocation {
  return { kind: 'live', path, arn, call };
}

/** What one operation told of the account and Region, by a name that a configuration can give. */
export function subjectOf({ account, region }: Place, call: string): string {
  return [valueOr(account, 'unknown'), valueOr(region, 'unknown'), call].join('/');
}
