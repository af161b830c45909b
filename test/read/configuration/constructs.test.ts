import { expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { linesOf } from '../../../src/report/print/place.ts';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

// CDK for Terraform writes into the comment of each block which construct it was made from.

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const comment = (path: Json): Json => ({ metadata: { path, uniqueId: 'x_1A2B3C4D' } });

async function constructOf(block: { readonly [name: string]: Json }): Promise<string | undefined> {
  const file = { resource: { aws_kms_key: { x_1A2B3C4D: block } } };
  const { findings } = await judgeFiles({ 'cdk.tf.json': JSON.stringify(file) });
  const isAsked = ({ ruleId, kind }: Finding): boolean =>
    ruleId === 'rotation-disabled' && kind === 'fail';
  const found = findings.find(isAsked);
  if (found === undefined) throw new Error('the rotation of the key is off');
  return linesOf(found.location)?.construct;
}

test.each<[string, { readonly [name: string]: Json }]>([
  ['that lacks an argument', { '//': comment('app/x') }],
  ['at an argument that is wrong', { '//': comment('app/x'), enable_key_rotation: false }],
])('a finding about a resource %s names its construct', async (_, block) => {
  expect(await constructOf(block)).toBe('app/x');
});

test.each<Json>(['a comment', { metadata: 1 }, comment(null), comment(['app']), []])(
  'a comment that tells no construct is none: %j',
  async (other) => {
    expect(await constructOf({ '//': other })).toBeUndefined();
  },
);
