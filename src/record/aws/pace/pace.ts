/**
 * How fast one operation may be asked: a token bucket whose rate falls where AWS throttles, since others draw on the
 * same quota, and recovers with time. Plain arithmetic; times in milliseconds, rates in requests a second.
 */
export interface Pace {
  /** The share of the published quota. */
  readonly ceiling: number;
  readonly rate: number;
  readonly tokens: number;
  /** When tokens and rate were last brought up to date. */
  readonly at: number;
  /** When the rate last fell. */
  readonly slowedAt: number;
}

/** How long tokens gather while nobody takes them: what a late timer may catch up. */
const burstSeconds = 0.25;

/** Throttles within this time come from one excess, and slow once. */
const slowingInterval = 1000;

const slowing = 0.7;

/** Part of the ceiling that a second without throttles gives back. */
const recovery = 0.1;

/** Part of the ceiling that is always tried. */
const least = 0.05;

export function startPace(ceiling: number, now: number): Pace {
  return { ceiling, rate: ceiling, tokens: 1, at: now, slowedAt: Number.NEGATIVE_INFINITY };
}

export function refill(pace: Pace, now: number): Pace {
  const seconds = Math.max(0, now - pace.at) / 1000;
  const calm = Math.max(0, Math.min(now - pace.at, now - pace.slowedAt - slowingInterval)) / 1000;
  const rate = Math.min(pace.ceiling, pace.rate + calm * recovery * pace.ceiling);
  const full = Math.max(1, rate * burstSeconds);
  const tokens = Math.min(full, pace.tokens + seconds * pace.rate);
  return { ...pace, rate, tokens, at: now };
}

/** AWS throttled a request. */
export function slow(pace: Pace, now: number): Pace {
  const current = refill(pace, now);
  if (now - current.slowedAt < slowingInterval) return current;
  const rate = Math.max(current.ceiling * least, current.rate * slowing);
  return { ...current, rate, tokens: Math.min(0, current.tokens), slowedAt: now };
}

/** Milliseconds until there is a token. */
export function waitFor(pace: Pace): number {
  return pace.tokens >= 1 ? 0 : ((1 - pace.tokens) / pace.rate) * 1000;
}
