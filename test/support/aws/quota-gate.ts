import { quotas } from './operations.ts';

/** One second of burst, and the quota from then on. */
export function quotaGate(
  factor: number | null,
  clock: () => number,
): (bucket: string, operation: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (name, operation) => {
    const quota = quotas[operation];
    if (factor === null || quota === undefined) return true;
    const rate = quota * factor;
    const now = clock();
    const bucket = buckets.get(name) ?? { tokens: rate, at: now };
    buckets.set(name, bucket);
    bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / 1000) * rate);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}
