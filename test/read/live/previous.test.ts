import { expect, test } from 'vitest';
import { judgeLive, liveStates } from '../../support/judge/judge-live.ts';
import {
  arnOf,
  buildSnapshot,
  keyId,
  ok,
  otherId,
  refused,
  rotating,
  rsa,
  type SnapshotSpec,
} from '../../support/build/snapshot-builder.ts';

const arn = arnOf(keyId);
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T06:00:00.000Z`;
const on = { answers: { GetKeyRotationStatus: rotating() } };
const at = (n: number, spec: SnapshotSpec = {}) =>
  buildSnapshot({ keys: [{}], ...spec, startedAt: day(n) });

test('the newest older snapshot of the same account and Region is the state before', () => {
  const kindOf = (previous: readonly ReturnType<typeof at>[]) =>
    judgeLive([at(20)], previous).kind('rotation-turned-off', arn);
  expect(kindOf([at(10, { keys: [on] })])).toBe('fail');
  expect(kindOf([at(5, { keys: [on] }), at(10)])).toBe('notApplicable');
  expect(kindOf([at(10), at(5, { keys: [on] })])).toBe('notApplicable');
  expect(kindOf([at(10, { keys: [on] }), at(20), at(25)])).toBe('fail');
});

test('nothing is claimed of another account or Region', () => {
  const elsewhere = at(10, { keys: [on], region: 'us-east-1' });
  expect(judgeLive([at(20)], [elsewhere]).kind('rotation-turned-off', arn)).toBeUndefined();
  expect(liveStates([at(20)], [elsewhere]).prior.keys).toEqual([]);
});

test('an earlier snapshot that is not earlier is refused', () => {
  expect(() => liveStates([at(10)], [at(20)])).toThrow('no snapshot that is older');
});

test('of two snapshots of one account and Region the newer is judged, and the other told', () => {
  const { present } = liveStates([at(10, { keys: [on] }), at(20)]);
  expect(present.keys.map(({ rotation }) => rotation.enabled)).toMatchObject([{ value: false }]);
  expect(present.gaps.map(({ what }) => what)).toEqual([
    'snapshot-0.json: another snapshot of 111122223333 eu-west-1, snapshot-1.json, is newer and is judged; name older ones with --previous',
  ]);
});

const pair = [{ metadata: rsa }, { id: otherId, metadata: rsa }];
const moved = (now: SnapshotSpec) =>
  judgeLive(
    [at(20, { keys: pair, aliases: { app: otherId }, ...now })],
    [at(10, { keys: pair, aliases: { app: keyId } })],
  );

test('an alias that moved links the two keys, and the old one is judged as it is now', () => {
  expect(moved({}).kind('predecessor-unreachable', arn)).toBe('fail');
  expect(moved({}).kind('predecessor-unusable', arn)).toBe('pass');
  const disabled = { metadata: { ...rsa, KeyState: 'Disabled' } };
  expect(
    moved({ keys: [disabled, ...pair.slice(1)] }).finding('predecessor-unusable', arn),
  ).toMatchObject({
    kind: 'fail',
    severity: 'medium',
  });
});

test('a predecessor that is listed no more is deleted; where the list was cut, that is open', () => {
  const gone = { keys: pair.slice(1) };
  expect(moved(gone).finding('predecessor-unusable', arn)).toMatchObject({
    kind: 'fail',
    severity: 'critical',
  });
  expect(moved(gone).finding('predecessor-unusable', arn)?.message).toContain(
    'the predecessor is deleted',
  );
  const cut = { ...gone, top: { ListKeys: { ...refused('TimeoutError'), ok: { count: 1 } } } };
  expect(moved(cut).kind('predecessor-unusable', arn)).toBe('open');
  const vanished = {
    keys: [{ answers: { DescribeKey: refused('NotFoundException') } }, ...pair.slice(1)],
  };
  expect(moved(vanished).kind('predecessor-unusable', arn)).toBe('open');
});

test('what the earlier snapshot could not read makes no failure', () => {
  const before = at(10, { keys: [{ answers: { GetKeyRotationStatus: refused() } }] });
  expect(judgeLive([at(20)], [before]).kind('rotation-turned-off', arn)).toBe('open');
  const noAliases = at(10, {
    keys: pair,
    top: { ListAliases: ok({ Aliases: [], Truncated: true }) },
  });
  const now = at(20, { keys: pair, aliases: { app: otherId } });
  expect(
    judgeLive([now], [noAliases]).findings.filter(({ ruleId }) => ruleId.startsWith('predecessor')),
  ).toEqual([]);
});
