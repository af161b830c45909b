import type { JsonObject } from '../../../src/read/input/json.ts';

/** The attributes of a key whose rotation is off. */
export function keyValues(id: string, more: JsonObject = {}): JsonObject {
  return {
    arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    enable_key_rotation: false,
    id,
    is_enabled: true,
    key_id: id,
    key_usage: 'ENCRYPT_DECRYPT',
    multi_region: false,
    policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}]}',
    rotation_period_in_days: 0,
    tags: {},
    ...more,
  };
}

/** Those of its alias. */
export const aliasValues = (target: string): JsonObject => ({
  arn: 'arn:aws:kms:eu-west-1:111122223333:alias/app',
  id: 'alias/app',
  name: 'alias/app',
  target_key_id: target,
});

/** One resource with one instance. */
export interface Instance {
  readonly type?: string;
  readonly name?: string;
  readonly module?: string;
  readonly mode?: string;
  readonly values: JsonObject | null;
  readonly more?: JsonObject;
}

/** A raw state. */
export function raw(instances: readonly Instance[], top: JsonObject = {}): JsonObject {
  return {
    version: 4,
    terraform_version: '1.11.4',
    serial: 7,
    lineage: 'c0ffee00-0000-4000-8000-000000000000',
    outputs: {},
    resources: instances.map(
      ({ type = 'aws_kms_key', name = 'k', module, mode = 'managed', values, more = {} }) => ({
        ...(module === undefined ? {} : { module }),
        mode,
        type,
        name,
        provider: 'provider["registry.terraform.io/hashicorp/aws"].eu',
        instances: [{ ...(values === null ? {} : { attributes: values }), ...more }],
      }),
    ),
    ...top,
  };
}

/** What makes it a key to sign with. */
export const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };
