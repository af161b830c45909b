import { describe, expect, test } from 'vitest';
import { newestDate, summarizeKeys } from '../../../src/lint/keys.ts';
import { judgeLive, liveStates } from '../../support/judge/judge-live.ts';
import {
  arnOf,
  buildSnapshot,
  cluster,
  keyId,
  keyStore,
  ok,
  refused,
  rsa,
  type SnapshotSpec,
} from '../../support/build/snapshot-builder.ts';

const arn = arnOf(keyId);

function gapsOf(spec: SnapshotSpec): readonly (readonly [string, readonly string[]])[] {
  const { gaps } = liveStates([buildSnapshot(spec)]).present;
  return gaps.map(({ reason, hides }) => [reason, hides] as const);
}

describe('a list', () => {
  const refusal = refused('AccessDeniedException');

  test('that was refused or cut is a gap; one that nobody asked for is not', () => {
    expect(gapsOf({ top: { ListAliases: refusal } })).toEqual([['access-denied', ['alias']]]);
    expect(gapsOf({ top: { ListAliases: ok({ Aliases: [], Truncated: true }) } })).toEqual([
      ['failed-request', ['alias']],
    ]);
    expect(gapsOf({ top: { DescribeCustomKeyStores: refusal } })).toEqual([
      ['access-denied', ['keyStore']],
    ]);
    expect(gapsOf({ top: { DescribeClusters: refused('ThrottlingException') } })).toEqual([
      ['throttled', ['cluster']],
    ]);
    expect(
      gapsOf({ top: { ListAliases: null, DescribeCustomKeyStores: null, DescribeClusters: null } }),
    ).toEqual([]);
    expect(
      liveStates([buildSnapshot({ top: { ListAliases: null } })]).present.partial,
    ).toHaveLength(1);
  });

  test('of aliases tells when one came to point at its key, and the snapshot when that was read', () => {
    const alias = { AliasName: 'alias/app', TargetKeyId: keyId, LastUpdatedDate: 1767225600 };
    const snapshot = buildSnapshot({ keys: [{}], top: { ListAliases: ok({ Aliases: [alias] }) } });
    const { present, prior } = liveStates([snapshot]);
    expect(present.aliases[0]?.dates).toEqual({
      createdAt: null,
      updatedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(newestDate(present)).toBe('2026-01-31T06:01:00.000Z');
    expect(summarizeKeys(present, prior)[0]?.aliasMoves).toEqual([
      { alias: 'alias/app', at: '2026-01-01T00:00:00.000Z' },
    ]);
  });

  test('that was refused or not asked leaves absence unknown', () => {
    for (const ListAliases of [refusal, null, ok({ Aliases: [], Truncated: true })]) {
      const snapshot = buildSnapshot({ keys: [{ metadata: rsa }], top: { ListAliases } });
      expect(judgeLive([snapshot]).kind('manual-rotation-alias-missing', arn)).toBe('open');
    }
  });

  test('of keys that was cut, and a scan that stopped, are gaps', () => {
    expect(gapsOf({ keys: [{}], top: { ListKeys: ok({ count: 2 }) } })).toEqual([
      ['unexpected-type', ['key']],
    ]);
    expect(gapsOf({ keys: [{}], top: { ListKeys: refused('TimeoutError') } })).toEqual([
      ['failed-request', ['key']],
    ]);
    const stopped = {
      name: 'ExpiredTokenException',
      message: 'The security token is expired',
      status: 400,
    };
    expect(gapsOf({ top: { stopped } })).toEqual([['failed-request', []]]);
    const [gap] = liveStates([buildSnapshot({ top: { stopped } })]).present.gaps;
    expect(gap?.what).toBe(
      'snapshot-0.json: the scan stopped early: ExpiredTokenException: The security token is expired',
    );
  });
});

describe('a key store', () => {
  const stores = ok({ CustomKeyStores: [keyStore()] });
  const kindOf = (top: SnapshotSpec['top']) =>
    judgeLive([buildSnapshot({ top: { DescribeCustomKeyStores: stores, ...top } })]).kind(
      'key-store-under-two-hsms',
      'cks-1234567890abcdef0',
    );

  test('is judged by the HSMs of its cluster, connected or not', () => {
    expect(kindOf({ DescribeClusters: ok({ Clusters: [cluster(['a', 'b'])] }) })).toBe('pass');
    expect(kindOf({ DescribeClusters: ok({ Clusters: [cluster(['a'])] }) })).toBe('fail');
    expect(
      kindOf({ DescribeClusters: ok({ Clusters: [cluster(['a', 'b'], 'ACTIVE', 'DEGRADED')] }) }),
    ).toBe('fail');
  });

  test('is open where its cluster was not read', () => {
    expect(kindOf({ DescribeClusters: null })).toBe('open');
    expect(kindOf({ DescribeClusters: refused() })).toBe('open');
    expect(kindOf({ DescribeClusters: ok({ Clusters: [] }) })).toBe('open');
    expect(
      kindOf({
        DescribeClusters: ok({ Clusters: [{ ClusterId: 'cluster-1a23b4cdefg', State: 'ACTIVE' }] }),
      }),
    ).toBe('open');
  });
});

describe('an emulator without key stores and periods', () => {
  test('leads to gaps and open verdicts, not to findings', () => {
    const { findings, present } = judgeLive([
      buildSnapshot({
        keys: [{ answers: { GetKeyRotationStatus: ok({ KeyRotationEnabled: true }) } }],
        top: {
          DescribeCustomKeyStores: refused('InternalFailure'),
          DescribeClusters: ok({ Clusters: [cluster(['a'])] }),
        },
      }),
    ]);
    expect(findings.filter(({ kind }) => kind === 'fail')).toEqual([]);
    expect(present.gaps).toHaveLength(1);
  });
});
