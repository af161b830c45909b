import { InputError, UserError } from '../errors.ts';
import type { Gap, Inventory } from '../model/inventory.ts';
import { gapOf, withGaps } from './accounts.ts';
import {
  asPrior,
  groupByLineage,
  justBefore,
  openEarlier,
  type EarlierOf,
} from './state/earlier.ts';
import { growHeapBy } from './input/heap.ts';
import type { StateInput, StateReading } from './state/reading.ts';
import { presentOnly, together, type States } from './states.ts';

/** One root module in one workspace, not yet read. */
export interface Stored {
  /** Of its latest state, as printed. */
  readonly path: string;
  /** The root module whose configuration the latest state lies beside; null where it lies beside none. */
  readonly rootModule: string | null;
  /** The latest of its states that can be read, beside an earlier one that `--previous` holds. */
  readonly read: () => States;
}

/**
 * States by lineage, in the order of their paths. One that does not tell its lineage stands alone.
 * @throws UserError where `--previous` names states of which none is earlier than one of these
 */
export function groupStates(
  states: readonly StateInput[],
  earlier: readonly StateInput[],
): readonly Stored[] {
  const earlierOf = openEarlier(earlier);
  const groups = [...groupByLineage(states).values()];
  refuseLate(groups, earlier, earlierOf);
  const places = new Map(states.map((state, index) => [state, index]));
  return groups
    .toSorted(([a], [b]) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
    .map((group) => {
      const [{ path, rootModule }] = group;
      return { path, rootModule, read: () => readStored(group, earlierOf) };
    });
}

/** States that were read together. */
export interface Few extends States {
  /** As printed. */
  readonly paths: readonly string[];
  readonly isLast: boolean;
}

/** Reads states one after the other, and gives them away as soon as they are many: thousands pass through. */
export function* readTogether(stored: readonly Stored[], most: number): Generator<Few> {
  if (stored.length > most) growHeapBy(10);
  let [states, paths, size]: [States[], string[], number] = [[], [], 0];
  for (const [index, { path, read }] of stored.entries()) {
    const one = read();
    states.push(one);
    paths.push(path);
    size += 1 + sizeOf(one.present) + sizeOf(one.prior);
    const isLast = index === stored.length - 1;
    if (size < most && !isLast) continue;
    yield { ...together(states), paths, isLast };
    [states, paths, size] = [[], [], 0];
  }
}

function sizeOf({ keys, aliases, policies, grants, keyStores, clusters, hsms }: Inventory): number {
  const groups = [keys, aliases, policies, grants, keyStores, clusters, hsms];
  return groups.reduce((sum, { length }) => sum + length, 0);
}

type Group = readonly [StateInput, ...StateInput[]];

function refuseLate(
  groups: readonly Group[],
  earlier: readonly StateInput[],
  earlierOf: EarlierOf,
): void {
  if (groups.length === 0 || earlier.length === 0) return;
  const kin = groupByLineage(earlier);
  const isLater = ([now]: Group): boolean => justBefore(now, kin.get(now.lineage) ?? []) !== null;
  const isAlike = ([state]: Group): boolean => {
    const now = readOne(state, []);
    return now !== null && earlierOf(now) !== null;
  };
  if (groups.some(isLater) || groups.some(isAlike) || earlier.every(isEmpty)) return;
  throw new UserError(
    '--previous names no state that is earlier than one to judge; swap them, or drop it',
  );
}

/** A state that was shown and holds nothing is that of any root module. */
function isEmpty(state: StateInput): boolean {
  const before = state.lineage === null ? readOne(state, []) : null;
  return before !== null && sizeOf(before.present) === 0;
}

function readStored(group: Group, earlierOf: EarlierOf): States {
  const gaps: Gap[] = [];
  for (const [index, state] of group.entries()) {
    const now = readOne(state, gaps);
    if (now === null) continue;
    gaps.push(...group.slice(index + 1).map((older) => superseded(older, now)));
    const before = earlierOf(now);
    const earlier = before === null ? null : readOne(before, gaps);
    if (earlier === null) return presentOnly(withGaps(now.present, gaps));
    gaps.push(...earlier.present.gaps.map((gap) => ({ ...gap, hides: [] })));
    const prior = asPrior(earlier.present, now.present);
    return { present: withGaps(now.present, gaps), prior };
  }
  return presentOnly({ gaps });
}

/** What cannot be read is told. */
function readOne(state: StateInput, gaps: Gap[]): StateReading | null {
  try {
    return state.read();
  } catch (error) {
    if (state.isNamed || !(error instanceof InputError)) throw error;
    gaps.push(gapOf(error, state.path));
    return null;
  }
}

function superseded({ path }: StateInput, newest: StateReading): Gap {
  const what = `${path}: another state of the same root module, ${newest.path}, is later and is judged; name earlier ones with --previous`;
  const at = { kind: 'plan', path, pointer: '', source: null } as const;
  return { scope: newest.path, reason: 'not-read', what, hides: [], at };
}
