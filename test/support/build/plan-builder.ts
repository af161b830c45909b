import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';

/** One instance of a resource, with what the configuration writes about it. */
export interface ResourceSpec {
  readonly type: string;
  readonly name: string;
  readonly mode?: 'managed' | 'data';
  /** Module instance, as in `module.a["x"].module.b`. */
  readonly module?: string;
  readonly index?: number | string;
  readonly actions?: readonly string[];
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
  /** `after_unknown`. */
  readonly unknown?: Json;
  readonly beforeSensitive?: Json;
  readonly afterSensitive?: Json;
  /** `expressions` of the block; left out of the configuration where null. */
  readonly expressions?: JsonObject | null;
  readonly forEach?: Json;
  readonly count?: Json;
  readonly provider?: string;
  /** Other members of the resource change: `deposed`, `previous_address`, `action_reason` … */
  readonly extra?: JsonObject;
  /** Other members of `change`: `replace_paths`, `importing` … */
  readonly extraChange?: JsonObject;
  /** Declared in the configuration, and left out of the plan. */
  readonly declaredOnly?: boolean;
}

export interface ModuleSpec {
  /** Call path from the root, joined with dots. */
  readonly path: string;
  readonly expressions?: JsonObject;
  readonly outputs?: JsonObject;
  readonly forEach?: Json;
  readonly count?: Json;
}

export interface PlanSpec {
  readonly version?: string;
  readonly resources: readonly ResourceSpec[];
  readonly modules?: readonly ModuleSpec[];
  readonly providers?: JsonObject;
  readonly variables?: JsonObject;
  /** Members that replace those of the plan; undefined drops one. */
  readonly top?: Readonly<Record<string, Json | undefined>>;
}

/** The expression that refers to these addresses, from longest to shortest as Terraform lists them. */
export function refers(...addresses: readonly string[]): JsonObject {
  return { references: addresses.flatMap(unwrap) };
}

export function constant(value: Json): JsonObject {
  return { constant_value: value };
}

/** A provider configuration with its Region. */
export function provider(region: Json, more: JsonObject = {}): JsonObject {
  return {
    name: 'aws',
    full_name: 'registry.terraform.io/hashicorp/aws',
    expressions: { region },
    ...more,
  };
}

/** A plan as `terraform show -json` writes it. */
export function buildPlan(spec: PlanSpec): JsonObject {
  const plan: Readonly<Record<string, Json | undefined>> = {
    format_version: spec.version ?? '1.2',
    terraform_version: '1.14.3',
    variables: spec.variables,
    planned_values: { root_module: {} },
    resource_changes: spec.resources.filter((r) => r.declaredOnly !== true).map(changeOf),
    configuration: {
      provider_config: spec.providers ?? { aws: provider(constant('eu-west-1')) },
      root_module: moduleBody(spec, ''),
    },
    applyable: true,
    complete: true,
    errored: false,
    ...spec.top,
  };
  return compact(plan);
}

export function addressOf({ type, name, mode, module, index }: ResourceSpec): string {
  const key = index === undefined ? '' : `[${JSON.stringify(index)}]`;
  const local = `${mode === 'data' ? 'data.' : ''}${type}.${name}${key}`;
  return module === undefined ? local : `${module}.${local}`;
}

/** A resource as `planned_values` and `prior_state` list it. */
export function stateOf(spec: ResourceSpec, values: JsonObject): JsonObject {
  const { type, name, mode, index } = spec;
  return compact({ address: addressOf(spec), mode: mode ?? 'managed', type, name, index, values });
}

function changeOf(spec: ResourceSpec): JsonObject {
  const { before = null, after = {}, module, index, mode = 'managed' } = spec;
  return compact({
    address: addressOf(spec),
    module_address: module,
    mode,
    type: spec.type,
    name: spec.name,
    index,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions: spec.actions ?? (before === null ? ['create'] : ['no-op']),
      before,
      after,
      after_unknown: spec.unknown ?? {},
      before_sensitive: spec.beforeSensitive ?? {},
      after_sensitive: spec.afterSensitive ?? {},
      ...spec.extraChange,
    },
    ...spec.extra,
  });
}

function moduleBody(spec: PlanSpec, path: string): JsonObject {
  const children = (spec.modules ?? []).filter((m) => parentOf(m.path) === path);
  const self = (spec.modules ?? []).find((m) => m.path === path);
  const calls = children.map((child): [string, JsonObject] => [
    child.path.split('.').at(-1) ?? '',
    compact({
      source: './module',
      expressions: child.expressions,
      for_each_expression: child.forEach,
      count_expression: child.count,
      module: moduleBody(spec, child.path),
    }),
  ]);
  return compact({
    outputs: self?.outputs,
    resources: blocksOf(spec.resources.filter((r) => callPath(r.module) === path)),
    module_calls: calls.length === 0 ? undefined : Object.fromEntries(calls),
  });
}

/** One block for all instances of a resource. */
function blocksOf(resources: readonly ResourceSpec[]): readonly JsonObject[] {
  const blocks = new Map<string, JsonObject>();
  for (const spec of resources) {
    const { type, name, mode = 'managed', expressions = {} } = spec;
    const address = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
    if (expressions === null || blocks.has(address)) continue;
    const block = {
      address,
      mode,
      type,
      name,
      provider_config_key: spec.provider ?? 'aws',
      expressions,
      schema_version: 0,
      for_each_expression: spec.forEach,
      count_expression: spec.count,
    };
    blocks.set(address, compact(block));
  }
  return [...blocks.values()];
}

function callPath(module: string | undefined): string {
  const steps = (module ?? '').replaceAll(/\["(?:\\.|[^"\\])*"\]|\[\d+\]/g, '').split('.');
  return steps.filter((_, i) => i % 2 === 1).join('.');
}

function parentOf(path: string): string {
  return path.split('.').slice(0, -1).join('.');
}

/** `a.b[0].id` → itself, `a.b[0]`, `a.b`. */
function unwrap(address: string): readonly string[] {
  const parts = address.match(/\[[^\]]*\]|\.?[^.[]+/g) ?? [];
  const shortest = /^(?:var|local|each|count)\./.test(address) ? 2 : data(address);
  const lengths = parts.map((_, i) => parts.length - i).filter((length) => length >= shortest);
  return lengths.map((length) => parts.slice(0, length).join(''));
}

function data(address: string): number {
  return address.startsWith('data.') ? 3 : 2;
}

function compact(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const entries = Object.entries(members);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}
