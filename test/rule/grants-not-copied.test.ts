import { remedyLines } from '../../src/model/finding.ts';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/read/input/resource.ts';
import { constant, refers, type ResourceSpec } from '../support/build/plan-builder.ts';
import { keyId, policy } from '../support/build/snapshot-builder.ts';
import { judgeFiles } from '../support/judge/judge-hcl.ts';
import { computed, judge, newKey, oldKey } from '../support/judge/judge-plan.ts';

const rule = 'grants-not-copied';
const role = 'arn:aws:iam::111122223333:role/ExampleRole';

describe('in a plan', () => {
  const root = { policy: policy() };
  const old = oldKey('old', keyId, { before: root, after: root });
  const terms = { grantee_principal: role, operations: ['Decrypt'], constraints: [] };
  const written = {
    grantee_principal: constant(role),
    operations: constant(['Decrypt']),
  };
  /** An alias that goes over to a new key. */
  const moving: readonly ResourceSpec[] = [
    newKey('next', { unknown: computed }),
    {
      type: 'aws_kms_alias',
      name: 'app',
      actions: ['update'],
      before: { name: 'alias/app', target_key_id: keyId },
      after: { name: 'alias/app' },
      unknown: { target_key_id: true },
      expressions: {
        name: constant('alias/app'),
        target_key_id: refers('aws_kms_key.next.key_id'),
      },
    },
  ];
  const onOld = (spec: Partial<ResourceSpec> = {}): ResourceSpec => ({
    type: 'aws_kms_grant',
    name: 'old',
    actions: ['no-op'],
    before: { ...terms, key_id: keyId },
    after: { ...terms, key_id: keyId },
    expressions: { ...written, key_id: refers('aws_kms_key.old.key_id') },
    ...spec,
  });
  const onNext = (spec: Partial<ResourceSpec> = {}): ResourceSpec => ({
    type: 'aws_kms_grant',
    name: 'next',
    after: terms,
    unknown: { key_id: true, id: true },
    expressions: { ...written, key_id: refers('aws_kms_key.next.key_id') },
    ...spec,
  });
  const gone = { actions: ['delete'], after: null, expressions: null };
  const judgeNext = (
    resources: readonly ResourceSpec[],
    top: Record<string, Json | undefined> = {},
  ) => judge([...moving, ...resources], { top }).finding(rule, 'aws_kms_key.next');

  it('a grant that goes over to the new key is taken from the old one', () => {
    const moved = onOld({
      actions: ['delete', 'create'],
      after: terms,
      unknown: { key_id: true, id: true },
      expressions: { ...written, key_id: refers('aws_kms_key.next.key_id') },
      extraChange: { replace_paths: [['key_id']] },
    });
    const found = judgeNext([old, moved]);
    expect(found).toMatchObject({ kind: 'fail', severity: 'medium' });
    expect(found?.message).toContain(`${role} loses Decrypt on the old key, too`);
    expect(remedyLines(found?.remedy).join('\n')).toContain(
      'key_id            = aws_kms_key.old.key_id',
    );
    expect(judgeNext([old, moved, onOld({ name: 'kept' })])?.kind).toBe('pass');
  });

  it('a grant that is deleted with the rotation counts, for the old key as well', () => {
    const found = judgeNext([old, onOld(gone)]);
    expect(found?.kind).toBe('fail');
    expect(found?.message).toContain('loses Decrypt;');
    expect(found?.message).toContain('on the old key, too');
    expect(judgeNext([old, onOld(gone), onNext()])?.message).not.toContain('loses Decrypt;');
  });

  it('an old key that is gone keeps nothing, and its grants count all the same', () => {
    const deleted = oldKey('old', keyId, { ...gone, before: root });
    expect(judgeNext([deleted, onOld(gone)])?.kind).toBe('fail');
    expect(judgeNext([deleted, onOld(gone), onNext()])?.kind).toBe('pass');
  });

  it('an old key that Terraform forgets lives on, with whatever it is left', () => {
    const forgotten = { actions: ['forget'], after: null, expressions: null };
    const key = oldKey('old', keyId, { ...forgotten, before: root });
    const lost = judgeNext([key, onOld(gone), onNext()]);
    expect(lost?.message).toContain('loses Decrypt on the old key, too');
    expect(judgeNext([key, onOld(forgotten), onNext()])?.kind).toBe('pass');
  });

  it('a grant that Terraform forgets lives on', () => {
    const forgotten = onOld({ actions: ['forget'], after: null, expressions: null });
    expect(judgeNext([old, forgotten])?.message).not.toContain('on the old key');
    expect(judgeNext([old, forgotten, onNext()])?.kind).toBe('pass');
  });

  it('a grant that the plan leaves out may be there', () => {
    const leftOut = onNext({ declaredOnly: true });
    expect(judgeNext([old, onOld(), leftOut], { complete: false })?.kind).toBe('open');
    // OpenTofu says of no plan that it is whole.
    expect(judgeNext([old, onOld(), leftOut], { complete: undefined })?.kind).toBe('open');
    expect(judgeNext([old, onOld()], { complete: undefined })?.kind).toBe('fail');
    expect(judgeNext([old, onOld(), leftOut])?.kind).toBe('fail');
  });

  it('a part of a list or of constraints that is not known yet leaves it open', () => {
    const unknown = { key_id: true, constraints: [{ encryption_context_subset: { a: true } }] };
    const after = { ...terms, constraints: [{ encryption_context_subset: { b: '1' } }] };
    expect(judgeNext([old, onOld(), onNext({ after, unknown })])?.kind).toBe('open');
    const operations = { key_id: true, operations: [false, true] };
    const some = onNext({
      after: { ...terms, operations: ['Encrypt', null] },
      unknown: operations,
    });
    expect(judgeNext([old, onOld(), some])?.kind).toBe('open');
  });

  it('a grantee that is sensitive is compared, and never printed', () => {
    const secret = { grantee_principal: true };
    const hidden = onOld({ beforeSensitive: secret, afterSensitive: secret });
    const found = judgeNext([old, hidden]);
    expect(found?.kind).toBe('fail');
    expect(JSON.stringify(found)).not.toContain('ExampleRole');
    expect(judgeNext([old, hidden, onNext()])?.kind).toBe('pass');
  });

  it('operations that are sensitive are not printed either', () => {
    const marks = { operations: [true] };
    const hidden = (name: string) => {
      const values = { ...terms, operations: [name], key_id: keyId };
      const more = { beforeSensitive: marks, afterSensitive: marks };
      return judgeNext([old, onOld({ before: values, after: values, ...more })]);
    };
    expect(hidden('Decrypt')).toMatchObject({
      kind: 'fail',
      message: expect.stringContaining(`${role} loses (sensitive)`),
    });
    expect(JSON.stringify(hidden('Decrypt'))).not.toContain('Decrypt');
    expect(hidden('Invented')?.kind).toBe('open');
    expect(JSON.stringify(hidden('Invented'))).not.toContain('Invented');
  });

  it('arguments of another type are told', () => {
    const { gaps } = judge([...moving, old, onOld({ after: { ...terms, operations: 'Decrypt' } })]);
    expect(gaps).toMatchObject([{ what: expect.stringContaining('operations of aws_kms_grant') }]);
  });
});

