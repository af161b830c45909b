import {
  clusterStates,
  connectionStates,
  hsmStates,
  keyStoreTypes,
  type Alias,
  type Hsm,
  type HsmCluster,
  type KeyStore,
  type Subject,
  type Target,
} from '../../model/inventory.ts';
import type { Location } from '../../model/location.ts';
import { yes } from '../../model/truth.ts';
import { known, type Value } from '../../model/value.ts';
import { member, textMember, type JsonObject } from '../input/json.ts';
import { oneOf, readText } from './answers.ts';
import { readDate } from '../input/dates.ts';
import { locationOf, type Place } from './place.ts';

const noSymbols = { account: null, region: null } as const;
const noBranches: Target['branches'] = [];

function subjectOf(place: Place, subject: string, at: Location): Subject {
  const { scope, account, region } = place;
  const identity = subject;
  const frame = { symbols: noSymbols, exists: yes, guard: null, at } as const;
  return { source: 'live', scope, subject, identity, account, region, ...frame };
}

function targetOf(id: Value<string>): Target {
  return { id, branches: noBranches, complete: id.known };
}

/** An entry of ListAliases. */
export function readAlias(entry: JsonObject, place: Place): Alias {
  const name = textMember(entry, 'AliasName') ?? '';
  const arn = textMember(entry, 'AliasArn') ?? place.arn.replace(/\*$/, name);
  const at = locationOf(place, arn, 'ListAliases');
  return {
    ...subjectOf(place, arn, at),
    kind: 'alias',
    name: readText(entry, 'AliasName', at),
    target: targetOf(readText(entry, 'TargetKeyId', at)),
    dates: {
      createdAt: readDate(member(entry, 'CreationDate')),
      updatedAt: readDate(member(entry, 'LastUpdatedDate')),
    },
    change: null,
  };
}

/** An entry of DescribeCustomKeyStores. Key stores have no ARN: their id stands for them. */
export function readKeyStore(entry: JsonObject, place: Place): KeyStore {
  const id = textMember(entry, 'CustomKeyStoreId') ?? '(without id)';
  const at = locationOf(place, id, 'DescribeCustomKeyStores');
  const cluster = readText(entry, 'CloudHsmClusterId', at);
  const type = oneOf(readText(entry, 'CustomKeyStoreType', at), keyStoreTypes);
  // Answers of before 2022 tell no type: a cluster is told for those of AWS CloudHSM alone.
  const isOld = !type.known && type.reason === 'not-read' && cluster.known;
  return {
    ...subjectOf(place, id, at),
    kind: 'keyStore',
    keyStoreId: readText(entry, 'CustomKeyStoreId', at),
    name: readText(entry, 'CustomKeyStoreName', at),
    connectionState: oneOf(readText(entry, 'ConnectionState', at), connectionStates),
    connectionErrorCode: textMember(entry, 'ConnectionErrorCode'),
    type: isOld ? known('AWS_CLOUDHSM', 'default', at) : type,
    cluster: targetOf(cluster),
  };
}

/** An entry of DescribeClusters. */
export function readCluster(entry: JsonObject, place: Place): HsmCluster {
  const { at, arn } = clusterPlace(entry, place);
  return {
    ...subjectOf(place, arn, at),
    kind: 'cluster',
    clusterId: readText(entry, 'ClusterId', at),
    state: oneOf(readText(entry, 'State', at), clusterStates),
  };
}

/** One of the Hsms of a cluster. */
export function readHsm(hsm: JsonObject, cluster: JsonObject, place: Place): Hsm {
  const { at, arn } = clusterPlace(cluster, place);
  return {
    ...subjectOf(place, `${arn}/${textMember(hsm, 'HsmId') ?? ''}`, at),
    kind: 'hsm',
    cluster: targetOf(readText(cluster, 'ClusterId', at)),
    availabilityZone: readText(hsm, 'AvailabilityZone', at),
    subnet: readText(hsm, 'SubnetId', at),
    state: oneOf(readText(hsm, 'State', at), hsmStates),
  };
}

/** The form of a cluster's ARN: Service Authorization Reference, "Resource types defined by AWS CloudHSM". */
function clusterPlace(entry: JsonObject, place: Place): { arn: string; at: Location } {
  const id = textMember(entry, 'ClusterId') ?? '(without id)';
  const arn = place.arn.replace(':kms:', ':cloudhsm:').replace(/\*$/, `cluster/${id}`);
  return { arn, at: locationOf(place, arn, 'DescribeClusters') };
}
