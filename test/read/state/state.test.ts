import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { readStateText } from '../../../src/read/documents.ts';
import { judgeState } from '../../support/judge/judge-state.ts';

const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };

function keyValues(id: string, more: JsonObject = {}): JsonObject {
  return {
    arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    enable_key_rotation: false,
    id,
    is_enabled: true,
    key_id: id,
    key_usage: 'ENCRYPT_DECRYPT',
    multi_region: false,
    policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}]}',
    rotation_period_in_days: 0,
    tags: {},
    ...more,
  };
}

const aliasValues = (target: string): JsonObject => ({
  arn: 'arn:aws:kms:eu-west-1:111122223333:alias/app',
  id: 'alias/app',
  name: 'alias/app',
  target_key_id: target,
});

interface Instance {
  readonly type?: string;
  readonly name?: string;
  readonly module?: string;
  readonly mode?: string;
  readonly values: JsonObject | null;
  readonly more?: JsonObject;
}

function raw(instances: readonly Instance[], top: JsonObject = {}): JsonObject {
  return {
    version: 4,
    terraform_version: '1.11.4',
    serial: 7,
    lineage: 'c0ffee00-0000-4000-8000-000000000000',
    outputs: {},
    resources: instances.map(
      ({ type = 'aws_kms_key', name = 'k', module, mode = 'managed', values, more = {} }) => ({
        ...(module === undefined ? {} : { module }),
        mode,
        type,
        name,
        provider: 'provider["registry.terraform.io/hashicorp/aws"].eu',
        instances: [{ ...(values === null ? {} : { attributes: values }), ...more }],
      }),
    ),
    ...top,
  };
}

const rule = 'rotation-disabled';

describe('a raw state', () => {
  test.each<[string, Partial<Instance>, string]>([
    [
      'in a module',
      { module: 'module.a["x.y"].module.b[0]' },
      'module.a["x.y"].module.b[0].aws_kms_key.k',
    ],
    ['with a count', { more: { index_key: 0 } }, 'aws_kms_key.k[0]'],
    ['with for_each', { more: { index_key: 'eu "1"' } }, 'aws_kms_key.k["eu \\"1\\""]'],
  ])('names a key %s as Terraform prints it', (_, where, address) => {
    const judged = judgeState(raw([{ values: keyValues('1'), ...where }]));
    expect(judged.findings.filter(({ ruleId }) => ruleId === rule)).toMatchObject([
      { subject: address, kind: 'fail', source: 'state', account: '111122223333' },
    ]);
  });

  test('points at the attribute', () => {
    const [finding] = judgeState(raw([{ values: keyValues('1') }])).findings.filter(
      ({ ruleId }) => ruleId === rule,
    );
    expect(finding?.location).toMatchObject({
      pointer: '/resources/0/instances/0/attributes/enable_key_rotation',
    });
  });

  test('that Terraform 0.11 left behind has texts for everything', () => {
    const flat = { ...keyValues('1'), enable_key_rotation: 'true', tags: null };
    const judged = judgeState(raw([{ values: null, more: { attributes_flat: flat } }]));
    expect(judged.kind(rule, 'aws_kms_key.k')).toBe('pass');
  });

  test('keeps what a failed replacement left behind to itself', () => {
    const left = { values: keyValues('1'), more: { deposed: 'abcd1234' } };
    expect(judgeState(raw([left])).findings).toEqual([]);
  });

  test('does not judge data, nor resources of others', () => {
    const judged = judgeState(
      raw([
        { values: keyValues('1'), mode: 'data' },
        { values: {}, type: 'aws_s3_bucket' },
      ]),
    );
    expect(judged.findings).toEqual([]);
    expect(judged.present.gaps).toEqual([]);
  });

  test('keeps its secrets', () => {
    const secret = '{"Statement":[{"Sid":"hunter2"}';
    const judged = judgeState(
      raw([
        {
          values: keyValues('1', { policy: secret }),
          more: { sensitive_attributes: [[{ type: 'get_attr', value: 'policy' }]] },
        },
      ]),
    );
    expect(judged.kind('key-policy-malformed', 'aws_kms_key.k')).toBe('fail');
    expect(JSON.stringify(judged.findings)).not.toContain('hunter2');
    const [key] = judged.present.keys;
    expect(key?.policy).toMatchObject({ sensitive: true });
    expect(key?.keySpec).not.toHaveProperty('sensitive');
  });

  test('whose marks are no paths marks everything', () => {
    const { present } = judgeState(
      raw([{ values: keyValues('1'), more: { sensitive_attributes: ['x'] } }]),
    );
    expect(present.keys[0]?.keyId).toMatchObject({ sensitive: true });
  });

  test.each<[string, JsonObject]>([
    ['resources that are no list', { resources: {} }],
    ['a resource without instances', { resources: [{ type: 'aws_kms_key', name: 'k' }] }],
    [
      'an instance without attributes',
      { resources: [{ type: 'aws_kms_key', name: 'k', instances: [{ attributes: 1 }] }] },
    ],
  ])('with %s has a gap', (_, top) => {
    expect(judgeState(raw([], top)).present.gaps).toHaveLength(1);
  });
});

