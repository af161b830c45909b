import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { lineageOf } from '../../../src/model/lineage/lineage.ts';
import { judge, newAlias, newKey, oldKey, type Judged } from '../../support/judge/judge-plan.ts';
import {
  constant,
  refers,
  stateOf,
  type PlanSpec,
  type ResourceSpec,
} from '../../support/build/plan-builder.ts';

const [one, two] = ['1111aaaa-1111-aaaa-1111-aaaa1111aaaa', '2222bbbb-2222-bbbb-2222-bbbb2222bbbb'];
const arn = (id: string, region = 'eu-west-1') => `arn:aws:kms:${region}:111122223333:key/${id}`;
const off = { after: { is_enabled: false }, expressions: { is_enabled: constant(false) } };

/** A resource that is there and stays as it is. */
function kept(type: string, values: JsonObject, more: Partial<ResourceSpec> = {}): ResourceSpec {
  return { type, name: 'x', actions: ['no-op'], before: values, after: values, ...more };
}

const queue = (id: Json, more: Partial<ResourceSpec> = {}) =>
  kept('aws_sqs_queue', { kms_master_key_id: id }, more);

/** What a finding names as holding the key; empty where there is none. */
function heldBy(judged: Judged, rule = 'key-still-used', key = 'aws_kms_key.a'): string {
  const message = judged.finding(rule, key)?.message ?? '';
  return /(?:but|verified;|verified; ) ?(.*?) (?:still )?holds? it/.exec(message)?.[1] ?? '';
}

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

/** A queue that takes another key, of which the plan knows no id yet. */
const taking = (reference: JsonObject, more: Partial<ResourceSpec> = {}): ResourceSpec =>
  queue(one, {
    actions: ['update'],
    after: {},
    unknown: { kms_master_key_id: true },
    expressions: { kms_master_key_id: reference },
    ...more,
  });

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
    const [found] = judged.findings.filter(
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
    expect(heldBy(judged, 'predecessor-unusable')).toBe('aws_sqs_queue.x');
  });
});
