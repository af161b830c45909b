import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBatches, type Batch } from '../../../src/read/batches.ts';
import { inScratch } from '../../support/judge/hcl-oracle.ts';

// Thousands of states are judged one after the other: none is read before its turn, and what names no key is not parsed.

/** A raw state with one resource, as Terraform writes it. */
function state(lineage: string, serial = 1, type = 'aws_kms_key'): string {
  return JSON.stringify(
    {
      version: 4,
      terraform_version: '1.11.4',
      serial,
      lineage,
      outputs: {},
      resources: [
        {
          mode: 'managed',
          type,
          name: 'k',
          provider: 'provider["registry.terraform.io/hashicorp/aws"]',
          instances: [{ schema_version: 0, attributes: { id: '1', note: 'a\nb' } }],
        },
      ],
      check_results: null,
    },
    null,
    2,
  );
}

const compact = (text: string): string => JSON.stringify(JSON.parse(text));

async function batchesOf(
  files: Readonly<Record<string, string>>,
  meanwhile: (directory: string, batch: Batch) => void = () => undefined,
  most = 1,
): Promise<readonly Batch[]> {
  return inScratch(files, async (directory) => {
    const batches: Batch[] = [];
    const options = { directory, stdin: process.stdin };
    for await (const batch of readBatches(['.'], options, most)) {
      meanwhile(directory, batch);
      batches.push(batch);
    }
    return batches;
  });
}

const gapsIn = (batches: readonly Batch[]): readonly string[] =>
  batches.flatMap(({ present }) => present.gaps.map(({ what }) => what));
const keysIn = (batches: readonly Batch[]): number =>
  batches.reduce((sum, { present }) => sum + present.keys.length, 0);

describe('states in a directory', () => {
  test('are batches of their own, in the order of their paths', async () => {
    const files = { 'b.tfstate': state('b'), 'a/x': state('a'), 'c.tfstate': state('c') };
    const batches = await batchesOf(files);
    expect(batches.map(({ paths }) => paths)).toEqual([[], ['a/x'], ['b.tfstate'], ['c.tfstate']]);
    expect(batches.map(({ isLast }) => isLast)).toEqual([false, false, false, true]);
    expect(batches.map(({ present }) => present.keys.length)).toEqual([0, 1, 1, 1]);
  });

  test('are read when it is their turn', async () => {
    const files = { 'a.tfstate': state('a'), 'b.tfstate': state('b'), 'c.tfstate': state('c') };
    const batches = await batchesOf(files, (directory, batch) => {
      if (batch.paths.length === 0) writeFileSync(join(directory, 'a.tfstate'), state('a', 2));
      if (batch.paths[0] === 'a.tfstate') rmSync(join(directory, 'b.tfstate'));
    });
    expect(keysIn(batches)).toBe(2);
    expect(gapsIn(batches)).toEqual([expect.stringContaining('b.tfstate: no such file')]);
  });

  test('are judged together as long as they are few', async () => {
    const files = { 'a.tfstate': state('a'), 'b.tfstate': state('b'), 'c.tfstate': state('c') };
    const batches = await batchesOf(files, () => undefined, 4);
    expect(batches.map(({ paths }) => paths.length)).toEqual([0, 2, 1]);
    expect(batches.map(({ isLast }) => isLast)).toEqual([false, false, true]);
    expect(keysIn(batches)).toBe(3);
  });

  test('stand with a configuration that they lie beside', async () => {
    const files = {
      'live/main.tf': 'resource "aws_kms_key" "k" {}\n',
      'live/terraform.tfstate': state('a'),
      'other/terraform.tfstate': state('b'),
    };
    const batches = await batchesOf(files);
    expect(batches.map(({ paths }) => paths)).toEqual([[], ['other/terraform.tfstate']]);
    expect(batches[0]?.present.keys.map(({ source }) => source)).toEqual(['hcl', 'state']);
  });

  test('of one lineage of which the latest is broken are judged by the one before', async () => {
    const files = { 'a.tfstate': state('a', 1), 'b.tfstate': state('a', 2).slice(0, -9) };
    const batches = await batchesOf(files);
    expect(keysIn(batches)).toBe(1);
    expect(gapsIn(batches)).toEqual([expect.stringContaining('it ends too early')]);
  });
});

describe('a state that names no key', () => {
  const bucket = state('a', 1, 'aws_s3_bucket');

  test.each([
    ['as Terraform writes it', bucket],
    ['in one line', compact(bucket)],
    ['with the line ends of Windows', bucket.replaceAll('\n', '\r\n')],
  ])('%s is judged without a gap', async (_, text) => {
    const batches = await batchesOf({ 'a.tfstate': text });
    expect(batches.map(({ present }) => present.scopes.map(({ id }) => id))).toEqual([
      [],
      ['a.tfstate'],
    ]);
    expect(gapsIn(batches)).toEqual([]);
  });

  test.each([
    ['within a line', bucket.slice(0, bucket.indexOf('"id"'))],
    ['behind a brace', bucket.slice(0, bucket.indexOf('}', bucket.indexOf('"id"')) + 1)],
    ['in one line, behind a brace', compact(bucket).slice(0, -'],"check_results":null}'.length)],
  ])('may have named one where it is cut off %s', async (_, text) => {
    const batches = await batchesOf({ 'a.tfstate': text });
    expect(gapsIn(batches)).toEqual([expect.stringContaining('not valid JSON')]);
  });

  test.each(['aws_\\u006bms_key', 'aws_k\\u006Ds_key', '\\u0061ws_\\u006b\\u006d\\u0073_key'])(
    'may name it as %s',
    async (type) => {
      const text = bucket.replace('aws_s3_bucket', type);
      expect(keysIn(await batchesOf({ 'a.tfstate': text }))).toBe(1);
    },
  );
});
