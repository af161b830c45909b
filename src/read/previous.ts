import { UserError } from '../errors.ts';
import {
  emptyInventory,
  unite,
  type Change,
  type Gap,
  type Inventory,
  type Key,
} from '../model/inventory.ts';
import type { Recorded } from './live/index.ts';

/** What several snapshots say of now: the newest of each account and Region; the others are told as unread. */
export function newestOf(recorded: readonly Recorded[]): readonly Recorded[] {
  return [...groupByScope(recorded).values()].flatMap((group) => {
    const [newest, ...older] = group;
    if (newest === undefined) return [];
    const gaps = older.map((one) => superseded(one, newest));
    return [withGaps(newest, gaps)];
  });
}

function superseded({ path, scope }: Recorded, newest: Recorded): Gap {
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

/**
 * The state before: for each account and Region that is judged the newest snapshot that is older. Of others nothing is
 * claimed. What of it was not read is told, and hides nothing of now.
 * @throws UserError where none of the earlier snapshots is older than what is judged
 */
export function before(
  present: readonly Recorded[],
  previous: readonly Recorded[],
): { readonly prior: Inventory; readonly gaps: readonly Gap[] } {
  const earlier = groupByScope(previous);
  const pairs = present.flatMap((now) => {
    const found = (earlier.get(now.scope) ?? []).find(({ startedAt }) => isBefore(startedAt, now));
    return found === undefined ? [] : [{ now, earlier: found }];
  });
  const isLate = present.some(({ scope }) => earlier.has(scope)) && pairs.length === 0;
  if (isLate) {
    throw new UserError(
      '--previous names no snapshot that is older than the ones to judge; swap them, or drop it',
    );
  }
  const gaps = pairs.flatMap((pair) =>
    pair.earlier.inventory.gaps.map((gap) => ({ ...gap, hides: [] })),
  );
  return {
    prior: unite(pairs.map((pair) => asPrior(pair.earlier.inventory, pair.now.inventory))),
    gaps,
  };
}

function isBefore(startedAt: string, now: Recorded): boolean {
  return Date.parse(startedAt) < Date.parse(now.startedAt);
}

/** Of each scope, newest first. */
function groupByScope(recorded: readonly Recorded[]): ReadonlyMap<string, readonly Recorded[]> {
  const groups = new Map<string, Recorded[]>();
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
