import type { Inventory, Key, Subject, Target } from '../inventory.ts';
import { liveScopeOf } from '../place/live-scope.ts';
import { aimsAtKey, keyIdOf, parseArn } from '../targets.ts';
import { show, unknown, type Unknown } from '../value.ts';

/** The keys that something points at. */
export interface Ends {
  /** The key, or the alternatives where a condition or an index decides. */
  readonly keys: readonly Key[];
  /** Set unless it is certainly one of the keys. */
  readonly doubt: Unknown | null;
}

/** Finds keys without looking at every one. */
export interface KeyIndex {
  byIdentity(scope: string, identity: string): Key | null;
  /** Keys of a scope with this key id; several where `mrk-` ids repeat across Regions. */
  byId(scope: string, id: string): readonly Key[];
  endsOf(target: Target, from: Subject): Ends;
}

const indexes = new WeakMap<Inventory, KeyIndex>();

/** The index of an inventory, made once. */
export function indexKeys(inventory: Inventory): KeyIndex {
  const before = indexes.get(inventory);
  if (before !== undefined) return before;
  const identities = new Map<string, Key>();
  const ids = new Map<string, Key[]>();
  for (const key of inventory.keys) {
    identities.set(`${key.scope}\n${key.identity}`, key);
    if (!key.keyId.known) continue;
    const name = `${key.scope}\n${key.keyId.value}`;
    const group = ids.get(name);
    if (group === undefined) ids.set(name, [key]);
    else group.push(key);
  }
  const index: KeyIndex = {
    byIdentity: (scope, identity) => identities.get(`${scope}\n${identity}`) ?? null,
    byId: (scope, id) => ids.get(`${scope}\n${id}`) ?? [],
    endsOf: (target, from) => endsOf(target, from, index),
  };
  indexes.set(inventory, index);
  return index;
}

function endsOf(target: Target, from: Subject, index: KeyIndex): Ends {
  const { id, branches, complete } = target;
  if (id.known) {
    const keys = index
      .byId(scopeAimedAt(id.value, from), keyIdOf(id.value))
      .filter((key) => aimsAtKey(target, key, from).is !== false);
    const elsewhere = unknown('declared-elsewhere', `key ${show(id)}`, id.at);
    return { keys, doubt: keys.length === 1 ? null : elsewhere };
  }
  const identities = [...new Set(branches.flatMap((branch) => branch.identities))];
  const keys = identities
    .map((identity) => index.byIdentity(from.scope, identity))
    .filter((key) => key !== null);
  const isWhole = complete && keys.length === identities.length && keys.length > 0;
  if (!isWhole) return { keys, doubt: id };
  const several = unknown('ambiguous-reference', id.symbol ?? id.what, id.at);
  const isOne = keys.length === 1 && branches.every(({ isDoubtful }) => isDoubtful !== true);
  return { keys, doubt: isOne ? null : several };
}

/** A live replica names its primary in another Region by ARN; nothing else leaves its scope. */
function scopeAimedAt(id: string, from: Subject): string {
  const arn = from.source === 'live' ? parseArn(id) : null;
  return arn === null ? from.scope : liveScopeOf(arn.account, arn.region);
}
