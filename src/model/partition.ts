/**
 * How the Regions of each partition beside `aws` begin: the partition data of the AWS SDK
 * (`@aws-sdk/core`, util-endpoints), against which a test holds this table.
 */
const beginnings = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
] as const;

/** The partition of a Region, as the ARNs in it name it; `aws` for a Region that no other one claims. */
export function partitionOf(region: string): string {
  return beginnings.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'aws';
}
