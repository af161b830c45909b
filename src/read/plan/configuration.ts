import { relevantTypes, type Json } from '../resource.ts';
import { elementsOf, isObject, member, membersOf, textMember, type JsonObject } from '../json.ts';

/** A resource block of the plan's `configuration`. */
export interface ConfigResource {
  readonly local: string;
  readonly type: string;
  readonly mode: string;
  readonly providerKey: string;
  readonly expressions: JsonObject;
  readonly repetition: Json | undefined;
  readonly module: ConfigModule;
}

/** A module of the plan's `configuration`: one for each call, whatever its instances. */
export interface ConfigModule {
  /** Call names from the root, joined with dots; empty for the root. */
  readonly path: string;
  readonly parent: ConfigModule | null;
  /** The call that makes it; undefined for the root. */
  readonly call: JsonObject | undefined;
  readonly resources: ReadonlyMap<string, ConfigResource>;
  readonly calls: ReadonlyMap<string, ConfigModule>;
  readonly outputs: Json | undefined;
}

/** Deeper calls than this are not followed; Terraform itself becomes unusable long before. */
const maxDepth = 200;

/** Indexes `configuration.root_module`; null where the plan holds none. */
export function readConfiguration(configuration: Json | undefined): ConfigModule | null {
  const root = member(configuration, 'root_module');
  return isObject(root) ? readModule(root, '', null, undefined, 0) : null;
}

/** Every module of the tree, parents first. */
export function* modulesOf(module: ConfigModule): Generator<ConfigModule> {
  yield module;
  for (const child of module.calls.values()) yield* modulesOf(child);
}

/** The module at a path of call names. */
export function moduleAt(root: ConfigModule, names: readonly string[]): ConfigModule | null {
  let module: ConfigModule | undefined = root;
  for (const name of names) module = module?.calls.get(name);
  return module ?? null;
}

function readModule(
  body: JsonObject,
  path: string,
  parent: ConfigModule | null,
  call: JsonObject | undefined,
  depth: number,
): ConfigModule {
  const resources = new Map<string, ConfigResource>();
  const calls = new Map<string, ConfigModule>();
  const module = { path, parent, call, resources, calls, outputs: member(body, 'outputs') };
  for (const block of elementsOf(member(body, 'resources'))) {
    const resource = readResource(block, module);
    if (resource !== null) resources.set(resource.local, resource);
  }
  if (depth === maxDepth) return module;
  for (const [name, childCall] of membersOf(member(body, 'module_calls'))) {
    const child = member(childCall, 'module');
    if (!isObject(child) || !isObject(childCall)) continue;
    const childPath = path === '' ? name : `${path}.${name}`;
    calls.set(name, readModule(child, childPath, module, childCall, depth + 1));
  }
  return module;
}

function readResource(block: Json, module: ConfigModule): ConfigResource | null {
  const type = textMember(block, 'type');
  const name = textMember(block, 'name');
  if (type === null || name === null) return null;
  const mode = textMember(block, 'mode') ?? 'managed';
  if (!relevantTypes.has(type)) return null;
  const expressions = member(block, 'expressions') ?? {};
  if (!isObject(expressions)) return null;
  return {
    local: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
    type,
    mode,
    providerKey: textMember(block, 'provider_config_key') ?? 'aws',
    expressions,
    repetition: member(block, 'for_each_expression') ?? member(block, 'count_expression'),
    module,
  };
}
