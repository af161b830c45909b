import type { Inventory, Subject } from '../inventory.ts';
import { known, mapValue, unknown, type Value } from '../value.ts';

const millisecondsOfDay = 86_400_000;

/**
 * The time that dates of a subject are compared with: its input's own, so that the same input has the same verdicts on
 * any day. A configuration has none.
 */
export function timeOf({ scope, source, at }: Subject, { scopes }: Inventory): Value<string> {
  const time = scopes.find(({ id }) => id === scope)?.recordedAt;
  if (time !== undefined) return known(time, 'observed', at);
  const what = source === 'live' ? 'finishedAt of the snapshot' : 'the timestamp of the plan';
  return unknown('not-read', what, at);
}

/** How many days after the time of the input a date lies; negative before it. Dates are in ISO 8601 and UTC. */
export function daysUntil(date: Value<string>, time: Value<string>): Value<number> {
  if (!date.known) return date;
  if (!time.known) return time;
  const milliseconds = Date.parse(date.value) - Date.parse(time.value);
  return mapValue(date, () => milliseconds / millisecondsOfDay);
}

/** The day of a date, for a message: `2026-01-31`; `an unknown day` where it is not known. */
export function dayOf(date: Value<string | null>): string {
  return date.known && date.value !== null ? date.value.slice(0, 10) : 'an unknown day';
}

/** A number of days for a message, whether before or after: `1 day`, `3 days`. */
export function countDays(days: Value<number>): string {
  if (!days.known) return 'an unknown number of days';
  const whole = Math.round(Math.abs(days.value));
  return `${whole} ${whole === 1 ? 'day' : 'days'}`;
}