describe('in a configuration', () => {
  const keys = ['v1', 'v2']
    .map(
      (name) => `resource "aws_kms_key" "${name}" {}
resource "aws_kms_alias" "${name}" {
  name          = "alias/app-${name}"
  target_key_id = aws_kms_key.${name}.key_id
}
`,
    )
    .join('');
  const grantOn = (name: string, more = '') => `resource "aws_kms_grant" "${name}" {
  key_id            = aws_kms_key.${name}.arn
  grantee_principal = "${role}"
  operations        = ["Decrypt"]
  ${more}
}
`;
  const kindOf = async (text: string) => {
    const { kind } = await judgeFiles({ 'main.tf': `terraform {\n  backend "s3" {}\n}\n${text}` });
    return kind(rule, 'aws_kms_key.v2');
  };

  it('reads blocks, dynamic ones too, and lets a literal guard decide', async () => {
    const subset = (name: string) =>
      `constraints {\n    encryption_context_subset = { department = "${name}" }\n  }`;
    const dynamic = `dynamic "constraints" {
    for_each = ["finance"]
    content {
      encryption_context_subset = { department = constraints.value }
    }
  }`;
    const one = grantOn('v1', subset('finance'));
    expect(await kindOf(keys + one + grantOn('v2', dynamic))).toBe('pass');
    expect(await kindOf(keys + one + grantOn('v2', subset('sales')))).toBe('fail');
    expect(await kindOf(keys + one + grantOn('v2', 'count = 0'))).toBe('fail');
    expect(await kindOf(keys + grantOn('v1', 'count = 0'))).toBe('notApplicable');
  });

  it('lets a module that was not read, and that gets the key, hold a grant', async () => {
    const call = (name: string) =>
      `module "app" {\n  source = "example/app/aws"\n  key    = aws_kms_key.${name}.arn\n}\n`;
    expect(await kindOf(keys + grantOn('v1') + call('v2'))).toBe('open');
    expect(await kindOf(keys + grantOn('v1') + grantOn('v2') + call('v2'))).toBe('pass');
    expect(
      await kindOf(`${keys}${grantOn('v1')}module "b" {\n  source = "example/b/aws"\n}\n`),
    ).toBe('fail');
  });

  it('lets the caller decide about the default of a module', async () => {
    const text = `variable "role" {\n  default = "${role}"\n}\n${keys}${grantOn('v1').replace(`"${role}"`, 'var.role')}`;
    const { kind } = await judgeFiles({ 'modules/a/main.tf': text, 'main.tf': '' });
    expect(kind(rule, 'aws_kms_key.v2')).toBe('open');
  });
});
