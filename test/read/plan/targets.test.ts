import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judge, newAlias, newRsaKey, oldKey } from '../../support/judge/judge-plan.ts';
import { constant, refers, type ResourceSpec } from '../../support/build/plan-builder.ts';

const rule = 'manual-rotation-alias-missing';
const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };

/** The verdicts on a and b, where one alias targets this expression. */
function aimed(target: JsonObject, more: readonly ResourceSpec[] = []): string {
  const judged = judge([newRsaKey('a'), newRsaKey('b'), newAlias('app', target), ...more]);
  return ['a', 'b'].map((name) => judged.kind(rule, `aws_kms_key.${name}`)).join(' ');
}

test('an instance key that a block does not have points at no instance for certain', () => {
  const each = (index: string, ...addresses: readonly string[]) => ({
    ...newAlias(`a-${index}`, refers(...addresses, 'each.key')),
    name: 'this',
    index,
  });
  const keys = [
    { ...newRsaKey('signing'), index: 'one' },
    { ...newRsaKey('sealing'), index: 'two' },
  ];
  const judged = judge([...keys, each('one', 'aws_kms_key.signing', 'aws_kms_key.sealing')]);
  expect(judged.kind(rule, 'aws_kms_key.signing["one"]')).toBe('pass');
  expect(judged.kind(rule, 'aws_kms_key.sealing["two"]')).toBe('open');
});

describe('an alias target by reference', () => {
  test.each(['key_id', 'arn', 'id'])('to the %s of a key', (attribute) => {
    expect(aimed(refers(`aws_kms_key.a.${attribute}`))).toBe('pass fail');
  });

  test('with an empty after', () => {
    const alias = newAlias('app', refers('aws_kms_key.a.key_id'), { unknown: true });
    const judged = judge([newRsaKey('a'), newRsaKey('b'), { ...alias, after: {} }]);
    expect(judged.kind(rule, 'aws_kms_key.a')).toBe('pass');
    expect(judged.kind(rule, 'aws_kms_key.b')).toBe('fail');
  });

  test('with an empty after and an empty after_unknown', () => {
    const alias = newAlias('app', refers('aws_kms_key.a.key_id'), { unknown: {} });
    const judged = judge([newRsaKey('a'), newRsaKey('b'), { ...alias, after: {} }]);
    expect(judged.kind(rule, 'aws_kms_key.a')).toBe('pass');
    expect(judged.kind(rule, 'aws_kms_key.b')).toBe('fail');
  });

  test('to either of two keys is enough for both', () => {
    expect(aimed(refers('var.blue', 'aws_kms_key.a.key_id', 'aws_kms_key.b.key_id'))).toBe(
      'pass pass',
    );
  });

  test('to either of two keys is enough for both when the plan knows which', () => {
    const either = newAlias('app', refers('var.blue', 'aws_kms_key.a.key_id', 'aws_kms_key.b.id'), {
      after: { target_key_id: 'b' },
      unknown: {},
    });
    const judged = judge([
      oldKey('a', 'a', { after: rsa }),
      oldKey('b', 'b', { after: rsa }),
      oldKey('c', 'c', { after: rsa }),
      either,
    ]);
    expect(judged.kind(rule, 'aws_kms_key.a')).toBe('pass');
    expect(judged.kind(rule, 'aws_kms_key.b')).toBe('pass');
    expect(judged.kind(rule, 'aws_kms_key.c')).toBe('fail');
  });

  test('that drifted to another key does not count', () => {
    const drifted = newAlias('app', refers('aws_kms_key.a.key_id'), {
      after: { target_key_id: 'elsewhere' },
      unknown: {},
    });
    expect(judge([oldKey('a', 'a', { after: rsa }), drifted]).kind(rule, 'aws_kms_key.a')).toBe(
      'fail',
    );
  });

  test('through a local, whose body no plan holds, is undecided', () => {
    expect(aimed(refers('local.key_id'))).toBe('open open');
  });

  test('through a data source that the plan does not hold is undecided', () => {
    expect(aimed(refers('data.terraform_remote_state.kms.outputs.key_id'))).toBe('open open');
  });

  test('through another alias', () => {
    const other = newAlias('other', refers('aws_kms_key.b.key_id'));
    expect(aimed(refers('aws_kms_alias.other.target_key_arn'), [other])).toBe('fail pass');
  });

  test('through data.aws_kms_alias to the alias of that name', () => {
    const other = newAlias('other', refers('aws_kms_key.b.key_id'));
    const data: ResourceSpec = {
      type: 'aws_kms_alias',
      name: 'd',
      mode: 'data',
      actions: ['read'],
      after: { name: 'alias/other' },
      unknown: { target_key_id: true },
      expressions: { name: constant('alias/other') },
    };
    expect(aimed(refers('data.aws_kms_alias.d.target_key_id'), [other, data])).toBe('fail pass');
    const elsewhere = { ...data, after: { name: 'alias/unheard-of' } };
    expect(aimed(refers('data.aws_kms_alias.d.target_key_id'), [other, elsewhere])).toBe(
      'open pass',
    );
    const abroad = { ...data, after: { name: 'alias/other', region: 'us-east-1' } };
    expect(aimed(refers('data.aws_kms_alias.d.target_key_id'), [other, abroad])).toBe('open pass');
  });

  test('through data.aws_kms_key, by reference, by alias name and by foreign id', () => {
    const data = (keyId: JsonObject, after: JsonObject): ResourceSpec => ({
      type: 'aws_kms_key',
      name: 'd',
      mode: 'data',
      actions: ['read'],
      after,
      unknown: { arn: true, id: true, ...(after['key_id'] === undefined ? { key_id: true } : {}) },
      expressions: { key_id: keyId },
    });
    const target = refers('data.aws_kms_key.d.arn');
    expect(aimed(target, [data(refers('aws_kms_key.a.key_id'), {})])).toBe('pass fail');
    const named = data(constant('alias/other'), { key_id: 'alias/other' });
    expect(aimed(target, [named])).toBe('open open');
    const other = newAlias('other', refers('aws_kms_key.b.key_id'));
    expect(aimed(target, [named, other])).toBe('fail pass');
    const foreign = data(constant('1234abcd'), { key_id: '1234abcd' });
    expect(aimed(target, [foreign])).toBe('fail fail');
  });

  test('through try() over several resources counts for the one that exists', () => {
    const chain = refers(
      'aws_kms_key.a.arn',
      'aws_kms_external_key.x[0].arn',
      'aws_kms_replica_key.r[0].arn',
    );
    const external: ResourceSpec = { type: 'aws_kms_external_key', name: 'x', declaredOnly: true };
    expect(aimed(chain, [external])).toBe('pass fail');
  });
});

