import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judgeState } from '../../support/judge/judge-state.ts';
import {
  aliasValues,
  keyValues,
  raw,
  rsa,
  type Instance,
} from '../../support/judge/state-samples.ts';

describe('an earlier state', () => {
  const at = (serial: number, instances: readonly Instance[]) => raw(instances, { serial });
  const on = keyValues('1', { enable_key_rotation: true, rotation_period_in_days: 365 });
  const off = 'rotation-turned-off';

  test('shows that rotation was turned off', () => {
    const judged = judgeState(at(7, [{ values: keyValues('1') }]), at(6, [{ values: on }]));
    expect(judged.kind(off, 'aws_kms_key.k')).toBe('fail');
  });

  test('shows it of a key that moved meanwhile', () => {
    const judged = judgeState(
      at(7, [{ values: keyValues('1'), name: 'new' }]),
      at(6, [{ values: on }]),
    );
    expect(judged.kind(off, 'aws_kms_key.new')).toBe('fail');
  });

  test('shows nothing of another key at the same address', () => {
    const judged = judgeState(at(7, [{ values: keyValues('2') }]), at(6, [{ values: on }]));
    expect(judged.kind(off, 'aws_kms_key.k')).toBeUndefined();
  });

  test('that is later, or of another root module, is none', () => {
    const now = at(7, [{ values: keyValues('1') }]);
    for (const earlier of [
      at(8, [{ values: on }]),
      at(7, [{ values: on }]),
      { ...at(6, [{ values: on }]), lineage: 'y' },
    ]) {
      expect(() => judgeState(now, earlier)).toThrow('names no state that is earlier');
    }
  });

  test('that was shown and holds nothing tells nothing', () => {
    const empty = { format_version: '1.0', terraform_version: '1.11.4' };
    const judged = judgeState(at(7, [{ values: keyValues('1') }]), empty);
    expect(judged.kind(off, 'aws_kms_key.k')).toBeUndefined();
  });

  test('that was shown is found by what it holds', () => {
    const shown = {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            {
              address: 'aws_kms_key.k',
              mode: 'managed',
              type: 'aws_kms_key',
              name: 'k',
              values: on,
            },
          ],
        },
      },
    };
    const judged = judgeState(at(7, [{ values: keyValues('1') }]), shown);
    expect(judged.kind(off, 'aws_kms_key.k')).toBe('fail');
  });

  test('shows a rotation: the alias was on another key', () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: '444455556666' },
      Action: 'kms:Sign',
      Resource: '*',
    };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const alias = (target: string): Instance => ({
      type: 'aws_kms_alias',
      name: 'a',
      values: aliasValues(target),
    });
    const old = { values: keyValues('1', { ...rsa, policy }), name: 'old' };
    const next = { values: keyValues('2', rsa), name: 'next' };
    const kept = judgeState(at(7, [old, next, alias('2')]), at(6, [old, alias('1')]));
    expect(kept.kind('successor-policy-not-copied', 'aws_kms_key.next')).toBe('fail');
    expect(kept.kind('predecessor-unusable', 'aws_kms_key.old')).toBe('pass');
    const gone = judgeState(at(7, [next, alias('2')]), at(6, [old, alias('1')]));
    expect(gone.kind('predecessor-unusable', 'aws_kms_key.old')).toBe('open');
    const replaced = { ...next, name: 'old' };
    const same = judgeState(at(7, [replaced, alias('2')]), at(6, [old, alias('1')]));
    expect(same.kind('successor-policy-not-copied', 'aws_kms_key.old')).toBe('fail');
  });

  test('tells of grants that were on the key then', () => {
    const at7 = (...more: readonly Instance[]) =>
      at(7, [keyOf('1'), keyOf('2'), aliasOf('2'), ...more]);
    const earlier = at(6, [keyOf('1'), aliasOf('1'), grantOn('1')]);
    const verdict = (now: JsonObject) =>
      judgeState(now, earlier).kind('grants-not-copied', 'aws_kms_key.k2');
    expect(verdict(at7())).toBe('fail');
    expect(verdict(at7(grantOn('1'), grantOn('2')))).toBe('pass');
  });
});

const keyOf = (id: string): Instance => ({ name: `k${id}`, values: keyValues(id) });
const aliasOf = (target: string): Instance => ({
  type: 'aws_kms_alias',
  name: 'a',
  values: aliasValues(target),
});
const grantOn = (key: string): Instance => ({
  type: 'aws_kms_grant',
  name: `g${key}`,
  values: {
    constraints: [],
    grantee_principal: 'arn:aws:iam::111122223333:role/ExampleRole',
    key_id: key,
    name: '',
    operations: ['Decrypt'],
  },
});
