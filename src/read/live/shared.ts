import {
  keySpecs,
  keyUsages,
  origins,
  type KeyManager,
  type KeySpec,
  type KeyUsage,
  type Origin,
} from '../../model/inventory.ts';
import type { Materials } from '../../model/keys/history.ts';
import type { Location } from '../../model/location.ts';
import { known, unknown, type Known, type Unknown, type Value } from '../../model/value.ts';
import { member } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { missing } from './answers.ts';
import { locationOf, type Place } from './place.ts';

/** The known values of one fact by AWS's names, each made once. */
export type Table<T> = ReadonlyMap<string, Known<T>>;

/**
 * What thousands of keys have in common, once for all of them, so that a hundred thousand fit into memory. The place
 * of such a value is the call, and no key in particular.
 */
export interface Shared {
  readonly keyManager: Table<KeyManager>;
  readonly keySpec: Table<KeySpec>;
  readonly keyUsage: Table<KeyUsage>;
  readonly origin: Table<Origin>;
  readonly multiRegionKeyType: Table<'PRIMARY' | 'REPLICA'>;
  readonly isSingleRegion: Known<null>;
  readonly isInStore: Known<true>;
  readonly isOutsideStores: Known<false>;
  readonly periodIsUnset: Known<false>;
  /** Of a key whose rotations nobody asked for. */
  readonly rotationsUnread: Unknown;
  /** Members that are absent from the answers about many keys. */
  readonly creationUnread: Unknown;
  readonly nextRotationUnread: Unknown;
  readonly expiryUnread: Unknown;
  readonly noDeletion: Known<null>;
  readonly noExpiry: Known<null>;
  readonly notListed: Materials;
  /** Of a key that ListGrants was not asked about. */
  readonly grantsUnread: Unknown;
  /** Equal texts get one place in memory: policies above all. */
  readonly intern: (text: string) => string;
  /** Equal records of tags, too. */
  readonly internTags: (tags: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
}

export function shareIn(place: Place): Shared {
  const at = locationOf(place, place.arn, 'DescribeKey');
  const statusAt = locationOf(place, place.arn, 'GetKeyRotationStatus');
  const rotationsAt = locationOf(place, place.arn, 'ListKeyRotations');
  const rotationsUnread = unknown('not-read', 'ListKeyRotations', rotationsAt);
  const texts = new Map<string, string>();
  const tagSets = new Map<string, Readonly<Record<string, string>>>();
  return {
    keyManager: tableOf(['AWS', 'CUSTOMER'], at),
    keySpec: tableOf(keySpecs, at),
    keyUsage: tableOf(keyUsages, at),
    origin: tableOf(origins, at),
    multiRegionKeyType: tableOf(['PRIMARY', 'REPLICA'], at),
    isSingleRegion: known(null, 'observed', at),
    isInStore: known(true, 'observed', at),
    isOutsideStores: known(false, 'observed', at),
    periodIsUnset: known(false, 'observed', at),
    rotationsUnread,
    creationUnread: unknown('not-read', 'CreationDate', at),
    nextRotationUnread: unknown('not-read', 'NextRotationDate', statusAt),
    expiryUnread: unknown('not-read', 'ExpirationModel', at),
    noDeletion: known(null, 'observed', at),
    noExpiry: known(null, 'observed', at),
    notListed: { entries: [], unread: rotationsUnread },
    grantsUnread: unknown('not-read', 'ListGrants', locationOf(place, place.arn, 'ListGrants')),
    intern: (text) => once(texts, text, text),
    internTags: (tags) => once(tagSets, JSON.stringify(tags), tags),
  };
}

function tableOf<T extends string>(members: readonly T[], at: Location): Table<T> {
  return new Map(members.map((value) => [value, known(value, 'observed', at)]));
}

function once<T>(made: Map<string, T>, name: string, value: T): T {
  const before = made.get(name);
  if (before === undefined) made.set(name, value);
  return before ?? value;
}

/** One of the API's values; one that AWS added later is unknown, not an error. */
export function readFrom<T>(
  json: Json | undefined,
  name: string,
  table: Table<T>,
  at: Location,
): Value<T> {
  const value = member(json, name);
  if (typeof value !== 'string' || value === '') return missing(value, name, at);
  return table.get(value) ?? unknown('unrecognised-value', value, at);
}
