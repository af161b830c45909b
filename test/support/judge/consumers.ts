import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { constant, type ResourceSpec } from '../build/plan-builder.ts';
import type { Judged } from './judge-plan.ts';

// Queues and the like that hold keys, and what findings say of them.

export const [one, two] = [
  '1111aaaa-1111-aaaa-1111-aaaa1111aaaa',
  '2222bbbb-2222-bbbb-2222-bbbb2222bbbb',
];
export const arn = (id: string, region = 'eu-west-1') =>
  `arn:aws:kms:${region}:111122223333:key/${id}`;
/** A key that the code disables. */
export const off = { after: { is_enabled: false }, expressions: { is_enabled: constant(false) } };

/** A resource that is there and stays as it is. */
export function kept(
  type: string,
  values: JsonObject,
  more: Partial<ResourceSpec> = {},
): ResourceSpec {
  return { type, name: 'x', actions: ['no-op'], before: values, after: values, ...more };
}

export const queue = (id: Json, more: Partial<ResourceSpec> = {}) =>
  kept('aws_sqs_queue', { kms_master_key_id: id }, more);

/** What a finding names as holding the key; empty where there is none. */
export function heldBy(judged: Judged, rule = 'key-still-used', key = 'aws_kms_key.a'): string {
  const message = judged.finding(rule, key)?.message ?? '';
  return /(?:but|verified;|verified; ) ?(.*?) (?:still )?holds? it/.exec(message)?.[1] ?? '';
}

/** A queue that takes another key, of which the plan knows no id yet. */
export const taking = (reference: JsonObject, more: Partial<ResourceSpec> = {}): ResourceSpec =>
  queue(one, {
    actions: ['update'],
    after: {},
    unknown: { kms_master_key_id: true },
    expressions: { kms_master_key_id: reference },
    ...more,
  });
