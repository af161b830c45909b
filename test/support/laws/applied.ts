import {
  elementsOf,
  isObject,
  member,
  textMember,
  type JsonObject,
} from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';

// What a plan that only creates leaves behind: the states that Terraform writes after its apply.

const region = 'eu-west-1';
const policy =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}';

interface Applied {
  readonly change: JsonObject;
  readonly address: string;
  readonly values: JsonObject;
}

/** Whether something in the plan is known only later, from outside: then its state is one of many. */
export function isOpenEnded(plan: JsonObject): boolean {
  const text = JSON.stringify(member(member(plan, 'configuration'), 'root_module') ?? {});
  return text.includes('aws_ssm_parameter.p.value') || text.includes('aws_ssm_parameter.q.value');
}

/** The state after the apply, as `show -json` prints it. */
export function shownAfter(plan: JsonObject): JsonObject {
  const resources = appliedOf(plan).map(({ change, address, values }) => ({
    ...headOf(change),
    address,
    index: member(change, 'index') ?? null,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    values,
    sensitive_values: {},
  }));
  return {
    format_version: '1.0',
    terraform_version: '1.14.3',
    values: { root_module: { resources } },
  };
}

/** The same as `state pull` prints it, version 4: instances of one block stand together. */
export function rawAfter(plan: JsonObject): JsonObject {
  const blocks = new Map<string, { readonly head: JsonObject; readonly instances: JsonObject[] }>();
  for (const { change, address, values } of appliedOf(plan)) {
    const name = address.replace(/\[.*$/, '');
    const block = blocks.get(name) ?? { head: headOf(change), instances: [] };
    const index = member(change, 'index');
    block.instances.push({
      ...(index === undefined ? {} : { index_key: index }),
      schema_version: 0,
      attributes: values,
      sensitive_attributes: [],
    });
    blocks.set(name, block);
  }
  return {
    version: 4,
    terraform_version: '1.14.3',
    serial: 1,
    lineage: 'c0ffee00-0000-4000-8000-000000000000',
    outputs: {},
    resources: [...blocks.values()].map(({ head, instances }) => ({
      ...head,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances,
    })),
    check_results: null,
  };
}

function headOf(change: JsonObject): JsonObject {
  return {
    mode: 'managed',
    type: textMember(change, 'type') ?? '',
    name: textMember(change, 'name') ?? '',
  };
}

function appliedOf(plan: JsonObject): readonly Applied[] {
  const changes = elementsOf(member(plan, 'resource_changes'))
    .filter(isObject)
    .filter((change) => member(change, 'mode') !== 'data');
  const addresses = changes.map((change) => textMember(change, 'address') ?? '');
  return changes.map((change, i) => {
    const address = addresses[i] ?? '';
    const body = member(change, 'change');
    const after = member(body, 'after');
    const unknown = member(body, 'after_unknown');
    const expressions = expressionsOf(plan, address.replace(/\[.*$/, ''));
    const told = isObject(unknown)
      ? Object.keys(unknown).map((name) => {
          const [reference] = elementsOf(member(member(expressions, name), 'references'));
          const target = typeof reference === 'string' ? reference.replace(/\.\w+$/, '') : '';
          const aimed = addresses.find((one) => one === target || one.startsWith(`${target}[`));
          return [name, aimed === undefined ? null : idOf(aimed)] as const;
        })
      : [];
    const values = { ...(isObject(after) ? after : {}), ...Object.fromEntries(told) };
    return { change, address, values: settle(textMember(change, 'type') ?? '', address, values) };
  });
}

/** What the provider reads when the object is there. */
function settle(type: string, address: string, values: JsonObject): JsonObject {
  const id = idOf(address);
  const common = { ...values, id, region };
  if (type.endsWith('_key')) {
    const arn = `arn:aws:kms:${region}:111122223333:key/${id}`;
    const isOn = values['enable_key_rotation'] === true;
    const period = isOn ? (values['rotation_period_in_days'] ?? 365) : 0;
    const own = {
      ...common,
      arn,
      policy: values['policy'] ?? policy,
      tags: {},
      multi_region: false,
    };
    return type === 'aws_kms_key'
      ? { ...own, key_id: id, rotation_period_in_days: period }
      : { ...own, key_state: 'Enabled' };
  }
  switch (type) {
    case 'aws_kms_alias':
      return {
        ...common,
        arn: `arn:aws:kms:${region}:111122223333:${textMember(values, 'name') ?? ''}`,
      };
    case 'aws_cloudhsm_v2_cluster':
      return { ...common, cluster_id: id, cluster_state: 'ACTIVE' };
    case 'aws_cloudhsm_v2_hsm':
      return { ...common, hsm_state: 'ACTIVE' };
    default:
      return common;
  }
}

function idOf(address: string): string {
  return `id-of-${address.replaceAll(/[^\w]/g, '-')}`;
}

function expressionsOf(plan: JsonObject, block: string): Json | undefined {
  const root = member(member(plan, 'configuration'), 'root_module');
  const found = elementsOf(member(root, 'resources')).find(
    (resource) => textMember(resource, 'address') === block,
  );
  return member(found, 'expressions');
}
