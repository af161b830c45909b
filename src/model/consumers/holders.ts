import { existsBeside } from '../absence.ts';
import type { Consumer, Holding, Inventory, Key } from '../inventory.ts';
import { indexKeys } from '../keys/index.ts';
import { aimsAtKey, keyIdOf } from '../targets.ts';

/** Consumers of one state, by what they hold. */
interface Holders {
  readonly byKey: ReadonlyMap<Key, readonly Consumer[]>;
  /** By scope and key id, where an argument names it. */
  readonly byId: ReadonlyMap<string, readonly Consumer[]>;
  readonly byIdentity: ReadonlyMap<string, Consumer>;
}

const found = new WeakMap<Inventory, Holders>();

/** The consumers that certainly hold a key of the inventory: one that may hold another is none. */
export function holdersOf(key: Key, inventory: Inventory): readonly Consumer[] {
  const holders = indexHolders(inventory).byKey.get(key) ?? [];
  return holders.filter((consumer) => existsBeside(consumer, key).is === true);
}

/** The consumers that name a key by its id or ARN, although it is in the inventory no more. */
export function holdersById(key: Key, inventory: Inventory): readonly Consumer[] {
  if (!key.keyId.known) return [];
  const holders = indexHolders(inventory).byId.get(`${key.scope}\n${key.keyId.value}`) ?? [];
  return holders.filter(
    (consumer) =>
      consumer.exists.is === true && consumer.holdings.some((one) => names(one, key, consumer)),
  );
}

/** The consumers of a key that is taken away: those that held it before, or name it still, and stay themselves. */
export function holdersOfGone(key: Key, present: Inventory, prior: Inventory): readonly Consumer[] {
  const { byIdentity } = indexHolders(present);
  const before = holdersOf(key, prior).flatMap(
    (consumer) => byIdentity.get(nameOf(consumer)) ?? [],
  );
  return [...new Set([...before, ...holdersById(key, present)])];
}

/** The key of the inventory that an argument certainly holds; null where that cannot be told. */
export function keyHeldBy(holding: Holding, consumer: Consumer, inventory: Inventory): Key | null {
  const { keys, doubt } = indexKeys(inventory).endsOf(holding.key, consumer);
  const [key] = keys;
  if (key === undefined || keys.length > 1 || doubt !== null) return null;
  return aimsAtKey(holding.key, key, consumer).is === true ? key : null;
}

/** Whether an argument names a key by its id or ARN: a reference leads to what is there now. */
export function names({ key: target }: Holding, key: Key, consumer: Consumer): boolean {
  return target.id.known && aimsAtKey(target, key, consumer).is === true;
}

function indexHolders(inventory: Inventory): Holders {
  const before = found.get(inventory);
  if (before !== undefined) return before;
  const [byKey, byId] = [new Map<Key, Consumer[]>(), new Map<string, Consumer[]>()];
  const { consumers = [] } = inventory;
  for (const consumer of consumers) {
    const { holdings, scope } = consumer;
    const keys = holdings.map((holding) => keyHeldBy(holding, consumer, inventory));
    for (const key of new Set(keys)) if (key !== null) add(byKey, key, consumer);
    const ids = holdings.flatMap(({ key: { id } }) => (id.known ? [keyIdOf(id.value)] : []));
    for (const id of new Set(ids)) add(byId, `${scope}\n${id}`, consumer);
  }
  const byIdentity = new Map(consumers.map((consumer) => [nameOf(consumer), consumer]));
  const holders = { byKey, byId, byIdentity };
  found.set(inventory, holders);
  return holders;
}

function add<K>(to: Map<K, Consumer[]>, name: K, consumer: Consumer): void {
  const group = to.get(name);
  if (group === undefined) to.set(name, [consumer]);
  else group.push(consumer);
}

function nameOf({ scope, identity }: Consumer): string {
  return `${scope}\n${identity}`;
}