describe('an alias target under repetition', () => {
  const each = (
    name: string,
    keys: readonly (string | number)[],
    rest: Partial<ResourceSpec> = {},
  ) => keys.map((index) => newRsaKey(name, { index, ...rest }));
  const aliases = (target: JsonObject, keys: readonly (string | number)[], over?: JsonObject) =>
    keys.map((index) =>
      newAlias('app', target, { index, ...(over === undefined ? {} : { forEach: over }) }),
    );
  const kinds = (specs: readonly ResourceSpec[]) => {
    const judged = judge(specs);
    const of = specs.filter((s) => s.type === 'aws_kms_key').map((s) => s.index);
    return of.map((i) => judged.kind(rule, `aws_kms_key.k[${JSON.stringify(i)}]`)).join(' ');
  };

  test('by count.index', () => {
    const target = refers('aws_kms_key.k', 'count.index');
    expect(kinds([...each('k', [0, 1, 2]), ...aliases(target, [0, 2])])).toBe('pass fail pass');
  });

  test('by a fixed index', () => {
    expect(kinds([...each('k', [0, 1]), newAlias('app', refers('aws_kms_key.k[1].id'))])).toBe(
      'fail pass',
    );
  });

  test('by each.key', () => {
    const target = refers('aws_kms_key.k', 'each.key');
    expect(kinds([...each('k', ['a', 'b.c', 'd"e']), ...aliases(target, ['b.c', 'd"e'])])).toBe(
      'fail pass pass',
    );
  });

  test('by each.value over the keys themselves', () => {
    const target = refers('each.value.key_id');
    const specs = [...each('k', ['a', 'b']), ...aliases(target, ['a'], refers('aws_kms_key.k'))];
    expect(kinds(specs)).toBe('pass fail');
  });

  test('by each.value over a map of key ids', () => {
    const over = refers('aws_kms_key.k["a"].key_id', 'aws_kms_key.k["b"].key_id');
    const specs = [
      ...each('k', ['a', 'b', 'c']),
      ...aliases(refers('each.value'), ['one', 'two'], over),
    ];
    expect(kinds(specs)).toBe('pass pass fail');
  });

  test('by an index that each.value gives is undecided, even where each.key would fit', () => {
    const target = refers('aws_kms_key.k', 'each.value');
    const specs = [...each('k', ['a', 'b']), ...aliases(target, ['a', 'b'], refers('var.swap'))];
    expect(kinds(specs)).toBe('open open');
  });

  test('by a splat over several is undecided, even where each.key would fit', () => {
    const target = refers('aws_kms_key.k');
    expect(kinds([...each('k', ['a', 'b']), ...aliases(target, ['a', 'b'])])).toBe('open open');
  });

  test('by a splat over one instance', () => {
    expect(kinds([...each('k', [0]), newAlias('app', refers('aws_kms_key.k'))])).toBe('pass');
  });
});
