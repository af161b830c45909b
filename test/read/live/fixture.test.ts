import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judgeLive } from '../../support/judge/judge-live.ts';
import { arnOf, keyId, otherId } from '../../support/build/snapshot-builder.ts';

const folder = new URL('../../../fixtures/live/', import.meta.url);

function read(name: string): JsonObject {
  const snapshot: JsonObject = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  return snapshot;
}

const failing = (previous: readonly JsonObject[]): readonly string[] =>
  judgeLive([read('snapshot.json')], previous)
    .findings.filter(({ kind }) => kind === 'fail')
    .map(({ ruleId, subject }) => `${ruleId} ${subject}`)
    .toSorted();

const other = (n: number): string => arnOf(`1234abcd-12ab-34cd-56ef-12345678900${n}`);
const alone = [
  'alias-target-unusable arn:aws:kms:eu-west-1:111122223333:alias/releases-20240301',
  'key-store-under-two-hsms cks-1234567890abcdef0',
  `manual-rotation-alias-missing ${other(3)}`,
  `predecessor-unusable ${arnOf(keyId)}`,
  `rotation-disabled ${other(1)}`,
  `rotation-stalled ${other(2)}`,
  `successor-policy-not-copied ${arnOf(otherId)}`,
];

test('an account in which most things are wrong', () => {
  expect(failing([])).toEqual(alone);
});

test('and what changed since the earlier snapshot', () => {
  expect(failing([read('previous.json')])).toEqual(
    [...alone, `rotation-turned-off ${other(1)}`].toSorted(),
  );
});
