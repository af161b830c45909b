import type { Environment } from '../../../hcl/language/environment.ts';
import { evaluate } from '../../../hcl/language/evaluate.ts';
import { expand, type Expansion, type Instance } from '../../../hcl/language/expand.ts';
import { nestedBlocks, nestedTypes } from '../../../hcl/language/body.ts';
import { lazyMap } from '../../../hcl/value/lazy.ts';
import { renderPolicyDocument, UndecidedDocument } from './policy-document.ts';
import { identityAttribute, providerName, type Provider } from './provider.ts';
import type { Block } from '../../../hcl/language/source.ts';
import { derive, distinctBranches } from '../../../hcl/value/symbol.ts';
import {
  list,
  nullVal,
  object,
  unknownVal,
  type HandleVal,
  type UnknownVal,
  type Val,
} from '../../../hcl/value/value.ts';

/** An instance of a resource or data source. */
export interface ResourceInstance {
  readonly address: string;
  readonly instance: Instance;
  readonly block: Block;
  readonly provider: Provider;
  /** What an argument is configured to be; null where it is absent. */
  readonly configured: (name: string) => Val | null;
  /** What a reference to an attribute means. */
  readonly handle: HandleVal;
}

export interface ResourceSet {
  readonly instances: readonly ResourceInstance[];
  /** What a reference to the resource means. */
  readonly value: Val;
}

/** What a resource needs of the module instance that it stands in. */
export interface Home {
  readonly environment: (instance: Instance | null) => Environment;
  readonly provider: (name: string) => Provider;
  /** Whether only a default, or nothing at all, says that the module instance exists. */
  readonly isDoubtful: boolean;
}

/** The instances of a resource block; `address` is without an instance key. */
export function resourceSet(block: Block, address: string, home: Home): ResourceSet {
  const expansion = expand(block, (argument) =>
    evaluate(argument.expression(), home.environment(null)),
  );
  const instances = expansion.instances.map((i) => openInstance(block, address, i, home));
  const handles = instances.map(({ handle, instance }) => [instance, handle] as const);
  return { instances, value: collect(expansion, handles) };
}

/** What Terraform itself reads in a resource block. */
const metaArguments: ReadonlySet<string> = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
]);

/** Instances as a reference to their block sees them. */
export function collect(
  { shape, isOpen, instances }: Expansion,
  handles: readonly (readonly [Instance, Val])[],
): Val {
  const [first] = handles;
  if (shape === 'single') return first?.[1] ?? nullVal;
  const doubt = instances.find((instance) => instance.doubt !== null)?.doubt;
  if (isOpen && doubt !== null && doubt !== undefined)
    return openCollection(instances, doubt, handles);
  if (shape === 'list') return list(handles.map(([, handle]) => handle));
  return object(new Map(handles.map(([{ index }, handle]) => [String(index), handle])));
}

function openCollection(
  instances: readonly Instance[],
  doubt: UnknownVal,
  handles: readonly (readonly [Instance, Val])[],
): UnknownVal {
  const { guard } = instances.find((instance) => instance.doubt !== null) ?? {};
  const values = handles.map(([, handle]) => handle);
  const refs = distinctBranches(values.flatMap((v) => (v.t === 'handle' ? v.refs : [])));
  const { reason, what } = doubt;
  const symbol = guard === null || guard === undefined ? {} : { symbol: guard };
  const element = values.at(-1);
  const all = { t: 'unknown', reason, what, ...symbol, refs, complete: refs.length > 0 } as const;
  return element === undefined ? all : { ...all, element };
}

function openInstance(
  block: Block,
  base: string,
  instance: Instance,
  home: Home,
): ResourceInstance {
  const address = base + instance.key;
  const [type = ''] = block.labels;
  const { args, blocks } = block.body;
  const environment = home.environment(instance);
  const provider = home.provider(providerName(type, args.get('provider')?.source));
  const nested = nestedTypes(block.body);
  const ignored = ignoredChanges(block);
  const isSure = instance.doubt === null && !instance.isAssumed && !home.isDoubtful;
  const refs = [{ identities: [address] }];
  const configured = lazyMap((name): Val | null => {
    const argument = args.get(name);
    if (metaArguments.has(name)) return null;
    if (ignored === 'all' || ignored.has(name)) {
      return unknownVal('ignored-changes', `${address}.${name}`, `${address}.${name}`);
    }
    if (argument !== undefined) return evaluate(argument.expression(), environment);
    if (!nested.has(name)) return null;
    return nestedBlocks({ args, blocks }, name, environment);
  });
  const computed = (name: string): UnknownVal => {
    const symbol = `${address}.${name}`;
    const isText = /(?:^|_)(?:id|arn|name|url|json)$/.test(name) ? { text: true as const } : {};
    const sure = isSure ? { sure: true as const } : {};
    const what = symbol;
    return {
      t: 'unknown',
      reason: 'unresolved-reference',
      what,
      symbol,
      refs,
      complete: true,
      ...isText,
      ...sure,
    };
  };
  const attribute = lazyMap((name): Val => {
    if (block.type === 'data') {
      const special = dataAttribute(
        type,
        name,
        block,
        environment,
        providerFor(provider, configured),
        computed,
      );
      if (special !== null) return special;
    }
    const value = configured(name);
    return value === null || value.t === 'null' ? computed(name) : value;
  });
  const handle: HandleVal = { t: 'handle', symbol: address, refs, attribute };
  return { address, instance, block, provider, configured, handle };
}

/** The provider with the Region that an argument of its own gives to a data source. */
function providerFor(provider: Provider, configured: (name: string) => Val | null): Provider {
  return { ...provider, region: () => configured('region') ?? provider.region() };
}

function dataAttribute(
  type: string,
  name: string,
  { body }: Block,
  environment: Environment,
  provider: Provider,
  computed: (name: string) => UnknownVal,
): Val | null {
  if (type !== 'aws_iam_policy_document') return identityAttribute(type, name, provider);
  if (name !== 'json' && name !== 'minified_json') return null;
  try {
    return renderPolicyDocument(body, environment, name === 'json' ? 2 : 0);
  } catch (error) {
    if (!(error instanceof UndecidedDocument)) throw error;
    const { reason, what } = derive(() => '', [error.unknown]);
    return { ...computed(name), reason, what, text: true };
  }
}

/** Arguments that may differ from what is written, once the resource exists. */
function ignoredChanges({ body, type }: Block): ReadonlySet<string> | 'all' {
  const lifecycle = type === 'data' ? undefined : body.blocks.find((b) => b.type === 'lifecycle');
  const source = lifecycle?.body.args.get('ignore_changes')?.source ?? '';
  const names = source.replaceAll(/#.*|\/\/.*/g, '').match(/[A-Za-z_]\w*/g) ?? [];
  if (names.length === 1 && names[0] === 'all' && !source.includes('[')) return 'all';
  return new Set(names);
}
