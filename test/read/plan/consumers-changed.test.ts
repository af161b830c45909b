import { describe, expect, test } from 'vitest';
import { lineageOf } from '../../../src/model/lineage/lineage.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { arn, heldBy, kept, off, one, queue, taking, two } from '../../support/judge/consumers.ts';
import { judge, newAlias, newKey, oldKey, type Judged } from '../../support/judge/judge-plan.ts';
import {
  constant,
  refers,
  stateOf,
  type PlanSpec,
  type ResourceSpec,
} from '../../support/build/plan-builder.ts';

describe('a key that is made', () => {
  const made = (
    holder: ResourceSpec,
    more: Omit<PlanSpec, 'resources'> = {},
    key = newKey('a', off),
  ) => judge([key, newKey('b'), holder], more);
  const create = (reference: JsonObject, argument = 'kms_master_key_id'): ResourceSpec => ({
    type: 'aws_sqs_queue',
    name: 'x',
    unknown: { [argument]: true },
    expressions: { [argument]: reference },
  });

  test('is held by reference', () => {
    expect(heldBy(made(create(refers('aws_kms_key.a.arn'))))).toBe('aws_sqs_queue.x');
    expect(heldBy(made(create(refers('aws_kms_key.b.arn'))))).toBe('');
    expect(heldBy(made(create(refers('local.key'))))).toBe('');
    expect(heldBy(made(create(refers('var.blue', 'aws_kms_key.a.arn', 'aws_kms_key.b.arn'))))).toBe(
      '',
    );
  });

  test('is not held by a text that is made with it', () => {
    for (const argument of ['policy', 'kms_policy', 'name', 'tags']) {
      expect(heldBy(made(create(refers('aws_kms_key.a.arn'), argument)))).toBe('');
    }
  });

  test('is held through an alias, in blocks, and by an instance of its own', () => {
    const alias = newAlias('app', refers('aws_kms_key.a.key_id'));
    const by = judge([newKey('a', off), alias, create(refers('aws_kms_alias.app.arn'))]);
    expect(heldBy(by)).toBe('aws_sqs_queue.x');
    const block: ResourceSpec = {
      type: 'aws_sqs_queue',
      name: 'x',
      after: { rule: [{ by: [{}] }] },
      unknown: { rule: [{ by: [{ kms_key_id: true }] }] },
      expressions: { rule: [{ by: [{ kms_key_id: refers('aws_kms_key.a.arn') }] }] },
    };
    expect(heldBy(made(block))).toBe('aws_sqs_queue.x');
    const counted = [0, 1].map((index) => ({ ...newKey('a', off), index, count: constant(2) }));
    const volumes = [0, 1].map((index) => ({
      ...create(refers('aws_kms_key.a', 'count.index')),
      index,
      count: constant(2),
    }));
    const judged = judge([...counted, ...volumes]);
    expect(heldBy(judged, 'key-still-used', 'aws_kms_key.a[1]')).toBe('aws_sqs_queue.x[1]');
  });

  test('is held in a module that it is passed to', () => {
    const holder = { ...create(refers('var.key')), module: 'module.queue' };
    const modules = [{ path: 'queue', expressions: { key: refers('aws_kms_key.a.arn') } }];
    expect(heldBy(made(holder, { modules }))).toBe('module.queue.aws_sqs_queue.x');
    const inside = { ...newKey('a', off), module: 'module.kms' };
    const outputs = [
      { path: 'kms', outputs: { arn: { expression: refers('aws_kms_key.a.arn') } } },
    ];
    const judged = judge([inside, create(refers('module.kms.arn'))], { modules: outputs });
    expect(heldBy(judged, 'key-still-used', 'module.kms.aws_kms_key.a')).toBe('aws_sqs_queue.x');
  });
});

