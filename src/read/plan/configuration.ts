import type { Json } from '../input/resource.ts';
import { joinAddress } from '../input/address.ts';
import { pointerTo } from '../../model/location.ts';
import {
  elementsOf,
  isArray,
  isObject,
  member,
  membersOf,
  textMember,
  typeName,
  type JsonObject,
} from '../input/json.ts';
import { concernsOthers, type Flaw } from '../input/entry.ts';

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
  /** Those of KMS and CloudHSM. */
  readonly resources: ReadonlyMap<string, ConfigResource>;
  /** Those of other services; sorted out when the first of them is asked for. */
  readonly others: () => ReadonlyMap<string, ConfigResource>;
  readonly calls: ReadonlyMap<string, ConfigModule>;
  readonly outputs: Json | undefined;
}

/** Deeper calls than this are not followed; Terraform itself becomes unusable long before. */
const maxDepth = 200;

/** Indexes `configuration.root_module`; null where the plan holds none. Malformed parts become flaws. */
export function readConfiguration(
  configuration: Json | undefined,
  flaws: Flaw[],
): ConfigModule | null {
  const root = member(configuration, 'root_module') ?? null;
  const pointer = '/configuration/root_module';
  if (root !== null && !isObject(root)) flaws.push(flawAt(pointer, root, 'an object'));
  return isObject(root)
    ? readModule({ body: root, path: '', pointer, depth: 0 }, null, flaws)
    : null;
}

/** Every module of the tree, parents first. */
export function* modulesOf(module: ConfigModule): Generator<ConfigModule> {
  yield module;
  for (const child of module.calls.values()) yield* modulesOf(child);
}

/** What a configuration declares, by addresses without instance keys. */
export interface DeclaredInPlan {
  /** Managed blocks of KMS and CloudHSM. */
  readonly blocks: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
}

/** What the modules of a plan's configuration declare. */
export function declaredIn(root: ConfigModule): DeclaredInPlan {
  const [blocks, modules] = [new Set<string>(), new Set<string>()];
  for (const { path, resources } of modulesOf(root)) {
    const module = path === '' ? '' : `module.${path.replaceAll('.', '.module.')}`;
    modules.add(module);
    for (const { local, mode } of resources.values()) {
      if (mode === 'managed') blocks.add(joinAddress(module, local));
    }
  }
  return { blocks, modules };
}

/** The module at a path of call names. */
export function moduleAt(root: ConfigModule, names: readonly string[]): ConfigModule | null {
  let module: ConfigModule | undefined = root;
  for (const name of names) module = module?.calls.get(name);
  return module ?? null;
}

interface ModuleBody {
  readonly body: JsonObject;
  readonly path: string;
  readonly pointer: string;
  readonly depth: number;
  readonly call?: JsonObject;
}

function readModule(
  { body, path, pointer, depth, call }: ModuleBody,
  parent: ConfigModule | null,
  flaws: Flaw[],
): ConfigModule {
  const resources = new Map<string, ConfigResource>();
  const calls = new Map<string, ConfigModule>();
  const blocks = member(body, 'resources') ?? [];
  let others: ReadonlyMap<string, ConfigResource> | null = null;
  const module: ConfigModule = {
    path,
    parent,
    call,
    resources,
    others: () => (others ??= otherResources(elementsOf(blocks), module)),
    calls,
    outputs: member(body, 'outputs'),
  };
  if (!isArray(blocks)) flaws.push(flawAt(`${pointer}/resources`, blocks, 'an array'));
  elementsOf(blocks).forEach((block, i) => {
    if (concernsOthers(block)) return;
    const resource = readResource(block, module, pointerTo(`${pointer}/resources`, i), flaws);
    if (resource !== null) resources.set(resource.local, resource);
  });
  if (depth === maxDepth) return module;
  const children = member(body, 'module_calls') ?? {};
  if (!isObject(children)) flaws.push(flawAt(`${pointer}/module_calls`, children, 'an object'));
  for (const [name, childCall] of membersOf(children)) {
    const child = member(childCall, 'module') ?? {};
    const below = pointerTo(`${pointer}/module_calls`, name);
    if (!isObject(child) || !isObject(childCall)) {
      flaws.push(flawAt(below, isObject(childCall) ? child : childCall, 'an object'));
      continue;
    }
    const childPath = path === '' ? name : `${path}.${name}`;
    const inside = { body: child, path: childPath, pointer: `${below}/module`, depth: depth + 1 };
    calls.set(name, readModule({ ...inside, call: childCall }, module, flaws));
  }
  return module;
}

/** A malformed block of another service is nobody's concern here. */
function otherResources(
  blocks: readonly Json[],
  module: ConfigModule,
): ReadonlyMap<string, ConfigResource> {
  const found = blocks
    .filter(concernsOthers)
    .map((block) => readResource(block, module, '', []))
    .filter((resource) => resource !== null);
  return new Map(found.map((resource) => [resource.local, resource]));
}

function readResource(
  block: Json,
  module: ConfigModule,
  pointer: string,
  flaws: Flaw[],
): ConfigResource | null {
  const type = textMember(block, 'type');
  const name = textMember(block, 'name');
  const mode = member(block, 'mode') ?? 'managed';
  const expressions = member(block, 'expressions') ?? {};
  const provider = member(block, 'provider_config_key') ?? 'aws';
  if (
    type === null ||
    name === null ||
    typeof mode !== 'string' ||
    typeof provider !== 'string' ||
    !isObject(expressions) ||
    member(block, 'expressions') === null
  ) {
    flaws.push(flawAt(pointer, block, 'a resource block'));
    return null;
  }
  return {
    local: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
    type,
    mode,
    providerKey: provider,
    expressions,
    repetition: member(block, 'for_each_expression') ?? member(block, 'count_expression'),
    module,
  };
}

function flawAt(pointer: string, found: Json, wanted: string): Flaw {
  return { what: `${pointer}: ${typeName(found)}, where a plan has ${wanted}`, pointer };
}
