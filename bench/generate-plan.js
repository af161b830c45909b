// Writes a plan of a given size: one resource in 55 concerns KMS, the rest is what stacks are made of.
import { closeSync, openSync, writeSync } from 'node:fs';

const kmsEvery = 55;

function kmsResource(i) {
  const isAlias = i % (2 * kmsEvery) !== 0;
  const local = isAlias ? `aws_kms_alias.alias_${i - kmsEvery}` : `aws_kms_key.key_${i}`;
  const [type, name] = local.split('.');
  const after = isAlias
    ? { name: `alias/application-${i}`, name_prefix: null }
    : {
        customer_master_key_spec: i % 4 === 0 ? 'SYMMETRIC_DEFAULT' : 'RSA_3072',
        enable_key_rotation: i % 4 === 0,
        is_enabled: true,
        key_usage: i % 4 === 0 ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY',
        custom_key_store_id: null,
        tags: { Owner: 'ExampleUser' },
      };
  const unknown = isAlias
    ? { arn: true, id: true, target_key_arn: true, target_key_id: true }
    : {
        arn: true,
        id: true,
        key_id: true,
        multi_region: true,
        policy: true,
        rotation_period_in_days: true,
      };
  const expressions = isAlias
    ? {
        name: { constant_value: after.name },
        target_key_id: {
          references: [`aws_kms_key.key_${i - kmsEvery}.key_id`, `aws_kms_key.key_${i - kmsEvery}`],
        },
      }
    : {
        customer_master_key_spec: { constant_value: after.customer_master_key_spec },
        enable_key_rotation: { constant_value: after.enable_key_rotation },
        key_usage: { constant_value: after.key_usage },
      };
  return { type, name, after, unknown, expressions };
}

function otherResource(i) {
  return {
    type: 'aws_iam_role',
    name: `role_${i}`,
    after: {
      name: `application-${i}`,
      description: 'A role of the example stack, as wide as roles are',
      path: '/',
      max_session_duration: 3600,
      tags: { Owner: 'ExampleUser', Stack: `stack-${i % 97}` },
    },
    unknown: { arn: true, id: true, unique_id: true, create_date: true, managed_policy_arns: true },
    expressions: { name: { constant_value: `application-${i}` } },
  };
}

/** Resources of about 910 bytes each, over resource_changes, planned_values and configuration. */
export function writePlan(path, resources) {
  const file = openSync(path, 'w');
  const put = (text) => writeSync(file, text);
  const list = (render) => {
    let buffer = [];
    for (let i = 0; i < resources; i++) {
      const resource = i % kmsEvery === 0 ? kmsResource(i) : otherResource(i);
      buffer.push(`${i === 0 ? '' : ','}${JSON.stringify(render(resource))}`);
      if (buffer.length === 2000) {
        put(buffer.join(''));
        buffer = [];
      }
    }
    put(buffer.join(''));
  };
  const head = ({ type, name }) => ({ address: `${type}.${name}`, mode: 'managed', type, name });
  put(
    '{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[',
  );
  list((r) => ({
    ...head(r),
    provider_name: 'registry.terraform.io/hashicorp/aws',
    schema_version: 0,
    values: r.after,
    sensitive_values: { tags: {} },
  }));
  put(']}},"resource_changes":[');
  list((r) => ({
    ...head(r),
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions: ['create'],
      before: null,
      after: r.after,
      after_unknown: r.unknown,
      before_sensitive: false,
      after_sensitive: { tags: {} },
    },
  }));
  put(
    '],"configuration":{"provider_config":{"aws":{"name":"aws","expressions":{"region":{"constant_value":"eu-west-1"}}}},"root_module":{"resources":[',
  );
  list((r) => ({
    ...head(r),
    provider_config_key: 'aws',
    expressions: r.expressions,
    schema_version: 0,
  }));
  put(']}},"applyable":true,"complete":true,"errored":false}');
  closeSync(file);
}
