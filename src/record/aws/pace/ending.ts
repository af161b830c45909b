import type { AnswerError } from '../../../read/snapshot/format.ts';
import type { Clock } from './clock.ts';

/** The end of a reading, for everyone who waits: it comes once, with its reason, or never. */
export interface Ending {
  /** Why nothing more is sent; null while everything goes on. */
  readonly reason: () => AnswerError | null;
  readonly end: (reason: AnswerError) => void;
  /** Resolves after so many milliseconds, or at the end. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Calls at the end, unless the function that is returned was called before. */
  readonly onEnd: (call: () => void) => () => void;
}

export function openEnding(clock: Clock): Ending {
  const listeners = new Set<() => void>();
  let reason: AnswerError | null = null;
  const onEnd = (call: () => void) => {
    listeners.add(call);
    return () => {
      listeners.delete(call);
    };
  };
  return {
    reason: () => reason,
    end: (why) => {
      if (reason !== null) return;
      reason = why;
      for (const listener of listeners) listener();
      listeners.clear();
    },
    onEnd,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        if (reason !== null) return resolve();
        const off = onEnd(() => {
          cancel();
          resolve();
        });
        const cancel = clock.after(milliseconds, () => {
          off();
          resolve();
        });
      }),
  };
}
