import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { judgePlan, newAlias, newKey, newRsaKey, oldKey } from '../../support/judge/judge-plan.ts';
import { buildPlan, refers, type ResourceSpec } from '../../support/build/plan-builder.ts';

const resources: readonly ResourceSpec[] = [
  newKey('off'),
  newRsaKey('aliased'),
  newRsaKey('bare'),
  newAlias('a', refers('aws_kms_key.aliased.key_id')),
  oldKey('gone', '1', {
    actions: ['delete'],
    after: null,
    extra: { action_reason: 'delete_because_count_index' },
  }),
  oldKey('moved', '2', { extra: { previous_address: 'aws_kms_key.before' } }),
  oldKey('left', '3', { actions: ['forget'], after: null }),
  oldKey('renewed', '4', { actions: ['create', 'forget'] }),
];

const ephemeral: Json = {
  address: 'ephemeral.aws_kms_secrets.s',
  mode: 'ephemeral',
  type: 'aws_kms_key',
  name: 's',
  change: { actions: ['open'], before: null, after: null, after_unknown: {} },
};

/** The same plan as Terraform's `jsonplan` and as OpenTofu's write it. */
function terraform(): JsonObject {
  return buildPlan({
    resources,
    top: {
      timestamp: '2026-01-01T00:00:00Z',
      deferred_changes: [],
      deferred_action_invocations: [],
      action_invocations: [],
      relevant_attributes: [],
    },
  });
}

function opentofu(): JsonObject {
  const plan = buildPlan({
    resources: resources.map((spec) =>
      spec.name === 'renewed'
        ? {
            ...spec,
            actions: ['forget', 'create'],
            extra: { action_reason: 'forgot_because_lifecycle_destroy_in_config' },
          }
        : spec.name === 'gone'
          ? { ...spec, extra: { action_reason: 'delete_because_enabled_false' } }
          : spec,
    ),
    top: { applyable: undefined, complete: undefined, terraform_version: '1.12.0' },
  });
  const changes = plan['resource_changes'];
  return { ...plan, resource_changes: [ephemeral, ...(Array.isArray(changes) ? changes : [])] };
}

test('Terraform and OpenTofu write one plan in two ways: the verdicts are the same', () => {
  const verdicts = (plan: JsonObject) =>
    judgePlan(plan).findings.map((f) => [
      f.ruleId,
      f.kind,
      f.severity,
      f.subject,
      f.message,
      f.fingerprint,
    ]);
  expect(verdicts(opentofu())).toEqual(verdicts(terraform()));
  expect(judgePlan(opentofu()).gaps).toEqual([]);
  expect(judgePlan(terraform()).all('fail')).toEqual([
    'key-destroyed aws_kms_key.gone',
    'rotation-disabled aws_kms_key.moved',
    'rotation-disabled aws_kms_key.off',
    'rotation-disabled aws_kms_key.renewed',
    'manual-rotation-alias-missing aws_kms_key.bare',
    'key-forgotten aws_kms_key.left',
    'key-forgotten aws_kms_key.renewed',
  ]);
});
