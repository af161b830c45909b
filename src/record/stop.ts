import type { AnswerError } from '../read/snapshot/format.ts';

/** The end of a whole scan, ahead of time: it comes once, with its reason, or never. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Null while the scan goes on. */
  readonly reason: () => AnswerError | null;
  readonly now: (reason: AnswerError) => void;
}

export function openStop(): Stop {
  const controller = new AbortController();
  let reason: AnswerError | null = null;
  return {
    signal: controller.signal,
    reason: () => reason,
    now: (why) => {
      if (reason !== null) return;
      reason = why;
      controller.abort(why);
    },
  };
}
