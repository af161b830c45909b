import { known, type Value } from '../../model/value.ts';
import type { Json, Resource } from '../input/resource.ts';

/** Arguments that the provider computes where they are null (terraform-provider-aws 5 and 6: Optional and Computed). */
const computed: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ['description', 'multi_region', 'policy', 'rotation_period_in_days'],
  aws_kms_external_key: ['enabled', 'multi_region', 'policy'],
  aws_kms_replica_key: ['policy'],
  aws_kms_replica_external_key: ['enabled', 'policy'],
  aws_kms_alias: ['name', 'name_prefix'],
  aws_kms_custom_key_store: ['custom_key_store_type'],
  aws_cloudhsm_v2_hsm: ['availability_zone', 'subnet_id'],
};

/**
 * The value of an argument. Terraform shows whatever the configuration gives, so one that the provider computes, and
 * nothing unknown leads to, is null: as with `policy = var.policy` where the variable is null.
 * @param isText whether the argument is a text, which other objects' ids can give
 */
export function readArgument(resource: Resource, name: string, isText: boolean): Value<Json> {
  const { value, sources } = resource.attribute(name);
  if (value.known || sources === undefined || !isComputed(resource.type, name)) return value;
  const found = sources();
  const isNull = found === 'nothing' || (found === 'texts' && !isText);
  return isNull ? known(null, 'default', value.at) : value;
}

/** Almost every argument of awscc is. */
function isComputed(type: string, name: string): boolean {
  return type.startsWith('awscc_') || (computed[type] ?? []).includes(name);
}
