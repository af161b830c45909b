import {
  emptyInventory,
  unite,
  type Change,
  type Gap,
  type Inventory,
} from '../model/inventory.ts';
import type { StateReading } from './states.ts';

/** What several states of one lineage say of now: the latest of each; the others are told as unread. */
export function latestOf(states: readonly StateReading[]): readonly StateReading[] {
  return [...byLineage(states).values()].flatMap((group) => {
    const [latest, ...older] = group.toSorted((a, b) => (b.serial ?? 0) - (a.serial ?? 0));
    if (latest === undefined || older.length === 0) return group;
    const gaps = older.map((one) => superseded(one, latest));
    return [{ ...latest, present: { ...latest.present, gaps: [...latest.present.gaps, ...gaps] } }];
  });
}

/** A state that does not tell its lineage is alone in it. */
function byLineage(states: readonly StateReading[]): ReadonlyMap<unknown, readonly StateReading[]> {
  const groups = new Map<unknown, StateReading[]>();
  for (const state of states) {
    const group = groups.get(state.lineage ?? state);
    if (group === undefined) groups.set(state.lineage ?? state, [state]);
    else group.push(state);
  }
  return groups;
}

function superseded({ path }: StateReading, newest: StateReading): Gap {
  const what = `${path}: another state of the same root module, ${newest.path}, is later and is judged; name earlier ones with --previous`;
  const at = { kind: 'plan', path, pointer: '', source: null } as const;
  return { scope: newest.path, reason: 'not-read', what, hides: [], at };
}

/** The state before each state: of its lineage the latest that is earlier; without one, that which shares most with it. */
export function statesBefore(
  present: readonly StateReading[],
  previous: readonly StateReading[],
): { readonly prior: Inventory; readonly isPaired: boolean } {
  const kin = byLineage(previous);
  const holders = new Map<string, StateReading[]>();
  for (const state of previous) {
    for (const name of objectsOf(state.present).map(nameOf)) {
      holders.set(name, [...(holders.get(name) ?? []), state]);
    }
  }
  const pairs = present.flatMap((now) => {
    const earlier =
      now.lineage === null
        ? alikeTo(now, holders)
        : (justBefore(now, kin.get(now.lineage) ?? []) ?? alikeTo(now, holders));
    return earlier === null ? [] : [asPrior(earlier.present, now.present)];
  });
  return { prior: unite([emptyInventory, ...pairs]), isPaired: pairs.length > 0 };
}

function justBefore(now: StateReading, kin: readonly StateReading[]): StateReading | null {
  const serial = now.serial ?? 0;
  const earlier = kin.filter((one) => (one.serial ?? 0) < serial);
  return earlier.toSorted((a, b) => (b.serial ?? 0) - (a.serial ?? 0))[0] ?? null;
}

/** A state that was shown tells no lineage: it is one with which it has most objects in common. */
function alikeTo(
  now: StateReading,
  holders: ReadonlyMap<string, readonly StateReading[]>,
): StateReading | null {
  const shared = new Map<StateReading, number>();
  for (const name of objectsOf(now.present).map(nameOf)) {
    for (const one of holders.get(name) ?? []) {
      if (one.lineage !== null && now.lineage !== null) continue;
      shared.set(one, (shared.get(one) ?? 0) + 1);
    }
  }
  const [best] = [...shared].toSorted(([, a], [, b]) => b - a);
  return best?.[0] ?? null;
}

type Thing = Inventory['keys'][number] | Inventory['aliases'][number];

function objectsOf({ keys, aliases }: Inventory): readonly Thing[] {
  return [...keys, ...aliases];
}

/** One object of AWS, whatever its address: by what AWS calls it, where that is known. */
function nameOf(thing: Thing): string {
  const id = thing.kind === 'key' ? thing.arn : thing.name;
  const region = thing.region.known ? thing.region.value : '';
  return id.known ? `${thing.kind} ${region} ${id.value}` : `${thing.kind} at ${thing.subject}`;
}

/**
 * An earlier state as the prior one: objects keep the identity that they have now, whatever their address was. One that
 * is there no more may have been deleted, or taken out of the state; what is at its address now is another object.
 */
function asPrior(earlier: Inventory, now: Inventory): Inventory {
  const identities = new Map(objectsOf(now).map((thing) => [nameOf(thing), thing.identity]));
  const [scope] = now.scopes;
  const mark = <T extends Thing>(thing: T): T => {
    const identity = identities.get(nameOf(thing));
    const here = { ...thing, scope: scope?.id ?? thing.scope };
    if (identity !== undefined) return { ...here, identity };
    return { ...here, identity: `${thing.identity} (earlier)`, change: goneFrom(thing) };
  };
  const rehome = <T extends { readonly scope: string }>(things: readonly T[]): readonly T[] =>
    things.map((thing) => ({ ...thing, scope: scope?.id ?? thing.scope }));
  return {
    ...earlier,
    scopes: now.scopes,
    keys: earlier.keys.map(mark),
    aliases: earlier.aliases.map(mark),
    policies: rehome(earlier.policies),
    gaps: [],
  };
}

function goneFrom({ at }: Thing): Change {
  return { action: 'untold', successor: false, forcedBy: [], reason: null, deposed: false, at };
}
