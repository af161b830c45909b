import type { Target } from '../target.ts';

/** `111122223333_eu-west-1.snapshot.json`, with `.gz` where it is compressed. */
export function snapshotName(
  { account, region }: Omit<Target, 'credentials'>,
  gzip: boolean,
): string {
  return `${account ?? 'unknown-account'}_${region}.snapshot.json${gzip ? '.gz' : ''}`;
}
