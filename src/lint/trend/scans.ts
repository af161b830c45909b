import type { Asked, Scope } from '../../model/place/scope.ts';
import type { Heading } from '../../read/live/index.ts';
import { compareText } from '../../text/compare.ts';

/** When and how an account and Region were read. */
export interface ScanTimes {
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** ARN of the role that read it; null where none is recorded. */
  readonly role: string | null;
  readonly asked: Asked | null;
}

/** One account and Region, as it is judged and as it was before. */
export interface Scan {
  readonly scope: string;
  /** Null where it was read before, and is not judged now. */
  readonly now: ScanTimes | null;
  /** Null where `--previous` does not hold it, or is not given. */
  readonly previous: ScanTimes | null;
}

/** The accounts and Regions of one account. */
export function scansOf(now: readonly Scope[], before: readonly Scope[]): readonly Scan[] {
  const earlier = new Map(before.map((scope) => [scope.id, scope]));
  return now
    .filter(({ source }) => source === 'live')
    .map((scope) => {
      const previous = earlier.get(scope.id);
      return {
        scope: scope.id,
        now: timesOf(scope),
        previous: previous === undefined ? null : timesOf(previous),
      };
    });
}

function timesOf({ startedAt, recordedAt, role, asked }: Scope): ScanTimes {
  return {
    startedAt: startedAt ?? null,
    finishedAt: recordedAt ?? null,
    role: role ?? null,
    asked: asked ?? null,
  };
}

/** Accounts and Regions of which only earlier snapshots are there: of these no more was read than their heads. */
export function absentScans(earlier: readonly Heading[]): readonly Scan[] {
  return earlier
    .map(({ scope, startedAt }) => ({
      scope,
      now: null,
      previous: { startedAt, finishedAt: null, role: null, asked: null },
    }))
    .toSorted((a, b) => compareText(a.scope, b.scope));
}
