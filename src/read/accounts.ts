import { InputError, UserError } from '../errors.ts';
import { emptyInventory, type Gap, type Inventory } from '../model/inventory.ts';
import { unite } from '../model/unite.ts';
import { parseArn } from '../model/targets.ts';
import { compareText } from '../text/compare.ts';
import type { Heading, Recorded } from './live/index.ts';
import type { StateInput } from './state/reading.ts';
import type { States } from './states.ts';
import { before, earlierOf, groupByScope, newestOf, refuseLate, type Pair } from './previous.ts';

/** A snapshot of which no more was read than where and when it was taken: plain data, that another thread can read by. */
export interface SnapshotHead extends Heading {
  /** Whether somebody named it: what is wrong with it then ends the run, and else is a gap. */
  readonly isNamed: boolean;
  /** Where it can be read once more; null for standard input, and for what had to be read as a whole. */
  readonly file: SnapshotFile | null;
}

export interface SnapshotFile {
  /** Absolute. */
  readonly path: string;
  readonly isGzip: boolean;
  readonly bytes: number;
}

export interface SnapshotInput extends SnapshotHead {
  /** @throws InputError where it is broken */
  readonly read: () => Promise<Recorded>;
}

/** The snapshot in a file, by its head. */
export function snapshotIn(file: SnapshotFile, head: Omit<SnapshotHead, 'file'>): SnapshotInput {
  const read = async (): Promise<Recorded> => {
    const { fileSource, gzipSource, readSnapshot } = await import('./snapshots.ts');
    return await readSnapshot(
      (file.isGzip ? gzipSource : fileSource)(file.path, head.path),
      head.path,
    );
  };
  return { ...head, file, read };
}

/** One account in all of its Regions, not yet read. */
export interface Account {
  /** Twelve digits; null for all snapshots that do not tell theirs. */
  readonly account: string | null;
  readonly snapshots: readonly SnapshotInput[];
  /** Those of the same Regions that `--previous` holds. */
  readonly earlier: readonly SnapshotInput[];
}

/**
 * Snapshots by account, in the order of their numbers; of each Region the newest, beside the earlier one that
 * `--previous` holds of it.
 * @throws UserError where `--previous` names nothing that is older
 */
export function groupByAccount(
  snapshots: readonly SnapshotInput[],
  earlier: readonly SnapshotInput[],
): readonly Account[] {
  refuseLate(snapshots, earlier);
  const previous = groupByScope(earlier);
  const accounts = new Map<string | null, SnapshotInput[]>();
  for (const snapshot of snapshots) {
    const group = accounts.get(snapshot.account);
    if (group === undefined) accounts.set(snapshot.account, [snapshot]);
    else group.push(snapshot);
  }
  return [...accounts]
    .toSorted(([a], [b]) => (a === null || b === null ? (a === null ? 1 : -1) : compareText(a, b)))
    .map(([account, group]) => {
      const scopes = new Set(group.map(({ scope }) => scope));
      return {
        account,
        snapshots: group,
        earlier: [...scopes].flatMap((scope) => previous.get(scope) ?? []),
      };
    });
}

/** @throws UserError where a snapshot of it that was named is broken */
export async function readStates({ snapshots, earlier: all }: Account): Promise<States> {
  const previous = groupByScope(all);
  const newest: Recorded[] = [];
  const gaps: Gap[] = [];
  const pairs: Pair[] = [];
  for (const group of groupByScope(snapshots).values()) {
    const now = await readNewest(group, gaps);
    if (now === null) continue;
    newest.push(now);
    const found = earlierOf(now, previous);
    const earlier = found === null ? null : await readOne(found, gaps);
    if (earlier !== null) pairs.push({ now, earlier });
  }
  const { prior, gaps: unread } = before(pairs);
  const present = unite(newest.map(({ inventory }) => inventory));
  return { present: withGaps(present, [...unread, ...gaps]), prior };
}

/** What `--previous` holds of it, as it was then; null where that is nothing. */
export async function readEarlierStates({
  snapshots,
  earlier: all,
}: Account): Promise<States | null> {
  const previous = groupByScope(all);
  const found = [...groupByScope(snapshots).values()].flatMap(
    ([now]) => earlierOf(now, previous) ?? [],
  );
  if (found.length === 0) return null;
  const gaps: Gap[] = [];
  const read: Recorded[] = [];
  for (const one of found) {
    const recorded = await readOne(one, gaps);
    if (recorded !== null) read.push(recorded);
  }
  const present = unite(read.map(({ inventory }) => inventory));
  return { present: withGaps(present, gaps), prior: emptyInventory };
}

/** The newest earlier snapshot of each account and Region that is not among those to judge. */
export function absentFrom(
  snapshots: readonly SnapshotInput[],
  earlier: readonly SnapshotInput[],
): readonly SnapshotInput[] {
  const now = new Set(snapshots.map(({ scope }) => scope));
  return [...groupByScope(earlier)].flatMap(([scope, [newest]]) =>
    now.has(scope) ? [] : [newest],
  );
}

/** The newest that can be read; what cannot is told. */
async function readNewest(group: readonly SnapshotInput[], gaps: Gap[]): Promise<Recorded | null> {
  for (const [index, snapshot] of group.entries()) {
    const newest = await readOne(snapshot, gaps);
    if (newest !== null) return newestOf(newest, group.slice(index + 1));
  }
  return null;
}

async function readOne(snapshot: SnapshotInput, gaps: Gap[]): Promise<Recorded | null> {
  try {
    return await snapshot.read();
  } catch (error) {
    if (snapshot.isNamed || !(error instanceof InputError)) throw error;
    gaps.push(gapOf(error, snapshot.path));
    return null;
  }
}

/** What is wrong with an input that was found, not named: the others are judged. */
export function gapOf(error: InputError, path: string): Gap {
  const pointer = error.pointer === null ? '' : `#${error.pointer}`;
  return gapAt(path, `${error.path}${pointer}`, `${error.what}; ${error.hint}`);
}

export function gapAt(path: string, place: string, what: string): Gap {
  const at = { kind: 'plan', path, pointer: '', source: null } as const;
  return { scope: path, reason: 'unreadable-input', what: `${place}: ${what}`, hides: [], at };
}

/** An inventory with further gaps. */
export function withGaps(inventory: Inventory, gaps: readonly Gap[]): Inventory {
  return gaps.length === 0 ? inventory : { ...inventory, gaps: [...inventory.gaps, ...gaps] };
}

/** The accounts in which keys of plans and configurations are known to be. */
export function accountsOf({ present, prior }: States): ReadonlySet<string> {
  const keys = [...present.keys, ...prior.keys];
  return new Set(
    keys.flatMap(({ account, arn }) => [
      ...(account.known ? [account.value] : []),
      ...(arn.known ? [parseArn(arn.value)?.account ?? ''] : []),
    ]),
  );
}

/** @throws UserError where `--previous` led to no snapshot and no state */
export function refuseNone(
  previous: readonly string[],
  found: readonly (SnapshotInput | StateInput)[],
): void {
  if (previous.length === 0 || found.length > 0) return;
  throw new UserError(
    `--previous ${previous.join(' ')}: no snapshot and no state found; record one with \`kmslint snapshot\`, or name an earlier state`,
  );
}
