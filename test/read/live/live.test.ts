import { describe, expect, test } from 'vitest';
import { summarizeKeys } from '../../../src/lint/keys.ts';
import { isRetired } from '../../../src/model/keys/eligibility.ts';
import type { Key } from '../../../src/model/inventory.ts';
import { judgeLive, liveStates } from '../../support/judge/judge-live.ts';
import {
  allowUser,
  arnOf,
  buildSnapshot,
  keyId,
  multiRegionId,
  notRotating,
  ok,
  otherId,
  policy,
  refused,
  rotating,
  rsa,
  type KeySpec,
} from '../../support/build/snapshot-builder.ts';

const arn = arnOf(keyId);

function oneKey(spec: KeySpec): Key {
  const [key] = liveStates([buildSnapshot({ keys: [spec] })]).present.keys;
  if (key === undefined) throw new Error('no key');
  return key;
}

describe('a key', () => {
  test('is eligible by what DescribeKey says, never by the rotation status', () => {
    const status = { GetKeyRotationStatus: rotating() };
    const imported = { metadata: { Origin: 'EXTERNAL' }, answers: status };
    expect(judgeLive([buildSnapshot({ keys: [imported] })]).kind('rotation-disabled', arn)).toBe(
      'notApplicable',
    );
  });

  test.each([
    ['PendingImport', { Origin: 'EXTERNAL', KeyState: 'PendingImport' }],
    ['custom key store', { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-1234567890abcdef0' }],
    ['external key store', { Origin: 'EXTERNAL_KEY_STORE' }],
    ['RSA', rsa],
  ])('with UnsupportedOperationException is not rotatable and no failure: %s', (_, metadata) => {
    for (const GetKeyRotationStatus of [refused('UnsupportedOperationException'), null]) {
      const snapshot = buildSnapshot({ keys: [{ metadata, answers: { GetKeyRotationStatus } }] });
      const { kind } = judgeLive([snapshot]);
      const rules = ['rotation-disabled', 'rotation-period-out-of-range', 'rotation-stalled'];
      expect(rules.map((rule) => kind(rule, arn))).toEqual(rules.map(() => 'notApplicable'));
    }
  });

  test('that should rotate and answers UnsupportedOperationException is open', () => {
    const answers = { GetKeyRotationStatus: refused('UnsupportedOperationException') };
    const { kind } = judgeLive([buildSnapshot({ keys: [{ answers }] })]);
    expect(kind('rotation-disabled', arn)).toBe('open');
  });

  test('of an old answer has no period, and none is made up', () => {
    const { rotation } = oneKey({
      answers: { GetKeyRotationStatus: ok({ KeyRotationEnabled: true }) },
    });
    expect(rotation.enabled).toMatchObject({ known: true, value: true });
    expect(rotation.periodInDays).toMatchObject({ known: false, reason: 'not-read' });
  });

  test('of an answer from before asymmetric keys is symmetric', () => {
    const metadata = { KeySpec: null, CustomerMasterKeySpec: null, MultiRegion: null };
    expect(oneKey({ metadata }).keySpec).toMatchObject({
      value: 'SYMMETRIC_DEFAULT',
      from: 'default',
    });
    expect(oneKey({ metadata }).multiRegionKeyType).toMatchObject({ known: true, value: null });
    const signing = { ...metadata, KeyUsage: 'SIGN_VERIFY' };
    expect(oneKey({ metadata: signing }).keySpec).toMatchObject({
      known: false,
      reason: 'not-read',
    });
  });

  test('that AWS manages is never judged', () => {
    const { present } = judgeLive([
      buildSnapshot({ keys: [{ metadata: { KeyManager: 'AWS' } }, { id: otherId }] }),
    ]);
    expect(present.keys.map(({ subject }) => subject)).toEqual([arnOf(otherId)]);
    expect(present.gaps).toEqual([]);
  });

  test.each([
    ['AccessDeniedException', 'access-denied'],
    ['NotFoundException', 'not-found'],
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['TimeoutError', 'failed-request'],
    ['KMSInternalException', 'failed-request'],
  ])('that could not be described stays, with unknown facts: %s', (name, reason) => {
    const answers = {
      DescribeKey: refused(name),
      GetKeyRotationStatus: null,
      GetKeyPolicy: null,
      ListResourceTags: null,
    };
    const key = oneKey({ answers });
    const facts = [
      key.keyManager,
      key.keySpec,
      key.origin,
      key.rotation.enabled,
      key.policy,
      key.tags,
    ];
    expect(facts.map((fact) => !fact.known && fact.reason)).toEqual(facts.map(() => reason));
    expect(key.keyId).toMatchObject({ value: keyId });
    expect(judgeLive([buildSnapshot({ keys: [{ answers }] })]).kind('rotation-disabled', arn)).toBe(
      'open',
    );
  });

  test('with a value that AWS added later is open, not an error', () => {
    expect(oneKey({ metadata: { KeySpec: 'ML_DSA_99' } }).keySpec).toMatchObject({
      known: false,
      reason: 'unrecognised-value',
      what: 'ML_DSA_99',
    });
    expect(isRetired(oneKey({ metadata: { KeyState: 'Resting' } })).is).toBe('unknown');
  });

  test('tells dates from text and from seconds alike', () => {
    const text = '2024-02-14T18:14:33.587Z';
    const seconds = Date.parse(text) / 1000;
    for (const date of [text, seconds, '2024-02-14T18:14:33.587000+00:00']) {
      const key = {
        metadata: { CreationDate: date, DeletionDate: date, ValidTo: date },
        answers: {
          GetKeyRotationStatus: ok({ KeyRotationEnabled: true, NextRotationDate: date }),
          ListKeyRotations: ok({
            Rotations: [
              { KeyMaterialState: 'PENDING_ROTATION' },
              { RotationDate: date, RotationType: 'ON_DEMAND' },
              { RotationDate: 1_500_000_000, RotationType: 'AUTOMATIC' },
            ],
          }),
        },
      };
      const { present, prior } = liveStates([buildSnapshot({ keys: [key] })]);
      expect(summarizeKeys(present, prior)[0]?.dates).toEqual({
        createdAt: text,
        deletionAt: text,
        expiresAt: text,
        nextRotationAt: text,
        rotations: [
          { at: '2017-07-14T02:40:00.000Z', type: 'AUTOMATIC' },
          { at: text, type: 'ON_DEMAND' },
        ],
      });
    }
  });

  test('has the account of its ARN where nobody told the caller', () => {
    const snapshot = { ...buildSnapshot({ keys: [{}] }), account: null };
    const [key] = liveStates([snapshot]).present.keys;
    expect(key?.account).toMatchObject({ known: true, value: '111122223333' });
    expect(key?.scope).toBe('111122223333 eu-west-1');
  });

  test('is told by its ARN, and found in the snapshot by the call', () => {
    const { findings } = judgeLive([buildSnapshot({ keys: [{}] })]);
    const found = findings.find(({ kind }) => kind === 'fail');
    expect(found).toMatchObject({ subject: arn, account: '111122223333', region: 'eu-west-1' });
    expect(found?.location).toEqual({
      kind: 'live',
      path: 'snapshot-0.json',
      arn,
      call: 'GetKeyRotationStatus',
    });
  });
});

describe('a multi-Region replica', () => {
  const configuration = (type: string) => ({
    MultiRegionConfiguration: {
      MultiRegionKeyType: type,
      PrimaryKey: { Arn: arnOf(multiRegionId, 'us-east-1'), Region: 'us-east-1' },
    },
  });
  const key = (type: string, answers: KeySpec['answers'] = {}): KeySpec => ({
    id: multiRegionId,
    metadata: configuration(type),
    answers,
  });
  const replica = buildSnapshot({ keys: [key('REPLICA')] });
  const own = arnOf(multiRegionId);

  test('speaks for a primary that no input holds, and names it', () => {
    const found = judgeLive([replica]).finding('rotation-disabled', own);
    expect(found?.kind).toBe('fail');
    expect(found?.message).toContain(`${arnOf(multiRegionId, 'us-east-1')}: switch it on there`);
  });

  test('leaves the word to a primary of another snapshot', () => {
    const primary = buildSnapshot({ region: 'us-east-1', keys: [key('PRIMARY')] });
    const { kind } = judgeLive([replica, primary]);
    expect(kind('rotation-disabled', own)).toBe('notApplicable');
    expect(kind('rotation-disabled', arnOf(multiRegionId, 'us-east-1'))).toBe('fail');
  });

  test('is open where the list that could hold its primary was cut', () => {
    const cut = buildSnapshot({ region: 'us-east-1', top: { ListKeys: refused('TimeoutError') } });
    expect(judgeLive([replica, cut]).kind('rotation-disabled', own)).toBe('open');
  });

  test('is compared with its primary across snapshots', () => {
    const GetKeyPolicy = ok({ PolicyName: 'default', Policy: policy(allowUser) });
    const primary = buildSnapshot({
      region: 'us-east-1',
      keys: [key('PRIMARY', { GetKeyPolicy })],
    });
    expect(judgeLive([replica, primary]).kind('replica-policy-not-copied', own)).toBe('fail');
    const same = buildSnapshot({ keys: [key('REPLICA', { GetKeyPolicy })] });
    expect(judgeLive([same, primary]).kind('replica-policy-not-copied', own)).toBe('pass');
    expect(judgeLive([same]).kind('replica-policy-not-copied', own)).toBe('open');
  });
});

test('rotation that is off for a key in its waiting period was not turned off', () => {
  const earlier = { startedAt: '2026-01-30T06:00:00.000Z' };
  const before = buildSnapshot({
    keys: [{ answers: { GetKeyRotationStatus: rotating() } }],
    ...earlier,
  });
  const now = (KeyState: string) =>
    buildSnapshot({
      keys: [{ metadata: { KeyState }, answers: { GetKeyRotationStatus: notRotating } }],
    });
  const kindOf = (state: string) =>
    judgeLive([now(state)], [before]).kind('rotation-turned-off', arn);
  expect([kindOf('Enabled'), kindOf('PendingDeletion')]).toEqual(['fail', 'notApplicable']);
});
