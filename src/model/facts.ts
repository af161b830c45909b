/**
 * What a live scan can read beside ListKeys and DescribeKey. A rule names what it needs; nothing else is asked.
 * `rotation`: GetKeyRotationStatus · `rotations`: ListKeyRotations · `policy`: GetKeyPolicy · `tags`: ListResourceTags ·
 * `aliases`: ListAliases · `keyStores`: DescribeCustomKeyStores · `clusters`: DescribeClusters of CloudHSM
 */
export const facts = [
  'rotation',
  'rotations',
  'policy',
  'tags',
  'aliases',
  'keyStores',
  'clusters',
] as const;

export type Fact = (typeof facts)[number];
