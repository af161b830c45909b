import { createHash } from 'node:crypto';

/** One of `count` equal parts of the targets; `index` counts from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Whether the account and Region belong to the shard. Every target belongs to exactly one, whatever the others are and
 * whoever asks: accounts that come or go move no other.
 */
export function isInShard(account: string | null, region: string, shard: Shard | null): boolean {
  if (shard === null) return true;
  const digest = createHash('sha256')
    .update(`${account ?? ''}/${region}`)
    .digest();
  return digest.readUIntBE(0, 6) % shard.count === shard.index;
}
