import { indexAliases } from '../model/aliases/aliases.ts';
import { isAwsAlias, readVersion, stemOf } from '../model/aliases/scheme.ts';
import { existsBeside, mayBeHidden } from '../model/absence.ts';
import { indexKeys } from '../model/keys/index.ts';
import { storeHasTwoHsms } from '../model/stores/hsms.ts';
import type { Alias, Inventory, Key, KeyStore } from '../model/inventory.ts';
import type { States } from '../read/states.ts';
import { aimsAtKey, hasBranch } from '../model/targets.ts';
import { all, undecided, yes, type Truth } from '../model/truth.ts';
import { unknown, type Value } from '../model/value.ts';
import type { Surroundings } from './surroundings.ts';

/** A key that is to be replaced, with what stands around it. */
export interface Replaced {
  readonly key: Key;
  readonly states: States;
  /** The day of the rotation, `YYYYMMDD`, as it ends the name of the dated alias. */
  readonly day: string;
  /** Aliases that callers use; they move. */
  readonly moving: readonly Alias[];
  /** Of those of one stem the first: one dated alias is the record of them all. */
  readonly leading: readonly Alias[];
  /** Version aliases: they stay. */
  readonly versions: readonly Alias[];
  /** Whether no other alias can point at the key. */
  readonly isEveryAliasKnown: boolean;
  readonly store: KeyStore | null;
  /** Whether its cluster has two active HSMs; null outside of CloudHSM key stores. */
  readonly hasTwoHsms: Truth | null;
  /** Replicas of a multi-Region primary among the inputs. */
  readonly replicas: readonly Key[];
  /** The primary of a replica, where it is among the inputs. */
  readonly primary: Key | null;
  readonly surroundings: Surroundings;
}

/** Looks around a key in what was read. */
export function lookAround(
  key: Key,
  states: States,
  day: string,
  surroundings: Surroundings,
): Replaced {
  const { present, prior } = states;
  const index = indexAliases(present, prior);
  const patterns = present.conventions?.versionPatterns ?? [];
  const own = index.candidatesOf(key).filter((alias) => {
    const aims = hasBranch(alias.target, key) ? yes : aimsAtKey(alias.target, key, alias);
    return all(index.sharesHome(alias, key), existsBeside(alias, key), aims).is === true;
  });
  // An alias that tells a day or a number stays, also where no other one of its stem is there.
  const isVersion = (alias: Alias): boolean =>
    !index.isMoving(alias) || readVersion(aliasName(alias) ?? '', patterns) !== null;
  const moving = own.filter((alias) => !isVersion(alias));
  const store = present.keyStores.find(
    ({ keyStoreId, scope }) =>
      scope === key.scope && keyStoreId.known && keyStoreId.value === key.keyStoreId,
  );
  const isCloudHsm = key.origin.known && key.origin.value === 'AWS_CLOUDHSM';
  const keys = indexKeys(present);
  const primaryOf = (replica: Key): Key | null =>
    replica.primary === null ? null : (keys.endsOf(replica.primary, replica).keys[0] ?? null);
  return {
    key,
    states,
    day,
    moving,
    leading: moving.filter((alias, i) => moving.findIndex(sharesStem(alias)) === i),
    versions: own.filter(isVersion),
    isEveryAliasKnown: mayBeHidden(present, key.scope, 'alias', key).is === false,
    store: store ?? null,
    hasTwoHsms: isCloudHsm ? hsmsOf(store, key, present) : null,
    replicas: present.keys.filter((other) => other.primary !== null && primaryOf(other) === key),
    primary: primaryOf(key),
    surroundings,
  };
}

function hsmsOf(store: KeyStore | undefined, key: Key, present: Inventory): Truth {
  if (store !== undefined) return storeHasTwoHsms(store, present);
  return undecided(unknown('not-read', `the key store of ${key.subject}`, key.at));
}

function sharesStem(alias: Alias): (other: Alias) => boolean {
  const name = aliasName(alias);
  return (other) => {
    const its = aliasName(other);
    return other === alias || (name !== null && its !== null && stemOf(name) === stemOf(its));
  };
}

/** What KMS takes for the name of an alias (KMS API, CreateAlias); null for anything else, and where it must not be told. */
export function aliasName({ name }: { readonly name: Value<string> }): string | null {
  const isPlain =
    name.known && name.sensitive !== true && /^alias\/[\w:/-]{1,250}$/.test(name.value);
  return isPlain && !isAwsAlias(name.value) ? name.value : null;
}

/** The alias that stays on the old key as the record of the rotation. */
export interface Record {
  /** `alias/application-20180606`. */
  readonly name: string;
  readonly isThere: boolean;
  /** Whether another key has the name already. */
  readonly isTaken: boolean;
}

/** The record of one alias's rotation: the one that is there, or a dated alias of its stem. */
export function recordOf(alias: string, { key, versions, states, day }: Replaced): Record {
  const stem = stemOf(alias);
  const dated = versions
    .flatMap((version) => aliasName(version) ?? [])
    .find((name) => {
      const version = readVersion(name);
      return version?.stem === stem && version.order.by === 'date';
    });
  if (dated !== undefined) return { name: dated, isThere: true, isTaken: false };
  const name = `${stem}-${day}`;
  const holders = states.present.aliases.filter(
    (other) => other.scope === key.scope && other.name.known && other.name.value === name,
  );
  const isThere = holders.some(({ target }) => aimsAtKey(target, key, key).is === true);
  return { name, isThere, isTaken: holders.length > 0 && !isThere };
}