describe('a shown state', () => {
  const shown = (resources: readonly JsonObject[]): JsonObject => ({
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: { root_module: { child_modules: [{ address: 'module.m', resources }] } },
    later: 'a member of a later version',
  });
  const resource = (values: JsonObject, marks: JsonObject = {}): JsonObject => ({
    address: 'module.m.aws_kms_key.k',
    mode: 'managed',
    type: 'aws_kms_key',
    name: 'k',
    values,
    sensitive_values: marks,
  });

  test('is judged like the raw one', () => {
    const values = keyValues('1', rsa);
    const a = judgeState(shown([resource(values)]));
    const b = judgeState(raw([{ module: 'module.m', values }]));
    const of = ({ findings }: typeof a) =>
      findings.map(({ ruleId, kind, subject, message }) => [ruleId, kind, subject, message]);
    expect(of(a)).toEqual(of(b));
    expect(a.kind('manual-rotation-alias-missing', 'module.m.aws_kms_key.k')).toBe('fail');
  });

  test('keeps its secrets', () => {
    const { present } = judgeState(shown([resource(keyValues('1'), { policy: true })]));
    expect(present.keys[0]?.policy).toMatchObject({ sensitive: true });
  });

  test.each([{ format_version: '1.0' }, { format_version: '1.0', terraform_version: '1.11.4' }])(
    'of nothing is empty',
    (state) => {
      expect(judgeState(state)).toMatchObject({ findings: [], present: { keys: [], gaps: [] } });
    },
  );

  test('from which an attribute was taken out says that it was not read', () => {
    const { enable_key_rotation: _, ...values } = keyValues('1');
    const judged = judgeState(shown([resource(values)]));
    expect(judged.kind(rule, 'module.m.aws_kms_key.k')).toBe('open');
  });
});

describe('refused, with what to do', () => {
  test.each<[string, JsonObject, string]>([
    ['version 3', { version: 3, serial: 1, lineage: 'x', modules: [] }, 'state pull'],
    ['version 1', { version: 1, serial: 1, modules: [] }, 'apply once with a later Terraform'],
    ['version 5', { version: 5, serial: 1, lineage: 'x', resources: [] }, 'update kmslint'],
    ['a later format', { format_version: '2.0', values: {} }, 'update kmslint'],
    ['values of another shape', { format_version: '1.0', values: [] }, 'values is no object'],
    [
      'the pointer to a remote state',
      { version: 3, serial: 1, lineage: 'x', backend: { type: 's3', config: {} } },
      'tells where a state is kept',
    ],
    [
      'the pointer of a later Terraform',
      { version: 3, terraform_version: '1.11.4', backend: { type: 's3', config: {}, hash: 1 } },
      'terraform state pull',
    ],
    [
      'an encrypted state',
      { serial: 1, lineage: 'x', meta: {}, encrypted_data: 'AAAA', encryption_version: 'v0' },
      'this is an encrypted OpenTofu state',
    ],
    [
      'an encrypted plan',
      { meta: {}, encrypted_data: 'AAAA', encryption_version: 'v0' },
      'this is an encrypted OpenTofu plan',
    ],
  ])('%s', (_, state, message) => {
    const read = () => readStateText(JSON.stringify(state), 'x.tfstate');
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});

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
    for (const earlier of [at(8, [{ values: on }]), { ...at(6, [{ values: on }]), lineage: 'y' }]) {
      expect(judgeState(now, earlier).kind(off, 'aws_kms_key.k')).toBeUndefined();
    }
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
});
