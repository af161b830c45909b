import type { Branch } from '../../model/branch.ts';
import {
  keySpecs,
  keyUsages,
  origins,
  type Key,
  type KeyState,
  type Origin,
} from '../../model/inventory.ts';
import { keyIdOf, parseArn } from '../../model/targets.ts';
import { mapValue, unknown, type Value } from '../../model/value.ts';
import { readDate } from '../input/dates.ts';
import type { Resource } from '../input/resource.ts';
import {
  fixed,
  oneOf,
  orDefault,
  readComputed,
  readBypass,
  readFirst,
  readFlag,
  lackingTags,
  readAllTags,
  readTags,
  readText,
  type Flaws,
} from './attributes.ts';
import { readRotation } from './rotation.ts';
import { readSubject } from './subject.ts';
import { readTarget, type Declared } from './targets.ts';

/** The argument names of one resource type; null where the type has no such argument. */
interface Names {
  readonly spec: string | null;
  readonly state: string;
  readonly rotation: string | null;
  readonly policy: string;
  readonly isReplica: boolean;
  /** Whether it has `valid_to`. */
  readonly isImported: boolean;
  readonly origin: (resource: Resource, flaws: Flaws) => Value<Origin>;
}

/** Defaults and names: the documentation of the aws and awscc providers. */
const namesOf: Readonly<Record<string, Names>> = {
  aws_kms_key: {
    spec: 'customer_master_key_spec',
    state: 'is_enabled',
    rotation: 'enable_key_rotation',
    policy: 'policy',
    isReplica: false,
    isImported: false,
    origin: originByKeyStore,
  },
  aws_kms_external_key: {
    spec: 'key_spec',
    state: 'enabled',
    rotation: null,
    policy: 'policy',
    isReplica: false,
    isImported: true,
    origin: (resource) => fixed('EXTERNAL', resource),
  },
  aws_kms_replica_key: {
    spec: null,
    state: 'enabled',
    rotation: null,
    policy: 'policy',
    isReplica: true,
    isImported: false,
    origin: (resource) => fixed('AWS_KMS', resource),
  },
  aws_kms_replica_external_key: {
    spec: null,
    state: 'enabled',
    rotation: null,
    policy: 'policy',
    isReplica: true,
    isImported: true,
    origin: (resource) => fixed('EXTERNAL', resource),
  },
  awscc_kms_key: {
    spec: 'key_spec',
    state: 'enabled',
    rotation: 'enable_key_rotation',
    policy: 'key_policy',
    isReplica: false,
    isImported: false,
    origin: (resource, flaws) =>
      oneOf(orDefault(readText(resource, 'origin', flaws), 'AWS_KMS'), origins),
  },
  awscc_kms_replica_key: {
    spec: null,
    state: 'enabled',
    rotation: null,
    policy: 'key_policy',
    isReplica: true,
    isImported: false,
    origin: (resource) => fixed('AWS_KMS', resource),
  },
};

/** A key resource in the KMS API's words. */
export function readKey(resource: Resource, declared: Declared, flaws: Flaws): Key | null {
  const names = namesOf[resource.type];
  if (names === undefined) return null;
  const { spec, isReplica } = names;
  const specText =
    spec === null
      ? readComputed(resource, 'key_spec', flaws)
      : orDefault(readText(resource, spec, flaws), 'SYMMETRIC_DEFAULT');
  const usageText = isReplica
    ? readComputed(resource, 'key_usage', flaws)
    : readUsage(resource, specText, flaws);
  return {
    ...readSubject(resource, flaws),
    kind: 'key',
    keyId: readKeyId(resource, flaws),
    arn: readComputed(resource, 'arn', flaws),
    keyManager: fixed('CUSTOMER', resource),
    keySpec: oneOf(specText, keySpecs),
    keyUsage: oneOf(usageText, keyUsages),
    origin: names.origin(resource, flaws),
    keyState: readState(resource, names, flaws),
    multiRegionKeyType: isReplica ? fixed('REPLICA', resource) : readMultiRegion(resource, flaws),
    inCustomKeyStore: readInKeyStore(resource, flaws),
    rotation: readRotation(resource, names, flaws),
    primary: isReplica ? readTarget(resource, 'primary_key_arn', 'key', declared, flaws) : null,
    policy: mapValue(readText(resource, names.policy, flaws), emptyAsUnset),
    bypassesLockoutCheck: readBypass(resource, flaws),
    tags: readTags(resource, flaws),
    allTags: readAllTags(resource, flaws),
    ...lackingTags(resource),
    expiresAt: readExpiry(resource, names, flaws),
    description: readText(resource, 'description', flaws),
    change: resource.change,
    ...(resource.exit === undefined ? {} : { exit: resource.exit }),
  };
}

