import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { liveStates } from '../../support/judge/judge-live.ts';
import {
  arnOf,
  buildSnapshot,
  keyId,
  ok,
  otherId,
  refused,
  rsa,
  type KeySpec,
} from '../../support/build/snapshot-builder.ts';

const gapsOf = (snapshot: JsonObject) => liveStates([snapshot]).present.gaps;
const bare = { GetKeyRotationStatus: null, GetKeyPolicy: null, ListResourceTags: null };

function keys(count: number, answers: KeySpec['answers'], metadata = {}): readonly KeySpec[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `1234abcd-12ab-34cd-56ef-${String(i).padStart(12, '0')}`,
    metadata,
    ...(answers === undefined ? {} : { answers }),
  }));
}

describe('refused answers about keys', () => {
  test('are one gap for each operation and cause, with every key', () => {
    const denied = keys(3, { DescribeKey: refused(), ...bare });
    const slow = { id: otherId, answers: { DescribeKey: refused('ThrottlingException'), ...bare } };
    const tags = { id: keyId, answers: { ListResourceTags: refused() } };
    const gaps = gapsOf(buildSnapshot({ keys: [...denied, slow, tags] }));
    expect(gaps.map(({ reason, unanswered }) => [reason, unanswered])).toEqual([
      [
        'access-denied',
        {
          subject: '111122223333/eu-west-1/DescribeKey',
          count: 3,
          keys: denied.map(({ id = '' }) => arnOf(id)),
          error: 'AccessDeniedException',
          fact: null,
        },
      ],
      [
        'throttled',
        {
          subject: '111122223333/eu-west-1/DescribeKey',
          count: 1,
          keys: [arnOf(otherId)],
          error: 'ThrottlingException',
          fact: null,
        },
      ],
      [
        'access-denied',
        {
          subject: '111122223333/eu-west-1/ListResourceTags',
          count: 1,
          keys: [arnOf(keyId)],
          error: 'AccessDeniedException',
          fact: 'tags',
        },
      ],
    ]);
    expect(gaps[0]?.what).toMatch(
      /DescribeKey of 3 keys: AWS denied the request \(AccessDeniedException\): arn:\S+0000 and 2 more$/,
    );
  });

  test('tell a key that vanished while it was read', () => {
    const answers = { GetKeyPolicy: refused('NotFoundException') };
    const [gap] = gapsOf(buildSnapshot({ keys: [{ answers }] }));
    expect(gap).toMatchObject({ reason: 'not-found', unanswered: { fact: 'policy' } });
  });

  test.each([
    ['UnsupportedOperationException', {}],
    ['KMSInvalidStateException', {}],
    ['AccessDeniedException', { metadata: rsa }],
    ['AccessDeniedException', { metadata: { KeyManager: 'AWS' } }],
  ])('are none where the error is an answer, or nobody needs one: %s %j', (name, spec) => {
    const answers = { GetKeyRotationStatus: refused(name) };
    expect(gapsOf(buildSnapshot({ keys: [{ ...spec, answers }] }))).toEqual([]);
  });

  test('of keys that a stopped scan did not reach are told with the reason of its end', () => {
    const left = keys(2, { DescribeKey: null, ...bare });
    const top = {
      stopped: { name: 'ExpiredTokenException', message: 'expired', status: 400 },
      ListKeys: ok({ count: 3 }),
    };
    const [gap, ...others] = gapsOf(buildSnapshot({ keys: [{}, ...left], top }));
    expect(others).toEqual([]);
    expect(gap?.unanswered).toEqual({
      subject: '111122223333/eu-west-1/scan',
      count: 2,
      keys: left.map(({ id = '' }) => arnOf(id)),
      error: 'ExpiredTokenException',
      fact: null,
    });
    expect(gap?.what).toMatch(/stopped early, before 2 keys of those that were listed: Expired/);
  });

  test('of a scan that read nothing are told once', () => {
    const error = { name: 'AccessDenied', message: 'no', status: 403 };
    const top = {
      ListAliases: null,
      DescribeCustomKeyStores: null,
      DescribeClusters: null,
      ListKeys: { error },
      stopped: error,
    };
    expect(gapsOf(buildSnapshot({ top }))).toMatchObject([
      { reason: 'access-denied', hides: ['key'] },
    ]);
  });
});
