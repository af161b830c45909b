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

/**
 * What somebody has to ask for, since AWS admits few such requests: `materials`: ListKeyRotations of keys that rotate
 * automatically too · `grants`: ListGrants of the keys that may replace one another
 */
export const extraFacts = ['materials', 'grants'] as const;

export type Fact = (typeof facts)[number] | (typeof extraFacts)[number];
