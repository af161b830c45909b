import { InputError } from '../../errors.ts';
import { emptyInventory, type Change, type Inventory } from '../../model/inventory.ts';
import type { StateInput, StateReading } from './reading.ts';

/** Tells which of the states that `--previous` names is the one before a state; null where none is. */
export type EarlierOf = (now: StateReading) => StateInput | null;

/** Of its lineage the latest that is earlier; without one, that which shares most with it. */
export function openEarlier(previous: readonly StateInput[]): EarlierOf {
  const kin = groupByLineage(previous);
  let holders: ReadonlyMap<string, readonly StateInput[]> | null = null;
  return (now) => {
    const own = now.lineage === null ? null : justBefore(now, kin.get(now.lineage) ?? []);
    if (own !== null) return own;
    const candidates = previous.filter(
      ({ lineage }) => lineage === null || now.lineage === null,
    ).length;
    return candidates === 0 ? null : alikeTo(now, (holders ??= indexHolders(previous)));
  };
}

/** The states of each lineage, latest first; one that does not tell its lineage is alone in it. */
export function groupByLineage(
  states: readonly StateInput[],
): ReadonlyMap<unknown, readonly [StateInput, ...StateInput[]]> {
  const groups = new Map<unknown, [StateInput, ...StateInput[]]>();
  for (const state of states.toSorted((a, b) => (b.serial ?? 0) - (a.serial ?? 0))) {
    const group = groups.get(state.lineage ?? state);
    if (group === undefined) groups.set(state.lineage ?? state, [state]);
    else group.push(state);
  }
  return groups;
}

/** @param kin latest first */
export function justBefore(
  { serial }: Pick<StateInput, 'serial'>,
  kin: readonly StateInput[],
): StateInput | null {
  return kin.find((one) => (one.serial ?? 0) < (serial ?? 0)) ?? null;
}

/** Which states hold an object; of each no more is kept than the names of these. */
function indexHolders(states: readonly StateInput[]): ReadonlyMap<string, readonly StateInput[]> {
  const holders = new Map<string, StateInput[]>();
  for (const state of states) {
    for (const name of namesIn(state)) {
      const group = holders.get(name);
      if (group === undefined) holders.set(name, [state]);
      else group.push(state);
    }
  }
  return holders;
}

function namesIn(state: StateInput): readonly string[] {
  try {
    return objectsOf(state.read().present).map(nameOf);
  } catch (error) {
    if (state.isNamed || !(error instanceof InputError)) throw error;
    return [];
  }
}

/** A state that was shown tells no lineage: it is one with which it has most objects in common. */
function alikeTo(
  now: StateReading,
  holders: ReadonlyMap<string, readonly StateInput[]>,
): StateInput | null {
  const shared = new Map<StateInput, number>();
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
export function asPrior(earlier: Inventory, now: Inventory): Inventory {
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
    ...emptyInventory,
    ...earlier,
    scopes: now.scopes,
    keys: earlier.keys.map(mark),
    aliases: earlier.aliases.map(mark),
    policies: rehome(earlier.policies),
    grants: rehome(earlier.grants),
    gaps: [],
  };
}

function goneFrom({ at }: Thing): Change {
  return { action: 'untold', successor: false, forcedBy: [], reason: null, deposed: false, at };
}
