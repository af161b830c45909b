import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judgePlan, newKey, oldKey } from '../../support/judge/judge-plan.ts';
import {
  buildPlan,
  constant,
  provider,
  refers,
  type ResourceSpec,
} from '../../support/build/plan-builder.ts';

const canary = 'CANARY-d41d8cd98f00';
const number = 31337;

/** Every field that may be marked, filled with canaries, in both states and in the configuration. */
function secret(type: string, fields: JsonObject, rest: Partial<ResourceSpec> = {}): ResourceSpec {
  const marks = Object.fromEntries(Object.keys(fields).map((name) => [name, true]));
  const expressions = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, constant(value)]),
  );
  return {
    type,
    name: 'secret',
    actions: ['update'],
    before: fields,
    after: fields,
    beforeSensitive: marks,
    afterSensitive: marks,
    expressions,
    ...rest,
  };
}

const key = {
  enable_key_rotation: true,
  rotation_period_in_days: number,
  customer_master_key_spec: `${canary}-spec`,
  key_usage: 'SIGN_VERIFY',
  policy: `{"${canary}": true}`,
  description: canary,
  tags: { owner: canary },
  arn: `arn:aws:kms:${canary}:111122223333:key/${canary}`,
  key_id: canary,
  region: canary,
  xks_key_id: canary,
};
const store = {
  custom_key_store_name: canary,
  custom_key_store_type: `${canary}-type`,
  cloud_hsm_cluster_id: `${canary}-cluster`,
  key_store_password: canary,
  trust_anchor_certificate: canary,
  xks_proxy_authentication_credential: [{ access_key_id: canary, raw_secret_access_key: canary }],
};
const specs: readonly ResourceSpec[] = [
  secret('aws_kms_key', key),
  secret('aws_kms_key', { ...key, customer_master_key_spec: 'RSA_2048' }, { name: 'rsa' }),
  secret('aws_kms_key', { ...key, key_usage: canary }, { name: 'usage' }),
  secret('aws_kms_external_key', {
    key_material_base64: canary,
    key_spec: canary,
    valid_to: canary,
  }),
  secret('aws_kms_alias', { name: `alias/${canary}`, target_key_id: canary }),
  secret('aws_kms_key_policy', { key_id: canary, policy: canary }),
  secret('aws_kms_custom_key_store', store),
  secret('aws_kms_custom_key_store', { cloud_hsm_cluster_id: canary }, { name: 'unmarked_type' }),
  secret('aws_cloudhsm_v2_cluster', { cluster_id: canary, cluster_state: `${canary}-state` }),
  secret('aws_cloudhsm_v2_hsm', {
    cluster_id: canary,
    availability_zone: canary,
    hsm_state: canary,
  }),
  secret('awscc_kms_key', { key_policy: canary, origin: canary, rotation_period_in_days: number }),
  oldKey('replaced', '1', {
    actions: ['delete', 'create'],
    before: { policy: canary },
    beforeSensitive: { policy: true },
    extraChange: { replace_paths: [['policy']] },
  }),
];

/** Everything that `kmslint` prints about standard input. */
async function printed(plan: JsonObject, ...options: readonly string[]): Promise<string> {
  const out: string[] = [];
  const stream = { write: (text: string) => out.push(text) };
  await main(['-', ...options], {
    stdin: (async function* read() {
      yield await Promise.resolve(JSON.stringify(plan));
    })(),
    stdout: stream,
    stderr: stream,
    directory: process.cwd(),
    env: {},
  });
  return out.join('');
}

describe('what is marked sensitive', () => {
  const plan = buildPlan({ resources: specs });

  test.each([['text'], ['json'], ['sarif']])('is in no %s output', async (format) => {
    const text = await printed(plan, '--all', '--verbose', '--fail-on-open', '-f', format);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(String(number));
  });

  test('is in no verdict at all', () => {
    const { findings, gaps } = judgePlan(plan);
    const shown = findings.map(({ message, subject, account, region }) => [
      message,
      subject,
      account,
      region,
    ]);
    const reasons = findings.flatMap(({ because }) => because.map(({ what }) => what));
    const text = JSON.stringify([shown, reasons, gaps]);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(String(number));
    expect(new Set(findings.map(({ ruleId }) => ruleId)).size).toBe(19);
  });

  test('decides verdicts all the same', () => {
    const { kind } = judgePlan(plan);
    expect(kind('rotation-period-out-of-range', 'aws_kms_key.secret')).toBe('fail');
    expect(kind('rotation-on-ineligible-key', 'aws_kms_key.rsa')).toBe('fail');
  });

  test('as a whole, or in a mark of another type, is kept too', async () => {
    for (const marks of [
      true,
      'yes',
      { rotation_period_in_days: 'yes', customer_master_key_spec: [{ x: true }] },
    ]) {
      const spec = secret('aws_kms_key', key, { beforeSensitive: marks, afterSensitive: marks });
      const text = await printed(
        buildPlan({ resources: [spec] }),
        '--all',
        '--skip-rule',
        'key-destroyed',
      );
      expect(text).not.toContain(String(number));
      expect(text).not.toContain(`${canary}-spec`);
    }
  });

  test('of a type that the provider does not have, is kept in the gap', async () => {
    const fields = { enable_key_rotation: canary, is_enabled: [canary], key_usage: { x: canary } };
    const text = await printed(buildPlan({ resources: [secret('aws_kms_key', fields)] }), '--all');
    expect(text).toContain('enable_key_rotation of aws_kms_key.secret is a string');
    expect(text).not.toContain(canary);
  });

  test('as a Region of a sensitive variable', () => {
    const plain = buildPlan({
      resources: [newKey('k')],
      providers: { aws: provider(refers('var.region')) },
      variables: { region: { value: canary } },
    });
    expect(judgePlan(plain).findings[0]?.region).toBe(canary);
    const configuration = {
      ...Object(plain['configuration']),
      root_module: {
        ...Object(plain['configuration']).root_module,
        variables: { region: { sensitive: true } },
      },
    };
    expect(judgePlan({ ...plain, configuration }).findings[0]?.region).toBeNull();
  });
});

test('what is not marked is printed, so that the tests above can fail', async () => {
  const spec = secret('aws_kms_key', key, { afterSensitive: {}, beforeSensitive: {} });
  expect(await printed(buildPlan({ resources: [spec] }))).toContain(String(number));
});
