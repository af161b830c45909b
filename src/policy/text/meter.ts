/** Counts the work of one comparison, so that a hostile policy ends as `open` and not as a hung run. */
export interface Meter {
  /** Whether there is work left to spend. */
  spend(cost: number): boolean;
  exhausted(): boolean;
}

/** A meter that allows this many steps. */
export function meterOf(steps: number): Meter {
  let left = steps;
  return {
    spend: (cost) => (left -= cost) >= 0,
    exhausted: () => left < 0,
  };
}
