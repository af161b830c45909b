import type { KeyOperation } from '../../../read/snapshot/format.ts';

/** Every request that a reading can make of KMS and CloudHSM; all of them only read. */
export type Operation =
  | KeyOperation
  | 'ListKeys'
  | 'ListAliases'
  | 'DescribeCustomKeyStores'
  | 'DescribeClusters';

export type ServiceName = 'kms' | 'cloudhsm';

export interface Service {
  /** By which the SDK's configuration names its endpoint: AWS_ENDPOINT_URL_<id>. */
  readonly id: string;
  /** First label of its host. */
  readonly host: string;
  /** First half of X-Amz-Target. */
  readonly target: string;
}

export const services: Readonly<Record<ServiceName, Service>> = {
  kms: { id: 'KMS', host: 'kms', target: 'TrentService' },
  cloudhsm: { id: 'CloudHSM V2', host: 'cloudhsmv2', target: 'BaldrApiService' },
};

/** How a list is asked for page by page. */
export interface Paging {
  /** The member of each answer that holds the entries. */
  readonly list: string;
  readonly limit: readonly [name: string, count: number];
  /** Input member that continues a list, and output member that it is taken from. */
  readonly marker: readonly [into: string, from: string];
}

export interface OperationTraits {
  readonly service: ServiceName;
  /** Published quota: requests a second for each account and Region. CloudHSM publishes none; five is modest. */
  readonly perSecond: number;
  readonly paging: Paging | null;
}

const marker = ['Marker', 'NextMarker'] as const;

function kms(perSecond: number, list: string | null = null, limit = 0): OperationTraits {
  const paging = list === null ? null : { list, limit: ['Limit', limit] as const, marker };
  return { service: 'kms', perSecond, paging };
}

/**
 * Quotas: "Request quotas" in the KMS Developer Guide. Page sizes: the operations' pages in the KMS and CloudHSM API
 * references.
 */
export const operations: Readonly<Record<Operation, OperationTraits>> = {
  ListKeys: kms(500, 'Keys', 1000),
  ListAliases: kms(500, 'Aliases', 100),
  DescribeKey: kms(2000),
  GetKeyRotationStatus: kms(1000),
  GetKeyPolicy: kms(1000),
  ListResourceTags: kms(2000, 'Tags', 50),
  ListKeyRotations: kms(100, 'Rotations', 1000),
  DescribeCustomKeyStores: kms(5, 'CustomKeyStores', 1000),
  DescribeClusters: {
    service: 'cloudhsm',
    perSecond: 5,
    paging: { list: 'Clusters', limit: ['MaxResults', 25], marker: ['NextToken', 'NextToken'] },
  },
};
