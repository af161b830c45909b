import {
  clusterStates,
  hsmStates,
  keyStoreTypes,
  type Alias,
  type Hsm,
  type HsmCluster,
  type KeyStore,
  type PolicyAttachment,
} from '../../model/inventory.ts';
import { mapValue, unknown, type Value } from '../../model/value.ts';
import type { Resource } from '../input/resource.ts';
import {
  oneOf,
  orDefault,
  readBypass,
  readComputed,
  readFirst,
  readText,
  type Flaws,
} from './attributes.ts';
import { readSubject } from './subject.ts';
import { readTarget, type Declared } from './targets.ts';

/** An alias resource of the aws or awscc provider. */
export function readAlias(resource: Resource, declared: Declared, flaws: Flaws): Alias {
  return {
    ...readSubject(resource, flaws),
    kind: 'alias',
    name: readAliasName(resource, flaws),
    target: readTarget(resource, 'target_key_id', 'key', declared, flaws),
    change: resource.change,
  };
}

/** A name that begins with `name_prefix` ends in something that the provider makes up. */
function readAliasName(resource: Resource, flaws: Flaws): Value<string> {
  const argument = resource.type === 'awscc_kms_alias' ? 'alias_name' : 'name';
  const name = readText(resource, argument, flaws);
  if (!name.known) return name;
  if (name.value !== null) return orDefault(name, '');
  const prefix = readText(resource, 'name_prefix', flaws);
  const symbol = `${resource.address}.${argument}`;
  const tail = unknown('known-after-apply', symbol, resource.at, symbol);
  if (!prefix.known || prefix.value === null) return tail;
  return { ...tail, parts: [prefix.value, { symbol }] };
}

/** An aws_kms_key_policy. */
export function readPolicy(resource: Resource, declared: Declared, flaws: Flaws): PolicyAttachment {
  return {
    ...readSubject(resource, flaws),
    kind: 'policy',
    key: readTarget(resource, 'key_id', 'key', declared, flaws),
    text: orDefault(readText(resource, 'policy', flaws), ''),
    bypassesLockoutCheck: readBypass(resource, flaws),
  };
}

/** An aws_kms_custom_key_store; AWS_CLOUDHSM where no type is given (KMS API, CreateCustomKeyStore). */
export function readKeyStore(resource: Resource, declared: Declared, flaws: Flaws): KeyStore {
  const type = orDefault(readText(resource, 'custom_key_store_type', flaws), 'AWS_CLOUDHSM');
  return {
    ...readSubject(resource, flaws),
    kind: 'keyStore',
    keyStoreId: readFirst(resource, ['id', 'custom_key_store_id'], flaws),
    name: orDefault(readText(resource, 'custom_key_store_name', flaws), ''),
    connectionState: unknown('not-read', `the connection of ${resource.address}`, resource.at),
    connectionErrorCode: null,
    type: oneOf(type, keyStoreTypes),
    cluster: readTarget(resource, 'cloud_hsm_cluster_id', 'cluster', declared, flaws),
  };
}

export function readCluster(resource: Resource, flaws: Flaws): HsmCluster {
  return {
    ...readSubject(resource, flaws),
    kind: 'cluster',
    clusterId: readFirst(resource, ['cluster_id', 'id'], flaws),
    state: oneOf(readComputed(resource, 'cluster_state', flaws), clusterStates),
  };
}

export function readHsm(resource: Resource, declared: Declared, flaws: Flaws): Hsm {
  return {
    ...readSubject(resource, flaws),
    kind: 'hsm',
    cluster: readTarget(resource, 'cluster_id', 'cluster', declared, flaws),
    availabilityZone: readZone(resource, 'availability_zone', flaws),
    subnet: readZone(resource, 'subnet_id', flaws),
    state: oneOf(readComputed(resource, 'hsm_state', flaws), hsmStates),
  };
}

function readZone(resource: Resource, name: string, flaws: Flaws): Value<string> {
  const zone = readText(resource, name, flaws);
  if (zone.known && zone.value === null) {
    return unknown('known-after-apply', `${resource.address}.${name}`, resource.at);
  }
  return mapValue(zone, (text) => text ?? '');
}
