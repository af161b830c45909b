import { expect, test } from 'vitest';
import { judgeLive } from '../support/judge/judge-live.ts';
import {
  arnOf,
  buildSnapshot,
  keyId,
  ok,
  otherId,
  refused,
  rotating,
} from '../support/build/snapshot-builder.ts';

const silent = ok({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
const third = '1234abcd-12ab-34cd-56ef-123456789003';

const told = (snapshots: Parameters<typeof judgeLive>[0]) =>
  judgeLive(snapshots)
    .findings.filter(({ ruleId }) => ruleId === 'rotation-overdue')
    .map(({ kind, subject, message }) => [
      kind,
      subject,
      /the same for \d+ more/.exec(message)?.[0],
    ]);

test('a cause is told once in an account and Region, with the number of its keys', () => {
  const keys = [keyId, otherId].map((id) => ({ id, answers: { GetKeyRotationStatus: silent } }));
  const rotated = { id: third, answers: { GetKeyRotationStatus: rotating() } };
  expect(told([buildSnapshot({ keys: [...keys, rotated] })])).toEqual([
    ['open', arnOf(keyId), 'the same for 1 more'],
    ['pass', arnOf(third), undefined],
  ]);
});

test('other causes and other Regions are told by themselves', () => {
  const here = [
    { id: keyId, answers: { GetKeyRotationStatus: silent } },
    { id: otherId, answers: { GetKeyRotationStatus: refused() } },
  ];
  const there = [{ id: third, answers: { GetKeyRotationStatus: silent } }];
  const snapshots = [
    buildSnapshot({ keys: here }),
    buildSnapshot({ keys: there, region: 'us-east-1' }),
  ];
  expect(told(snapshots).map(([kind, subject, others]) => [kind, subject, others])).toEqual([
    ['open', arnOf(otherId), undefined],
    ['open', arnOf(keyId), undefined],
    ['open', arnOf(third, 'us-east-1'), undefined],
  ]);
});
