import type { Scope, Source } from '../inventory.ts';
import type { Location } from '../location.ts';
import { unknown, type Unknown } from '../value.ts';

/** When something was read, and by what. */
export interface Reading {
  readonly source: Source;
  /** In ISO 8601 and UTC; null where the input does not tell. */
  readonly time: string | null;
  /** The input, for places. */
  readonly at: Location;
}

export function readingOf(source: Source, scope: Scope | undefined): Reading {
  const path = scope?.id ?? '';
  const at: Location =
    source === 'live'
      ? { kind: 'live', path: null, arn: path, call: 'ListKeys' }
      : { kind: 'plan', path, pointer: '', source: null };
  return { source, time: scope?.recordedAt ?? null, at };
}

/** Whether it is known to be older. */
export function isOlder(one: Reading, other: Reading): boolean {
  if (one.time === null || other.time === null) return false;
  return Date.parse(one.time) < Date.parse(other.time);
}

/** For a message: `the snapshot of 2026-01-31 06:00 UTC`. */
export function describeReading({ source, time }: Reading): string {
  const name = names[source];
  return time === null ? name : `${name} of ${minuteOf(time)}`;
}

const names: Readonly<Record<Source, string>> = {
  hcl: 'the configuration',
  plan: 'the plan',
  state: 'the state',
  live: 'the snapshot',
};

function minuteOf(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

/** Why an older snapshot that differs proves nothing. */
export function staleness(snapshot: Reading, code: Reading): Unknown {
  const what = `the account since ${describeReading(snapshot)}, which is older than ${describeReading(code)}: record it again`;
  return unknown('not-read', what, snapshot.at);
}
