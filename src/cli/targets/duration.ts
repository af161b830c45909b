import { UserError } from '../../errors.ts';
import { quote } from '../../text/suggest.ts';

const units = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Timers of Node.js reach no further. */
const longest = 24 * units.h;

/**
 * `30m`, `90s`, `2h`, `1h30m`, in milliseconds.
 * @throws UserError where it is none, or more than a day
 */
export function readDuration(given: string, option: string): number {
  const match = /^(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?$/.exec(given);
  const [, hours = '0', minutes = '0', seconds = '0'] = match ?? [];
  const total = Number(hours) * units.h + Number(minutes) * units.m + Number(seconds) * units.s;
  if (match !== null && total > 0 && total <= longest) return total;
  throw new UserError(
    `${option} wants a duration up to a day, such as 30m or 1h30m, not ${quote(given)}`,
  );
}
