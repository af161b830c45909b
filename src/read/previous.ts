import { dirname } from 'node:path';
import { UserError } from '../errors.ts';
import {
  emptyInventory,
  type Change,
  type Gap,
  type Inventory,
  type Key,
} from '../model/inventory.ts';
import { unite } from '../model/unite.ts';
import type { Heading, Recorded } from './live/index.ts';

/**
 * The newest snapshot of an account and Region; the older ones are told as unread, but for those of earlier scans that lie
 * in directories of their dates beside it: they are kept as what was before.
 */
export function newestOf(newest: Recorded, older: readonly Heading[]): Recorded {
  const place = undated(newest.path);
  const isKept = ({ path }: Heading): boolean =>
    place !== null && undated(path) === place && dirname(path) !== dirname(newest.path);
  const strays = older.filter((one) => !isKept(one));
  return withGaps(
    newest,
    strays.map((one) => superseded(one, newest)),
  );
}

/** A path in a directory of its date, without the date; null where it lies in none. */
function undated(path: string): string | null {
  const match = /^(.*[\\/])?date=\d{4}-\d{2}-\d{2}[\\/][^\\/]+$/.exec(path);
  return match === null ? null : (match[1] ?? '');
}

function superseded({ path, scope }: Heading, newest: Recorded): Gap {
  const what = `${path}: another snapshot of ${scope}, ${newest.path}, is newer and is judged; name older ones with --previous`;
  return gapOf(newest, path, what);
}

function gapOf({ scope, inventory }: Recorded, path: string, what: string): Gap {
  const at = {
    kind: 'live',
    path,
    arn: inventory.scopes[0]?.id ?? scope,
    call: 'ListKeys',
  } as const;
  return { scope, reason: 'not-read', what, hides: [], at };
}

function withGaps(recorded: Recorded, gaps: readonly Gap[]): Recorded {
  if (gaps.length === 0) return recorded;
  const { inventory } = recorded;
  return { ...recorded, inventory: { ...inventory, gaps: [...inventory.gaps, ...gaps] } };
}

interface Candidate extends Heading {
  readonly isNamed: boolean;
}

/**
 * Refuses earlier snapshots of which none is older than what is judged. A directory that keeps every scan holds none on
 * its first day but what is judged itself: that is no mistake.
 * @throws UserError
 */
export function refuseLate(present: readonly Heading[], previous: readonly Candidate[]): void {
  const scopes = new Set(present.map(({ scope }) => scope));
  const judged = new Set(present.map(({ path }) => path));
  const met = previous.filter(({ scope }) => scopes.has(scope));
  if (met.every(({ path, isNamed }) => !isNamed && judged.has(path))) return;
  const earlier = groupByScope(met);
  if (present.some((now) => earlierOf(now, earlier) !== null)) return;
  throw new UserError(
    '--previous names no snapshot that is older than the ones to judge; swap them, or drop it',
  );
}

/** The newest of the earlier snapshots that is older than one of now, of the same account and Region. */
export function earlierOf<T extends Heading>(
  now: Heading,
  earlier: ReadonlyMap<string, readonly T[]>,
): T | null {
  return (earlier.get(now.scope) ?? []).find(({ startedAt }) => isBefore(startedAt, now)) ?? null;
}

/** Two snapshots of one account and Region. */
export interface Pair {
  readonly now: Recorded;
  readonly earlier: Recorded;
}

/** The state before, of what has one: of others nothing is claimed. What of it was not read is told, and hides nothing of now. */
export function before(pairs: readonly Pair[]): {
  readonly prior: Inventory;
  readonly gaps: readonly Gap[];
} {
  return {
    prior: unite(pairs.map(({ now, earlier }) => asPrior(earlier.inventory, now.inventory))),
    gaps: pairs.flatMap(({ earlier }) =>
      earlier.inventory.gaps.map((gap) => ({ ...gap, hides: [] })),
    ),
  };
}

function isBefore(startedAt: string, now: Heading): boolean {
  return Date.parse(startedAt) < Date.parse(now.startedAt);
}

/** The snapshots of each account and Region, newest first. */
export function groupByScope<T extends Heading>(
  recorded: readonly T[],
): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  const newestFirst = recorded.toSorted((a, b) => {
    const later = Date.parse(b.startedAt) - Date.parse(a.startedAt);
    return later === 0 ? (a.path < b.path ? -1 : 1) : later;
  });
  for (const one of newestFirst) {
    const group = groups.get(one.scope);
    if (group === undefined) groups.set(one.scope, [one]);
    else group.push(one);
  }
  return groups;
}

/** A key that is listed no more is deleted, unless the list was cut: KMS forgets no key before its time. */
function asPrior(earlier: Inventory, now: Inventory): Inventory {
  const present = new Set(now.keys.map(({ identity }) => identity));
  const isWhole = now.gaps.every(({ hides }) => !hides.includes('key'));
  const mark = (key: Key): Key =>
    present.has(key.identity) ? key : { ...key, change: goneBy(isWhole, key) };
  return { ...emptyInventory, ...earlier, keys: earlier.keys.map(mark) };
}

function goneBy(isWhole: boolean, { at }: Key): Change {
  const action = isWhole ? 'delete' : 'untold';
  return { action, successor: false, forcedBy: [], reason: null, deposed: false, at };
}