/**
 * The key id: of an aws_kms_external_key, which has no `key_id`, its `id`; where neither is there, that in the ARN.
 * Source: provider documentation, attribute references of the key resources.
 */
function readKeyId(resource: Resource, flaws: Flaws): Value<string> {
  const isExternal = resource.type === 'aws_kms_external_key';
  const id = readFirst(resource, isExternal ? ['id', 'key_id'] : ['key_id', 'id'], flaws);
  const arn = readComputed(resource, 'arn', flaws);
  return !id.known && arn.known && parseArn(arn.value) !== null ? mapValue(arn, keyIdOf) : id;
}

/** Without `valid_to` the material does not expire (documentation of the aws provider). */
function readExpiry(resource: Resource, { isImported }: Names, flaws: Flaws): Key['expiresAt'] {
  if (!isImported) return fixed(null, resource);
  const text = readText(resource, 'valid_to', flaws);
  if (!text.known || text.value === null || text.value === '') return mapValue(text, () => null);
  const date = readDate(text.value);
  if (date === null) return unknown('unexpected-type', `${resource.address}.valid_to`, text.at);
  return mapValue(text, () => date);
}

/** The provider sends no empty policy: AWS then gives its default one. */
function emptyAsUnset(text: string | null): string | null {
  return text === '' ? null : text;
}

/** The provider reads no usage of an imported key while its material is pending: an empty text tells nothing. */
function readUsage(resource: Resource, spec: Value<string>, flaws: Flaws): Value<string> {
  const usage = readText(resource, 'key_usage', flaws);
  if (!usage.known || usage.value !== '') return orDefault(usage, 'ENCRYPT_DECRYPT');
  const isSymmetric = spec.known && spec.value === 'SYMMETRIC_DEFAULT';
  if (isSymmetric) return { ...usage, value: 'ENCRYPT_DECRYPT', from: 'default' };
  return unknown('not-read', `${resource.address}.key_usage`, resource.at);
}

/** The state of a key alone; null for another resource. */
export function readKeyState(resource: Resource): Value<KeyState> | null {
  const names = namesOf[resource.type];
  return names === undefined ? null : readState(resource, names, { scope: '', found: [] });
}

/**
 * The state that the code asks for. An external key whose `enabled` nobody wrote has that of its material: the provider
 * then computes it, and false means that the material is still to come (`key_state`).
 */
function readState(resource: Resource, names: Names, flaws: Flaws): Value<KeyState> {
  const enabled = mapValue(orDefault(readFlag(resource, names.state, flaws), true), stateOf);
  if (!/^aws_kms_(?:replica_)?external_key$/.test(resource.type)) return enabled;
  const { written } = resource.attribute(names.state);
  const state = readText(resource, 'key_state', flaws);
  const isWaiting = state.known && state.value === 'PendingImport';
  const isAsked = written.known && written.value;
  return isWaiting && !isAsked ? mapValue(state, () => 'PendingImport') : enabled;
}

function stateOf(enabled: boolean): KeyState {
  return enabled ? 'Enabled' : 'Disabled';
}

function readMultiRegion(resource: Resource, flaws: Flaws): Key['multiRegionKeyType'] {
  const flag = orDefault(readFlag(resource, 'multi_region', flaws), false);
  return mapValue(flag, (isPrimary) => (isPrimary ? 'PRIMARY' : null));
}

/**
 * The id of another resource proves a key store even before it is known; a variable proves nothing, nor does
 * one branch of a condition whose other branch may be no key store.
 */
function readInKeyStore(resource: Resource, flaws: Flaws): Value<boolean> {
  if (resource.type !== 'aws_kms_key') return fixed(false, resource);
  const id = readText(resource, 'custom_key_store_id', flaws);
  if (id.known) return mapValue(id, (text) => text !== null && text !== '');
  const { branches, complete } = resource.attribute('custom_key_store_id').references;
  const isStore = branches.length === 1 || branches.every(isOfKeyStores);
  return branches.length > 0 && complete && isStore ? fixed(true, resource) : id;
}

function isOfKeyStores({ identities }: Branch): boolean {
  return identities.every((identity) => /(?:^|\.)aws_kms_custom_key_store\./.test(identity));
}

/** The aws provider has no origin argument: a key store makes it, else AWS KMS. */
function originByKeyStore(resource: Resource, flaws: Flaws): Value<Origin> {
  const inside = readInKeyStore(resource, flaws);
  if (!inside.known) return inside;
  if (!inside.value) return mapValue(inside, () => 'AWS_KMS');
  const external = readText(resource, 'xks_key_id', flaws);
  return mapValue(external, (id) => (id === null ? 'AWS_CLOUDHSM' : 'EXTERNAL_KEY_STORE'));
}
