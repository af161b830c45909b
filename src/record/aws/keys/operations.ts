import type { KeyOperation } from '../../../read/snapshot/format.ts';

/** Every request that a reading can make of KMS and CloudHSM; all of them only read. */
export type Operation =
  | KeyOperation
  | 'ListKeys'
  | 'ListAliases'
  | 'DescribeCustomKeyStores'
  | 'DescribeClusters';

/** As IAM has them in front of actions. */
export type ServiceName = 'kms' | 'cloudhsm';

/** What a request can say. */
export interface Input {
  readonly KeyId?: string;
  readonly PolicyName?: string;
  readonly IncludeKeyMaterial?: 'ALL_KEY_MATERIAL';
  /** How many entries a page may hold, and where it begins: in KMS's words, then in CloudHSM's. */
  readonly Limit?: number;
  readonly Marker?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

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
  ListGrants: kms(100, 'Grants', 100),
  DescribeCustomKeyStores: kms(5, 'CustomKeyStores', 1000),
  DescribeClusters: {
    service: 'cloudhsm',
    perSecond: 5,
    paging: { list: 'Clusters', limit: ['MaxResults', 25], marker: ['NextToken', 'NextToken'] },
  },
};
