import type { Hsm, HsmCluster, KeyStore, Subject } from '../../model/inventory.ts';
import type { Value } from '../../model/value.ts';
import { hclString } from '../../text/hcl-string.ts';
import type { Word } from '../../text/shell.ts';
import { resource, startsWell, variable } from './blocks.ts';
import { declaredName, localAddress } from './names.ts';
import { add, aws, commands, plain, words, type Remedy } from './part.ts';

// Custom key stores, and the CloudHSM clusters behind them.

function storeWord({ keyStoreId }: KeyStore): Word {
  return (
    plain(keyStoreId, /^cks-[0-9a-f]{1,64}$/) ?? {
      variable: 'KEY_STORE_ID',
      why: 'the id of the key store',
    }
  );
}

const clusterId = /^cluster-[0-9a-zA-Z]{1,64}$/;

function clusterWord(id: Value<string>): Word {
  return (
    plain(id, clusterId) ?? {
      variable: 'CLUSTER_ID',
      why: 'the id of the CloudHSM cluster',
    }
  );
}

/** What a new value for the store mends, by ConnectionErrorCode; no answer of AWS has more to tell of others. */
const settings: Readonly<Record<string, readonly Word[]>> = {
  INVALID_CREDENTIALS: password(),
  USER_LOCKED_OUT: password(),
  USER_NOT_FOUND: password(),
  CLUSTER_NOT_FOUND: newCluster(),
  SUBNET_NOT_FOUND: newCluster(),
};

function password(): readonly Word[] {
  const why = 'the password of kmsuser in the cluster';
  return ['--key-store-password', { variable: 'KMSUSER_PASSWORD', why }];
}

function newCluster(): readonly Word[] {
  const why = 'the id of the cluster that was made from a backup';
  return ['--cloud-hsm-cluster-id', { variable: 'NEW_CLUSTER_ID', why }];
}

/** Connects a key store again; one whose connection failed is disconnected first. */
export function reconnect(store: KeyStore): Remedy {
  const { connectionState, connectionErrorCode: code, cluster } = store;
  const id: readonly Word[] = ['--custom-key-store-id', storeWord(store)];
  const hasFailed = connectionState.known && connectionState.value === 'FAILED';
  const setting = settings[code ?? ''];
  const lacksHsm = code === 'INSUFFICIENT_CLOUDHSM_HSMS';
  return [
    commands(store, aws('kms', 'describe-custom-key-stores', store, ...id)),
    ...(lacksHsm ? createHsm(store, cluster.id, []) : []),
    words(
      hasFailed
        ? 'a store whose connection failed is disconnected first: its keys stay unusable until it is connected again'
        : 'when its cause is gone',
    ),
    commands(
      store,
      ...(hasFailed ? [aws('kms', 'disconnect-custom-key-store', store, ...id)] : []),
      ...(setting === undefined
        ? []
        : [aws('kms', 'update-custom-key-store', store, ...id, ...setting)]),
      aws('kms', 'connect-custom-key-store', store, ...id),
    ),
  ];
}

/** Looks at the HSMs of a cluster, and puts another one beside those that are degraded. */
export function replaceHsm(cluster: HsmCluster, hsms: readonly Hsm[]): Remedy {
  return [
    commands(cluster, describe(cluster, cluster.clusterId)),
    words('add an HSM, wait until it is active, and only then let the degraded one go'),
    ...createHsm(cluster, cluster.clusterId, hsms),
  ];
}

function describe(at: Subject, id: Value<string>): readonly Word[] {
  const filter = clusterWord(id);
  const told: Word = typeof filter === 'string' ? `clusterIds=${filter}` : filter;
  return aws('cloudhsmv2', 'describe-clusters', at, '--filters', told);
}

function createHsm(at: Subject, id: Value<string>, hsms: readonly Hsm[]): Remedy {
  const why = zoneWanted(hsms);
  const told: readonly Word[] = ['--cluster-id', clusterWord(id), '--availability-zone'];
  return [
    commands(
      at,
      aws('cloudhsmv2', 'create-hsm', at, ...told, { variable: 'AVAILABILITY_ZONE', why }),
    ),
  ];
}

function zoneWanted(hsms: readonly Hsm[]): string {
  const zones = hsms.flatMap(
    ({ availabilityZone }) => plain(availabilityZone, /^[a-z0-9-]{1,40}$/) ?? [],
  );
  const taken = [...new Set(zones)].toSorted().join(', ');
  return `an Availability Zone of the cluster${taken === '' ? '' : ` other than ${taken}`}`;
}

/** Gives a cluster an HSM in another Availability Zone; a new one takes it only when it is active. */
export function secondHsm(cluster: HsmCluster, hsms: readonly Hsm[], isFresh = false): Remedy {
  const name = declaredName(cluster);
  const declared = name === null ? null : `${localAddress(name)}.cluster_id`;
  return [
    ...(isFresh ? [words('first initialize and activate the cluster with its first HSM')] : []),
    ...anotherHsm(cluster, { id: cluster.clusterId, declared }, hsms),
  ];
}

/** The same for a key store; its cluster may be declared elsewhere. */
export function secondHsmOf(
  store: KeyStore,
  cluster: HsmCluster | null,
  hsms: readonly Hsm[],
): Remedy {
  const added =
    cluster === null
      ? anotherHsm(store, { id: store.cluster.id, declared: null }, hsms)
      : secondHsm(cluster, hsms);
  if (store.source !== 'live') return added;
  const id: readonly Word[] = ['--custom-key-store-id', storeWord(store)];
  return [commands(store, aws('kms', 'describe-custom-key-stores', store, ...id)), ...added];
}

function anotherHsm(
  at: Subject,
  { id, declared }: { readonly id: Value<string>; readonly declared: string | null },
  hsms: readonly Hsm[],
): Remedy {
  if (at.source === 'live') return [commands(at, describe(at, id)), ...createHsm(at, id, hsms)];
  const known = plain(id, clusterId);
  const label = startsWell(`${declaredName(at)?.label ?? 'ExampleCluster'}_second`);
  const asked = `${label}_zone`.replaceAll('-', '_');
  return [
    add(
      at,
      resource('aws_cloudhsm_v2_hsm', label, [
        ['cluster_id', declared ?? hclString(known ?? 'cluster-1a23b4cdefg')],
        ['availability_zone', `var.${asked}`],
      ]),
      variable(asked, zoneWanted(hsms)),
    ),
  ];
}
