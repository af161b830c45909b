import {
  keyStates,
  type Key,
  type KeySpec,
  type KeyUsage,
  type Origin,
} from '../../model/inventory.ts';
import { yes } from '../../model/truth.ts';
import { parseArn } from '../../model/targets.ts';
import { known, unknown, type Value } from '../../model/value.ts';
import { member, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import type { KeyOperation } from '../snapshot/format.ts';
import {
  entriesOf,
  missing,
  oneOf,
  readAnswer,
  readText,
  unanswered,
  type Answered,
  type Failure,
} from './answers.ts';
import { withGrants, type KeyWithGrants } from './grants.ts';
import { readExpiry, readHistory } from './history.ts';
import { locationOf, type Place } from './place.ts';
import type { Refusals } from './refusals.ts';
import { isRuledOut, readRotation } from './rotation.ts';
import { readFrom, type Shared } from './shared.ts';

/** An answer that does not tell what it is there for. */
const notTold: Failure = { reason: 'not-read', name: null };
const noSymbols = { account: null, region: null } as const;

/**
 * One record of a snapshot as a key; null for a key that AWS manages. A key that could not be described is one of
 * unknown facts: it was listed, so it is there.
 */
export function readKey(
  record: Json,
  place: Place,
  shared: Shared,
  refusals: Refusals,
): KeyWithGrants | null {
  const arn = textMember(record, 'KeyArn') ?? '';
  const id = textMember(record, 'KeyId') ?? '';
  const at = locationOf(place, arn, 'DescribeKey');
  const described = readAnswer(member(record, 'DescribeKey'));
  const metadata = member(described.ok, 'KeyMetadata');
  const undescribed = metadata === undefined ? (described.failure ?? notTold) : null;
  if (undescribed !== null) refusals.add('DescribeKey', undescribed, arn);
  const ask = (call: KeyOperation): Answered => {
    const answer = readAnswer(member(record, call));
    const { failure } = answer;
    if (failure === null) return answer;
    if (failure.name !== null) refusals.add(call, failure, arn);
    if (failure.name !== null || undescribed === null) return answer;
    return { ...answer, failure: { ...undescribed, earlier: 'DescribeKey' } };
  };
  const untold = undescribed === null ? null : unanswered(undescribed, 'DescribeKey', at);
  const told = <T>(value: () => Value<T>): Value<T> => untold ?? value();
  const keyManager = told(() => readFrom(metadata, 'KeyManager', shared.keyManager, at));
  if (keyManager.known && keyManager.value === 'AWS') return null;
  const keyUsage = told(() => readFrom(metadata, 'KeyUsage', shared.keyUsage, at));
  const origin = told(() => readFrom(metadata, 'Origin', shared.origin, at));
  const kind = {
    keySpec: told(() => readSpec(metadata, keyUsage, shared, at)),
    keyUsage,
    origin,
    inCustomKeyStore: told(() => readInStore(metadata, origin, shared)),
  };
  const parts = parseArn(arn);
  const answers = {
    // Where what the key is tells the answer, it is not missed.
    status: isRuledOut(kind)
      ? readAnswer(member(record, 'GetKeyRotationStatus'))
      : ask('GetKeyRotationStatus'),
    statusAt: locationOf(place, arn, 'GetKeyRotationStatus'),
    rotations: ask('ListKeyRotations'),
    rotationsAt: locationOf(place, arn, 'ListKeyRotations'),
  };
  const multiRegionKeyType = told(() => readMultiRegion(metadata, id, shared, at));
  const tags = readTags(
    ask('ListResourceTags'),
    locationOf(place, arn, 'ListResourceTags'),
    shared,
  );
  const key: Key = {
    kind: 'key',
    source: 'live',
    scope: place.scope,
    subject: arn,
    identity: arn,
    account: sharedOr(place.account, parts?.account),
    region: sharedOr(place.region, parts?.region),
    symbols: noSymbols,
    exists: yes,
    guard: null,
    at,
    keyId: known(id, 'observed', at),
    arn: known(arn, 'observed', at),
    keyManager,
    ...kind,
    keyState: told(() => oneOf(readText(metadata, 'KeyState', at), keyStates)),
    multiRegionKeyType,
    ...readKeyStoreId(metadata, shared),
    rotation: readRotation(kind, answers, shared),
    primary: readPrimary(metadata, multiRegionKeyType, at),
    policy: readPolicy(ask('GetKeyPolicy'), locationOf(place, arn, 'GetKeyPolicy'), shared),
    tags,
    allTags: tags,
    expiresAt: told(() => readExpiry(metadata, origin, at, shared)),
    description: told(() => readDescription(metadata, at)),
    history: readHistory(metadata, at, answers, shared, told),
    change: null,
  };
  return withGrants(key, readAnswer(member(record, 'ListGrants')), place, shared, refusals);
}

/** The account or Region of the snapshot where the ARN names no other: one value for all of its keys. */
function sharedOr(shared: Value<string>, own: string | undefined): Value<string> {
  if (own === undefined || own === '' || (shared.known && shared.value === own)) return shared;
  return known(own, 'observed', shared.at);
}

/**
 * KeySpec, or the older name of the same thing. Answers with neither are older than asymmetric keys (November 2019), when
 * every key was a symmetric one.
 */
function readSpec(
  metadata: Json | undefined,
  usage: Value<KeyUsage>,
  shared: Shared,
  at: Key['at'],
): Value<KeySpec> {
  const name = member(metadata, 'KeySpec') === undefined ? 'CustomerMasterKeySpec' : 'KeySpec';
  const isOld =
    member(metadata, name) === undefined && usage.known && usage.value === 'ENCRYPT_DECRYPT';
  if (isOld) return known('SYMMETRIC_DEFAULT', 'default', at);
  return readFrom(metadata, name, shared.keySpec, at);
}

function readInStore(
  metadata: Json | undefined,
  origin: Value<Origin>,
  { isInStore, isOutsideStores }: Shared,
): Value<boolean> {
  if (textMember(metadata, 'CustomKeyStoreId') !== null) return isInStore;
  if (!origin.known) return origin;
  const isStore = origin.value === 'AWS_CLOUDHSM' || origin.value === 'EXTERNAL_KEY_STORE';
  return isStore ? isInStore : isOutsideStores;
}

/** The ids of multi-Region keys, and of no other, begin with `mrk-`; older answers have no MultiRegion at all, and emulators a null. */
function readMultiRegion(
  metadata: Json | undefined,
  id: string,
  shared: Shared,
  at: Key['at'],
): Key['multiRegionKeyType'] {
  const isMulti = member(metadata, 'MultiRegion') ?? null;
  if (isMulti === false || (isMulti === null && !id.startsWith('mrk-'))) {
    return shared.isSingleRegion;
  }
  const configuration = member(metadata, 'MultiRegionConfiguration');
  return readFrom(configuration, 'MultiRegionKeyType', shared.multiRegionKeyType, at);
}

function readPrimary(
  metadata: Json | undefined,
  type: Key['multiRegionKeyType'],
  at: Key['at'],
): Key['primary'] {
  if (type.known && type.value !== 'REPLICA') return null;
  const primary = member(member(metadata, 'MultiRegionConfiguration'), 'PrimaryKey');
  const id = readText(primary, 'Arn', at);
  if (!type.known && !id.known) return null;
  return {
    id: id.known ? id : unknown(id.reason, 'the primary', at),
    branches: [],
    complete: id.known,
  };
}

function readPolicy(answer: Answered, at: Key['at'], { intern }: Shared): Key['policy'] {
  const policy = member(answer.ok, 'Policy');
  if (typeof policy === 'string') return known(intern(policy), 'observed', at);
  if (answer.failure !== null) return unanswered(answer.failure, 'GetKeyPolicy', at);
  return missing(policy, 'Policy', at);
}

function readKeyStoreId(metadata: Json | undefined, { intern }: Shared): Pick<Key, 'keyStoreId'> {
  const id = textMember(metadata, 'CustomKeyStoreId');
  return id === null ? {} : { keyStoreId: intern(id) };
}

/** An empty one is told as such, and old answers have none. */
function readDescription(metadata: Json | undefined, at: Key['at']): Key['description'] {
  const text = textMember(metadata, 'Description');
  return known(text === '' ? null : text, 'observed', at);
}

/** Tags as a record; pages that are missing could hold any. */
function readTags(answer: Answered, at: Key['at'], { intern, internTags }: Shared): Key['tags'] {
  if (answer.failure !== null) return unanswered(answer.failure, 'ListResourceTags', at);
  const entries = entriesOf(answer.ok, 'Tags');
  if (entries === null) return missing(undefined, 'Tags', at);
  const pairs = entries.flatMap((tag) => {
    const [key, value] = [textMember(tag, 'TagKey'), textMember(tag, 'TagValue')];
    return key === null ? [] : [[intern(key), intern(value ?? '')] as const];
  });
  return known(internTags(Object.fromEntries(pairs)), 'observed', at);
}
