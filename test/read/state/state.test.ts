import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { readStateText } from '../../../src/read/documents.ts';
import { judgeState } from '../../support/judge/judge-state.ts';
import { keyValues, raw, rsa, type Instance } from '../../support/judge/state-samples.ts';

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
    const finding = judgeState(raw([{ values: keyValues('1') }])).findings.find(
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

  test.each([
    { format_version: '1.0' },
    { format_version: '1.0', terraform_version: '1.11.4' },
    { format_version: '1.0', terraform_version: '1.11.4', checks: [] },
  ])('of nothing is empty', (state) => {
    expect(judgeState(state)).toMatchObject({ findings: [], present: { keys: [], gaps: [] } });
  });

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
