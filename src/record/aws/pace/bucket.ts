import type { Clock } from './clock.ts';
import type { Ending } from './ending.ts';
import { refill, slow, startPace, waitFor } from './pace.ts';

/** The queue in front of one operation: first come, first served, at the pace that AWS admits. */
export interface Bucket {
  /** False at the end of the reading: nothing may be sent any more. */
  readonly take: () => Promise<boolean>;
  /** AWS throttled a request: the pace falls. */
  readonly throttled: () => void;
}

/** Waiters are let go in batches: a timer for each would cost more than the requests. */
const batchMilliseconds = 4;

export function openBucket(perSecond: number, clock: Clock, ending: Ending): Bucket {
  let pace = startPace(perSecond, clock.now());
  let waiting: ((may: boolean) => void)[] = [];
  let timed = false;

  const admit = () => {
    pace = refill(pace, clock.now());
    const count = Math.min(Math.floor(pace.tokens), waiting.length);
    if (count > 0) {
      pace = { ...pace, tokens: pace.tokens - count };
      for (const admitted of waiting.splice(0, count)) admitted(true);
    }
    if (waiting.length === 0 || timed) return;
    timed = true;
    clock.after(Math.max(batchMilliseconds, waitFor(pace)), () => {
      timed = false;
      admit();
    });
  };
  ending.onEnd(() => {
    for (const refused of waiting) refused(false);
    waiting = [];
  });
  return {
    take: () =>
      new Promise((resolve) => {
        if (ending.reason() !== null) return resolve(false);
        waiting.push(resolve);
        if (!timed) admit();
      }),
    throttled: () => {
      pace = slow(pace, clock.now());
    },
  };
}
