import { createHash } from 'node:crypto';

/** One of `count` equal parts of the accounts; `index` counts from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Whether the account belongs to the shard, with all of its Regions: a multi-Region key is judged once. Every account
 * belongs to exactly one, whatever the others are and whoever asks: accounts that come or go move no other.
 */
export function isInShard(account: string | null, shard: Shard | null): boolean {
  if (shard === null) return true;
  const digest = createHash('sha256')
    .update(account ?? '')
    .digest();
  return digest.readUIntBE(0, 6) % shard.count === shard.index;
}
