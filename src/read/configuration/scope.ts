import { callSet, passed, type CallSet } from './call-set.ts';
import type { Step } from '../../hcl/language/ast.ts';
import type { Environment, Resolved } from '../../hcl/language/environment.ts';
import { evaluate } from '../../hcl/language/evaluate.ts';
import type { Instance } from '../../hcl/language/expand.ts';
import { fileCalls } from '../../hcl/functions/files.ts';
import { bareEnvironment, variableValue } from '../../hcl/language/inputs.ts';
import { lazyMap } from '../../hcl/value/lazy.ts';
import type { ModuleSource } from './modules/module-source.ts';
import {
  implicitProvider,
  namesCredentials,
  providerPairs,
  regionOf,
  type Provider,
} from './resources/provider.ts';
import { resourceSet, type ResourceSet } from './resources/resource-set.ts';
import type { Origin, Root } from './root.ts';
import type { Block } from '../../hcl/language/source.ts';
import { resolveReference } from './resolve.ts';
import {
  fail,
  marked,
  nullVal,
  unknownVal,
  type UnknownVal,
  type Val,
} from '../../hcl/value/value.ts';
import { spend } from '../../hcl/value/work.ts';

/** A module instance: its blocks, and what references in it mean. */
export interface Scope {
  readonly root: Root;
  readonly origin: Origin;
  readonly source: ModuleSource;
  readonly existence: Existence;
  /** Where it is called; null for the entry module. */
  readonly caller: Caller | null;
  readonly resources: (key: string) => ResourceSet;
  readonly calls: (name: string) => CallSet<Scope>;
  readonly output: (name: string) => Val;
  readonly provider: (name: string) => Provider;
  readonly environment: (instance: Instance | null) => Environment;
}

/** Whether a module instance exists, and together with what. */
export interface Existence {
  readonly doubts: readonly UnknownVal[];
  readonly guards: readonly string[];
  readonly isAssumed: boolean;
}

interface Caller {
  readonly scope: Scope;
  readonly block: Block;
  readonly instance: Instance;
}

export function openScope(
  root: Root,
  directory: string,
  origin: Origin,
  caller: Caller | null,
): Scope {
  spend(root.work, 20);
  const source = root.load(directory);
  const prefix = origin.address === '' ? '' : `${origin.address}.`;
  for (const { from, to } of source.moves) root.moves.set(prefix + to, prefix + from);
  const existence = existenceOf(caller);
  const call = fileCalls({ ...root, directory: root.entry.path }, directory);
  const base = { work: root.work, call };
  const bare = bareEnvironment(base);
  const variables = lazyMap((name) =>
    variableValue(name, source.variables.get(name), () => givenValue(name, root, caller, bare), {
      prefix,
      isEntry: caller === null && root.entry.unit === undefined,
      environment: bare,
    }),
  );
  const locals = lazyMap((name): Val => {
    const argument = source.locals.get(name);
    if (argument === undefined)
      return unknownVal('unresolved-reference', `local.${name}`, `${prefix}local.${name}`);
    return evaluate(argument.expression(), environment(null));
  });
  const resources = lazyMap((key): ResourceSet => {
    const block = source.resources.get(key) ?? fail(`${key} is not declared`);
    const isDoubtful = existence.isAssumed || existence.doubts.length > 0;
    return resourceSet(block, prefix + key, { environment, provider, isDoubtful });
  });
  const open = (inner: string, at: Origin, block: Block, instance: Instance): Scope =>
    openScope(root, inner, at, { scope, block, instance });
  const calls = lazyMap((name): CallSet<Scope> => {
    const block = source.calls.get(name) ?? fail(`module.${name} is not declared`);
    const output = (inner: Scope, outputName: string): Val => inner.output(outputName);
    return callSet(name, block, {
      root,
      origin,
      directory,
      environment,
      open,
      output,
    });
  });
  const output = lazyMap((name): Val => {
    const block = source.outputs.get(name) ?? fail(`there is no output ${name}`);
    const argument = block.body.args.get('value') ?? fail(`output ${name} has no value`);
    const value = evaluate(argument.expression(), environment(null));
    const isSensitive = block.body.args.get('sensitive')?.source === 'true';
    return isSensitive ? marked(value, { t: 'null', sensitive: true }) : value;
  });
  const provider = lazyMap((name) => providerOf(name, scope, caller));
  const environment = (instance: Instance | null): Environment => ({
    ...base,
    names: new Map(),
    resolve: (name: string, path: readonly Step[]): Resolved =>
      resolveReference(name, path, {
        variables,
        locals,
        resources,
        calls,
        source,
        prefix,
        root,
        directory,
        instance,
      }),
  });
  const scope: Scope = {
    root,
    origin,
    source,
    existence,
    caller,
    resources,
    calls,
    output,
    provider,
    environment,
  };
  return scope;
}

