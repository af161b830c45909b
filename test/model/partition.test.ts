import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { partition } from '@aws-sdk/core/client';
import { expect, test } from 'vitest';
import { compareText } from '../../src/text/compare.ts';
import { partitionOf } from '../../src/model/place/partition.ts';

test.each([
  'eu-central-1',
  'us-east-1',
  'cn-north-1',
  'us-gov-west-1',
  'us-iso-east-1',
  'us-isob-west-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
  'us-isolated-1',
])('%s is in the partition that the AWS SDK has for it', (region) => {
  expect(partitionOf(region)).toBe(partition(region).name);
});

test('knows every partition of the AWS SDK', () => {
  const source = readFileSync(
    createRequire(import.meta.url).resolve('@aws-sdk/core/client'),
    'utf8',
  );
  const names = [...source.matchAll(/"?id"?: ?"(aws[\w-]*)"/g)].map(([, name]) => name ?? '');
  expect(names.toSorted(compareText)).toEqual([
    'aws',
    'aws-cn',
    'aws-eusc',
    'aws-iso',
    'aws-iso-b',
    'aws-iso-e',
    'aws-iso-f',
    'aws-us-gov',
  ]);
});
