import { describe, expect, it, test } from 'vitest';
import type { JsonObject } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import {
  arnOf,
  buildSnapshot,
  grant,
  keyId,
  ok,
  otherId,
  refused,
  type SnapshotSpec,
} from '../support/build/snapshot-builder.ts';
import { judgeLive } from '../support/judge/judge-live.ts';

const rule = 'grants-not-copied';
const role = 'arn:aws:iam::111122223333:role/ExampleRole';

describe('in a live account', () => {
  const aliases = { 'app-v1': keyId, 'app-v2': otherId };
  const asked = (...grants: readonly JsonObject[]) => ({ ListGrants: ok({ Grants: grants }) });
  const snapshot = (
    old: Readonly<Record<string, Json>>,
    next: Readonly<Record<string, Json>>,
    more: Partial<SnapshotSpec> = {},
  ) =>
    buildSnapshot({
      keys: [{ answers: old }, { id: otherId, answers: next }],
      aliases,
      ...more,
    });
  const found = (now: JsonObject, ...before: readonly JsonObject[]) =>
    judgeLive([now], before).finding(rule, arnOf(otherId));
  const decrypt = grant(['Decrypt']);

  it.each<readonly [string, JsonObject]>([
    ['AWS does not name the grantee', grant(['Decrypt'], { GranteePrincipal: 'AWS Internal' })],
    ['the grantee is a service', grant(['Decrypt'], { GranteePrincipal: 'rds.amazonaws.com' })],
    [
      'a service may retire it',
      grant(['Decrypt'], { RetiringPrincipal: 'ebs.eu-west-1.amazonaws.com' }),
    ],
    [
      'it tells of a service',
      grant(['Decrypt'], { GranteeServicePrincipal: 'logs.amazonaws.com' }),
    ],
    ['it tells of one that may retire it', grant(['Decrypt'], { RetiringServicePrincipal: 'x' })],
    [
      'its role is one of AWS',
      grant(['Decrypt'], {
        GranteePrincipal: 'arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-1',
      }),
    ],
    [
      'its context is one of AWS',
      grant(['Decrypt'], { Constraints: { EncryptionContextEquals: { 'aws:ebs:id': 'vol-1' } } }),
    ],
  ])('a grant is left to the service that made it: %s', (_, one) => {
    expect(found(snapshot(asked(one), asked()))?.kind).toBe('notApplicable');
  });

  it('the grant of a service-linked role is the customer’s', () => {
    const GranteePrincipal =
      'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
    const one = grant(['Decrypt', 'CreateGrant'], { GranteePrincipal });
    expect(found(snapshot(asked(one), asked()))?.kind).toBe('fail');
  });

  it('without --grants it does not apply; what was not asked of one key is open', () => {
    expect(found(snapshot({}, {}))).toMatchObject({
      kind: 'notApplicable',
      message: expect.stringContaining('--grants'),
    });
    expect(found(snapshot({}, {}, { top: { ListGrants: {} } }))?.kind).toBe('open');
    expect(found(snapshot(asked(decrypt), {}))?.kind).toBe('open');
    expect(found(snapshot({}, asked()))?.kind).toBe('open');
  });

  it('grants that stand behind the keys count', () => {
    const top = { ListGrants: { [keyId]: ok({ Grants: [decrypt] }) } };
    expect(found(snapshot({}, asked(), { top }))?.kind).toBe('fail');
    expect(found(snapshot({}, asked(decrypt), { top }))?.kind).toBe('pass');
  });

  it('a refusal is one gap for both keys, and a grant that was read decides all the same', () => {
    const cut = { ListGrants: { ok: { Grants: [decrypt] }, ...refused('ThrottlingException') } };
    const { present } = judgeLive([snapshot({ ListGrants: refused() }, { ListGrants: refused() })]);
    expect(present.gaps).toMatchObject([{ unanswered: { count: 2, fact: 'grants' } }]);
    expect(found(snapshot(asked(decrypt), cut))?.kind).toBe('pass');
    expect(found(snapshot(cut, asked()))?.kind).toBe('fail');
    expect(found(snapshot(cut, asked(decrypt)))?.kind).toBe('open');
  });

  it('grants of an earlier snapshot count, and one without them claims nothing', () => {
    const startedAt = '2026-01-01T06:00:00.000Z';
    const before = snapshot(asked(decrypt), asked(), { startedAt });
    expect(found(snapshot(asked(), asked()), before)?.message).toContain('on the old key, too');
    expect(found(snapshot(asked(decrypt), asked(decrypt)), before)?.kind).toBe('pass');
    const bare = snapshot({}, {}, { startedAt });
    expect(found(snapshot(asked(), asked()), bare)?.kind).toBe('notApplicable');
    expect(found(snapshot(asked(decrypt), asked(decrypt)), bare)?.kind).toBe('pass');
  });

  it('who is gone loses nothing', () => {
    const one = grant(['Decrypt'], { GranteePrincipal: 'AROA1234567890EXAMPLE' });
    expect(found(snapshot(asked(one), asked()))?.kind).toBe('pass');
  });
});

test('many grants are told by a few', () => {
  const many = Array.from({ length: 9 }, (_, i) =>
    grant(['Decrypt'], { GrantId: `${i}`, GranteePrincipal: `${role}${i}` }),
  );
  const { finding } = judgeLive([
    buildSnapshot({
      keys: [
        { answers: { ListGrants: ok({ Grants: many }) } },
        { id: otherId, answers: { ListGrants: ok({ Grants: [] }) } },
      ],
      aliases: { 'app-v1': keyId, 'app-v2': otherId },
    }),
  ]);
  expect(finding(rule, arnOf(otherId))?.message).toMatch(/ExampleRole2 loses Decrypt; and 6 more/);
});