function existenceOf(caller: Caller | null): Existence {
  if (caller === null) return { doubts: [], guards: [], isAssumed: false };
  const { scope, instance } = caller;
  const { doubts, guards, isAssumed } = scope.existence;
  return {
    doubts: instance.doubt === null ? doubts : [...doubts, instance.doubt],
    guards: instance.guard === null ? guards : [...guards, scopedGuard(scope, instance.guard)],
    isAssumed: isAssumed || instance.isAssumed,
  };
}

/** Guards are told apart by the module instance that they are written in. */
export function scopedGuard({ origin }: Scope, guard: string): string {
  return origin.address === '' ? guard : `${origin.address}: ${guard}`;
}

function givenValue(
  name: string,
  root: Root,
  caller: Caller | null,
  bare: Environment,
): Val | null {
  if (caller !== null) {
    return passed(caller.block, name, caller.scope.environment(caller.instance));
  }
  const given = root.given.get(name);
  if (given === undefined) return null;
  return 'expression' in given ? evaluate(given.expression(), bare) : given;
}

/** The module's own configuration of a provider, else the one that its caller passes or it inherits. */
function providerOf(name: string, scope: Scope, caller: Caller | null): Provider {
  const { origin, source } = scope;
  const key = origin.callPath === '' ? name : `${origin.address}:${name}`;
  const block = source.providers.get(name);
  if (block !== undefined && !(caller !== null && isProxy(block)))
    return configured(key, block, scope);
  if (caller === null) return implicitProvider(key);
  const argument = caller.block.body.args.get('providers');
  const pairs = argument === undefined ? [] : providerPairs(argument.source);
  const outer = pairs.find(([inner]) => inner === name)?.[1];
  if (outer !== undefined) return caller.scope.provider(outer);
  return name.includes('.') ? implicitProvider(key) : caller.scope.provider(name);
}

/** An empty provider block in a called module only names what the caller passes. */
function isProxy({ body }: Block): boolean {
  return (
    body.blocks.length === 0 &&
    [...body.args.keys()].every((name) => name === 'alias' || name === 'version')
  );
}

/** Configurations without credentials of their own share those of the environment, as the default one does. */
function accountOf(key: string, block: Block, { root }: Scope): string {
  const [type = ''] = block.labels;
  const standard = root.load(root.entry.path).providers.get(type);
  const isOwn = [block, ...(standard === undefined ? [] : [standard])].some(({ body }) =>
    namesCredentials(body),
  );
  return isOwn ? key : type;
}

function configured(key: string, block: Block, scope: Scope): Provider {
  const region = block.body.args.get('region');
  const defaults = block.body.blocks.find(({ type }) => type === 'default_tags');
  const tags = defaults?.body.args.get('tags');
  return {
    key,
    account: accountOf(key, block, scope),
    at: block.at,
    tags: () =>
      tags === undefined ? nullVal : evaluate(tags.expression(), scope.environment(null)),
    region: () =>
      region === undefined ? regionOf(key) : evaluate(region.expression(), scope.environment(null)),
  };
}
