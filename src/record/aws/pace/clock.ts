/** Time and chance, given to whatever waits: tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1, without 1. */
  readonly random: () => number;
  /** Calls once, when so many milliseconds have passed; the function that is returned calls it off. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};