describe('a key that the plan takes away', () => {
  test('is named with what stays, and held it or holds it still', () => {
    const gone = oldKey('a', one, { actions: ['delete', 'create'] });
    const topic = kept('aws_sns_topic', { kms_master_key_id: arn(one) });
    const judged = judge([
      gone,
      topic,
      taking(refers('aws_kms_key.a.arn')),
      kept('aws_backup_vault', { kms_key_arn: arn(one) }, { actions: ['delete'], after: null }),
    ]);
    expect(heldBy(judged, 'key-destroyed')).toBe('aws_sns_topic.x and aws_sqs_queue.x');
    expect(judged.kind('key-still-used', 'aws_kms_key.a')).toBe('notApplicable');
  });

  test('outside of Terraform is still used by what names it', () => {
    const drift = { ...stateOf({ type: 'aws_kms_key', name: 'a' }, {}) };
    const change = { actions: ['delete'], before: oldKey('a', one).before ?? null, after: null };
    const top = { resource_drift: [{ ...drift, change }] };
    const judged = judge([newKey('a'), queue(arn(one))], { top });
    const found = judged.findings.find(
      ({ ruleId, kind }) => ruleId === 'key-still-used' && kind === 'fail',
    );
    expect(found?.message).toContain('deleted outside of Terraform');
    expect(found?.message).toContain('aws_sqs_queue.x still holds it');
    const moved = judge([newKey('a'), taking(refers('aws_kms_key.a.arn'))], { top });
    expect(moved.all('fail')).not.toContain('key-still-used aws_kms_key.a');
  });
});

describe('a consumer that takes another key', () => {
  const links = ({ present, prior }: Judged) =>
    lineageOf(present, prior).links.map(
      ({ predecessor, successors, exists, evidence: [first] }) =>
        `${predecessor?.subject} → ${successors.map((key) => key.subject).join()} ${exists.is}: ${first.text}`,
    );
  const link =
    'aws_kms_key.a → aws_kms_key.b true: aws_sqs_queue.x moves from aws_kms_key.a to aws_kms_key.b';
  const update = (from: Json, to: Json) =>
    queue(from, { actions: ['update'], after: { kms_master_key_id: to } });

  test('links both, by id, ARN or reference', () => {
    const keys = [oldKey('a', one), oldKey('b', two)];
    expect(links(judge([...keys, update(one, arn(two))]))).toEqual([link]);
    const made = [oldKey('a', one), newKey('b')];
    expect(links(judge([...made, taking(refers('aws_kms_key.b.arn'))]))).toEqual([link]);
    const replaced = { ...taking(refers('aws_kms_key.b.arn')), actions: ['delete', 'create'] };
    expect(links(judge([...made, replaced]))).toEqual([link]);
    expect(links(judge([...made, taking(refers('local.key'))]))).toEqual([]);
  });

  test('links nothing beside one that stays, mentioned or not', () => {
    const moves = [oldKey('a', one), oldKey('b', two), update(one, two)];
    const topic = kept('aws_sns_topic', { kms_master_key_id: one });
    expect(links(judge([...moves, topic]))).toEqual([]);
    const values = { root_module: { resources: [stateOf(topic, { kms_master_key_id: one })] } };
    expect(links(judge(moves, { top: { prior_state: { values } } }))).toEqual([]);
    expect(
      links(judge([...moves, { ...topic, actions: ['update'], extra: { deposed: 'a1' } }])),
    ).toEqual([link]);
  });

  test('that only moves to another address links nothing', () => {
    const extra = { previous_address: 'aws_sqs_queue.y' };
    expect(links(judge([oldKey('a', one), oldKey('b', two), queue(one, { extra })]))).toEqual([]);
    const moved = { ...update(one, two), extra };
    expect(links(judge([oldKey('a', one), oldKey('b', two), moved]))).toEqual([link]);
  });

  test('decides what is asked of a predecessor', () => {
    const key = oldKey('a', one, { actions: ['delete'], after: null });
    const judged = judge([key, newKey('b'), taking(refers('aws_kms_key.b.arn'))]);
    expect(judged.kind('predecessor-unusable', 'aws_kms_key.a')).toBe('fail');
    const { message = '' } = judged.finding('predecessor-unusable', 'aws_kms_key.a') ?? {};
    expect(message).toContain('verified (aws_sqs_queue.x moves from aws_kms_key.a to');
  });

  test('is named where an alias tells of the predecessor', () => {
    const alias = (target: string): ResourceSpec => {
      const values = { name: 'alias/app', target_key_id: target };
      const before = { ...values, target_key_id: one };
      return { type: 'aws_kms_alias', name: 'app', actions: ['update'], before, after: values };
    };
    const judged = judge([oldKey('a', one, off), oldKey('b', two), alias(two), queue(one)]);
    expect(heldBy(judged, 'predecessor-unusable')).toBe('aws_sqs_queue.x');
    expect(judged.kind('key-still-used', 'aws_kms_key.a')).toBe('notApplicable');
  });
});
