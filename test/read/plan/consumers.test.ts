import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { arn, heldBy, kept, off, one, queue, two } from '../../support/judge/consumers.ts';
import { judge, oldKey } from '../../support/judge/judge-plan.ts';
import { stateOf, type ResourceSpec } from '../../support/build/plan-builder.ts';

const disabled = (...holders: readonly ResourceSpec[]) =>
  heldBy(judge([oldKey('a', one, off), oldKey('b', two), ...holders]));

describe('a key in a plan is held', () => {
  test.each([
    ['its id', queue(one)],
    ['its ARN', queue(arn(one))],
    ['a block', kept('aws_sqs_queue', { rule: [{ by: [{ kms_key_arn: arn(one) }] }] })],
    ['the second block', kept('aws_sqs_queue', { rule: [{ key: null }, { key: arn(one) }] })],
    ['an object of encryption', kept('aws_sqs_queue', { encryption: { kms_key: arn(one) } })],
  ])('by %s', (_, holder) => {
    expect(disabled(holder)).toBe('aws_sqs_queue.x');
  });

  test('by an object of the awscc provider', () => {
    const values = { settings: { list: [{ by: { key_id: one } }] }, tags: [{ value: one }] };
    expect(disabled(kept('awscc_sqs_queue', values))).toBe('awscc_sqs_queue.x');
  });

  test.each([
    ['a list', { keys: [arn(one)] }],
    ['a map', { variables: { KEY: arn(one) }, tags: { key: one } }],
    ['a policy', { policy: JSON.stringify({ Resource: arn(one) }) }],
    ['a longer text', { name: `queue-${one}` }],
    ['tags of the awscc provider', { tags: [{ key: 'key', value: arn(one) }] }],
    ['another key', { kms_key_id: arn(two), empty: '', none: null }],
    ['a replica in another Region', { kms_key_id: arn(one, 'us-east-1') }],
  ])('by %s it is not', (_, values) => {
    expect(disabled(kept('awscc_sqs_queue', {}), kept('aws_sqs_queue', values))).toBe('');
  });

  test.each(['aws_kms_grant', 'aws_kms_ciphertext', 'awscc_kms_other'])(
    'by %s it is not',
    (type) => {
      expect(disabled(kept(type, { key_id: one }))).toBe('');
    },
  );

  test('by an alias of its own account and Region, and by its ARN', () => {
    const app = (more: JsonObject = {}) =>
      kept(
        'aws_kms_alias',
        {
          name: 'alias/app',
          target_key_id: one,
          arn: 'arn:aws:kms:eu-west-1:111122223333:alias/app',
          ...more,
        },
        { name: 'app', expressions: {} },
      );
    expect(disabled(app(), queue('alias/app'))).toBe('aws_sqs_queue.x');
    expect(disabled(app(), queue('arn:aws:kms:eu-west-1:111122223333:alias/app'))).toBe(
      'aws_sqs_queue.x',
    );
    expect(disabled(app(), queue('arn:aws:kms:eu-west-1:444455556666:alias/app'))).toBe('');
    expect(disabled(app(), queue('arn:aws:kms:us-east-1:111122223333:alias/app'))).toBe('');
    expect(
      disabled(
        app(),
        queue('alias/app', {
          before: { region: 'us-east-1', kms_master_key_id: 'alias/app' },
          after: { region: 'us-east-1', kms_master_key_id: 'alias/app' },
        }),
      ),
    ).toBe('');
    expect(disabled(app({ target_key_id: two }), queue('alias/app'))).toBe('');
    expect(disabled(app(), queue('alias/aws/sqs'), queue('alias/other'))).toBe('');
  });

  test('by each instance, and ten are named', () => {
    const queues = Array.from({ length: 12 }, (_, index) => queue(one, { index }));
    expect(disabled(...queues)).toMatch(/^aws_sqs_queue\.x\[0\], .* and 2 more$/);
  });

  test('by its planned value: what lets go of it, or is deleted, does not hold it', () => {
    expect(disabled(queue(one, { actions: ['update'], after: { kms_master_key_id: two } }))).toBe(
      '',
    );
    expect(disabled(queue(one, { actions: ['delete'], after: null }))).toBe('');
    expect(disabled(queue(one, { actions: ['forget'], after: null }))).toBe('aws_sqs_queue.x');
    expect(disabled(queue(two, { actions: ['update'], after: { kms_master_key_id: one } }))).toBe(
      'aws_sqs_queue.x',
    );
  });

  test('in a targeted plan by what it does not mention', () => {
    const holder = queue(one);
    const top = {
      complete: false,
      planned_values: { root_module: { resources: [stateOf(holder, { kms_master_key_id: one })] } },
    };
    expect(heldBy(judge([oldKey('a', one, off)], { top }))).toBe('aws_sqs_queue.x');
  });

  test('where a part is malformed, nothing breaks', () => {
    const odd: readonly Json[] = [{ a: [[{ b: one }]] }, { a: [null, 1, { key: one }] }, { a: {} }];
    for (const values of odd) {
      expect(disabled(kept('aws_sqs_queue', { value: values, deep: nest(5000) }))).toBe('');
    }
    const judged = judge([oldKey('a', one, off)], {
      top: { resource_changes: [null, 1, {}, { type: 'x' }] },
    });
    expect(heldBy(judged)).toBe('');
  });
});

function nest(depth: number): Json {
  let json: Json = one;
  for (let i = 0; i < depth; i++) json = [{ a: json }];
  return json;
}
