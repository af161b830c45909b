import type {
  Hsm,
  HsmCluster,
  Inventory,
  Key,
  KeyStore,
  Subject,
  Target,
} from '../../../src/model/inventory.ts';
import { emptyInventory } from '../../../src/model/inventory.ts';
import type { Location } from '../../../src/model/location.ts';
import { yes } from '../../../src/model/truth.ts';
import { known, unknown, type Known, type Unknown } from '../../../src/model/value.ts';

// Objects with believable values, for tests that care about one or two of them.

export const at: Location = { kind: 'plan', path: 'plan.json', pointer: '', source: null };

export function told<T>(value: T): Known<T> {
  return known(value, 'explicit', at);
}

/** An unknown value; the same symbol is the same value. */
export function untold(what: string, symbol?: string): Unknown {
  return unknown('known-after-apply', what, at, symbol);
}

export function sampleSubject(subject: string): Subject {
  return {
    source: 'plan',
    scope: 'plan.json',
    subject,
    identity: subject,
    account: untold('account'),
    region: told('eu-west-1'),
    symbols: { account: 'account of aws', region: null },
    exists: yes,
    guard: null,
    at,
  };
}

/** A reference to one declared object whose id is not known yet. */
export function referenceTo(identity: string): Target {
  return {
    id: untold(`${identity}.id`),
    branches: [{ identities: [identity] }],
    complete: true,
  };
}

/** A reference that could not be followed. */
export function lostReference(what: string): Target {
  return { id: untold(what), branches: [], complete: false };
}

/** A symmetric key that can rotate automatically. */
export function sampleKey(facts: Partial<Key> = {}): Key {
  return {
    ...sampleSubject('aws_kms_key.sample'),
    kind: 'key',
    keyId: untold('key_id'),
    arn: untold('arn'),
    keyManager: told('CUSTOMER'),
    keySpec: told('SYMMETRIC_DEFAULT'),
    keyUsage: told('ENCRYPT_DECRYPT'),
    origin: told('AWS_KMS'),
    keyState: told('Enabled'),
    multiRegionKeyType: told(null),
    inCustomKeyStore: told(false),
    rotation: {
      enabled: told(true),
      periodInDays: told(365),
      periodIsSet: told(false),
      rotatedOnDemand: untold('ListKeyRotations'),
    },
    primary: null,
    policy: told(null),
    tags: told({}),
    allTags: told({}),
    expiresAt: told(null),
    description: told(null),
    change: null,
    ...facts,
  };
}

export function sampleCluster(facts: Partial<HsmCluster> = {}): HsmCluster {
  return {
    ...sampleSubject('aws_cloudhsm_v2_cluster.sample'),
    kind: 'cluster',
    clusterId: untold('cluster_id'),
    state: untold('cluster_state'),
    ...facts,
  };
}

/** A declared HSM of the sample cluster, in a zone. */
export function sampleHsm(name: string, zone: string | null, facts: Partial<Hsm> = {}): Hsm {
  return {
    ...sampleSubject(`aws_cloudhsm_v2_hsm.${name}`),
    kind: 'hsm',
    cluster: referenceTo('aws_cloudhsm_v2_cluster.sample'),
    availabilityZone: zone === null ? untold('availability_zone') : told(zone),
    subnet: untold('subnet_id'),
    state: untold('hsm_state'),
    ...facts,
  };
}

/** A key store on the sample cluster. */
export function sampleKeyStore(facts: Partial<KeyStore> = {}): KeyStore {
  return {
    ...sampleSubject('aws_kms_custom_key_store.sample'),
    kind: 'keyStore',
    keyStoreId: untold('id'),
    name: told('ExampleKeyStore'),
    type: told('AWS_CLOUDHSM'),
    connectionState: untold('connection_state'),
    connectionErrorCode: null,
    cluster: referenceTo('aws_cloudhsm_v2_cluster.sample'),
    ...facts,
  };
}

export function sampleInventory(facts: Partial<Inventory>): Inventory {
  return {
    ...emptyInventory,
    scopes: [{ id: 'plan.json', rootModule: null }],
    ...facts,
  };
}
