import { partitions } from '../../generated/partitions.js';

/** The partition of a Region, as the ARNs in it name it; one that nobody knows yet is of `aws`, as the AWS SDK has it. */
export function partitionOf(region: string): string {
  return partitions.find(({ regions }) => regions.test(region))?.name ?? 'aws';
}
