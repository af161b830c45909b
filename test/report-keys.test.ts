import { expect, test } from 'vitest';
import { summarizeKeys } from '../src/report/keys.ts';
import { judgePlan, newAlias, newKey } from './judge-plan.ts';
import { buildPlan, constant, refers } from './plan-builder.ts';

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
    successors: [{ subject: 'aws_kms_key.new' }],
  });
  expect(successor).toMatchObject({ rotationPeriodInDays: 180, keyId: null, successors: [] });
});
