import { expect, test } from 'vitest';
import { newestDate, summarizeKeys } from '../../src/lint/keys.ts';
import { judgePlan, newAlias, newKey } from '../support/judge/judge-plan.ts';
import { buildPlan, constant, refers } from '../support/build/plan-builder.ts';
import {
  referenceTo,
  sampleInventory,
  sampleKey,
  sampleSubject,
  told,
} from '../support/build/sample.ts';
import { emptyInventory } from '../../src/model/inventory.ts';

test('a key is told with what is known of it, its aliases and its successors', () => {
  const rotated = {
    after: { enable_key_rotation: true, rotation_period_in_days: 180 },
    expressions: { enable_key_rotation: constant(true), rotation_period_in_days: constant(180) },
  };
  const { present, prior } = judgePlan(
    buildPlan({
      resources: [
        newKey('old'),
        newKey('new', rotated),
        newAlias('app-20240101', refers('aws_kms_key.old.key_id', 'aws_kms_key.old')),
        newAlias('app-20250101', refers('aws_kms_key.new.key_id', 'aws_kms_key.new')),
      ],
    }),
  );
  const [successor, predecessor] = summarizeKeys(present, prior);
  expect(predecessor).toMatchObject({
    subject: 'aws_kms_key.old',
    keySpec: 'SYMMETRIC_DEFAULT',
    rotationEnabled: false,
    aliases: ['alias/app-20240101'],
    dates: null,
    successors: [{ subject: 'aws_kms_key.new', certain: true }],
  });
  expect(successor).toMatchObject({ rotationPeriodInDays: 180, keyId: null, successors: [] });
});

test('an alias is told with the day on which it came to point at its key, where that is known', () => {
  const aliasOf = (
    name: string,
    dates?: { createdAt: string | null; updatedAt: string | null },
  ) => ({
    ...sampleSubject(name),
    kind: 'alias' as const,
    name: told(name),
    target: referenceTo('aws_kms_key.sample'),
    change: null,
    ...(dates === undefined ? {} : { dates }),
  });
  const inventory = sampleInventory({
    scopes: [
      { id: 'plan.json', rootModule: null },
      { id: 'a', rootModule: null, recordedAt: '2026-11-21T06:00:00Z' },
      { id: 'b', rootModule: null, recordedAt: '2026-11-22T06:00:00Z' },
    ],
    keys: [sampleKey()],
    aliases: [
      aliasOf('alias/moved', {
        createdAt: '2024-01-01T00:00:00Z',
        updatedAt: '2025-01-01T00:00:00Z',
      }),
      aliasOf('alias/made', { createdAt: '2024-01-01T00:00:00Z', updatedAt: null }),
      aliasOf('alias/planned'),
    ],
  });
  const [key] = summarizeKeys(inventory, emptyInventory);
  expect(key?.aliases).toEqual(['alias/made', 'alias/moved', 'alias/planned']);
  expect(key?.aliasMoves).toEqual([
    { alias: 'alias/made', at: '2024-01-01T00:00:00Z' },
    { alias: 'alias/moved', at: '2025-01-01T00:00:00Z' },
  ]);
  expect(newestDate(inventory)).toBe('2026-11-22T06:00:00Z');
  expect(newestDate(emptyInventory)).toBeNull();
});
