import { join } from 'node:path';
import type { Environment } from '../../hcl/language/environment.ts';
import { isLocal, namesKms } from './modules/entries.ts';
import { evaluate } from '../../hcl/language/evaluate.ts';
import { expand, type Instance } from '../../hcl/language/expand.ts';
import { collect } from './resources/resource-set.ts';
import type { Origin, Root } from './root.ts';
import type { Block } from '../../hcl/language/source.ts';
import { unknownVal, type HandleVal, type Val } from '../../hcl/value/value.ts';

/** A module call: the instances it makes, or none where its source was not read. */
export interface CallSet<S> {
  readonly scopes: readonly { readonly instance: Instance; readonly scope: S }[];
  readonly value: Val;
}

interface Caller<S> {
  readonly root: Root;
  readonly origin: Origin;
  readonly directory: string;
  readonly environment: (instance: Instance | null) => Environment;
  readonly open: (directory: string, origin: Origin, block: Block, instance: Instance) => S;
  readonly output: (scope: S, name: string) => Val;
  /** Whether a KMS resource is identified by an output of the module. */
  readonly isTargeted: (name: string) => boolean;
}

const maxNesting = 24;

/** Opens the module instances that a call makes. */
export function callSet<S>(name: string, block: Block, caller: Caller<S>): CallSet<S> {
  const { origin, root } = caller;
  const callPath = origin.callPath === '' ? name : `${origin.callPath}.${name}`;
  const base = origin.address === '' ? `module.${name}` : `${origin.address}.module.${name}`;
  const directory = locate(block, callPath, caller);
  if (directory === null) return unresolved(base, block, root, callPath, caller.isTargeted(name));
  const around = [...origin.around, caller.directory];
  if (around.includes(directory) || around.length > maxNesting) {
    root.note({ reason: 'evaluation-limit', what: `module.${name} calls itself`, at: block.at });
    return {
      scopes: [],
      value: unknownVal('evaluation-limit', `module.${name} calls itself`, base),
    };
  }
  const expansion = expand(block, (argument) =>
    evaluate(argument.expression(), caller.environment(null)),
  );
  const scopes = expansion.instances.map((instance) => {
    const inner = { address: base + instance.key, callPath, around };
    return { instance, scope: caller.open(directory, inner, block, instance) };
  });
  const handles = scopes.map(({ instance, scope }) => {
    const attribute = (output: string): Val => caller.output(scope, output);
    const handle: HandleVal = { t: 'handle', symbol: base + instance.key, refs: [], attribute };
    return [instance, handle] as const;
  });
  return { scopes, value: collect(expansion, handles) };
}

/** The directory of a local or installed module; null where it was not read. */
function locate(
  block: Block,
  callPath: string,
  { root, directory }: Pick<Caller<never>, 'root' | 'directory'>,
): string | null {
  const source = sourceOf(block);
  if (isLocal(source)) return root.sandbox.directory(join(directory, source));
  return root.installed.get(callPath) ?? null;
}

export function sourceOf(block: Block): string {
  const written = block.body.args.get('source')?.source ?? '';
  return /^"(.*)"$/s.exec(written)?.[1] ?? written;
}

function unresolved<S>(
  base: string,
  block: Block,
  root: Root,
  callPath: string,
  isTargeted: boolean,
): CallSet<S> {
  const source = sourceOf(block);
  const remedy = isLocal(source)
    ? 'it lies outside the repository or does not exist'
    : 'run `terraform init` to install it';
  const mentions = [...block.body.args.values()].some(({ source: text }) => touchesKms(text));
  if (namesKms(source) || mentions || isTargeted) {
    const what = `module.${callPath} (${source}) was not read; ${remedy}`;
    root.note({ reason: 'unresolved-module', what, at: block.at });
  }
  const attribute = (output: string): Val => {
    const symbol = `${base}.${output}`;
    return unknownVal('unresolved-module', symbol, symbol);
  };
  const handle: HandleVal = { t: 'handle', symbol: base, refs: [], attribute };
  if (!block.body.args.has('count') && !block.body.args.has('for_each'))
    return { scopes: [], value: handle };
  const unknown = unknownVal('unresolved-module', base, base);
  return { scopes: [], value: { ...unknown, element: handle } };
}

export function touchesKms(source: string): boolean {
  return /\b(?:aws|awscc)_(?:kms|cloudhsm)/.test(source);
}

/** What the call passes for a variable; null where it passes nothing. */
export function passed(block: Block, name: string, environment: Environment): Val | null {
  const argument = block.body.args.get(name);
  if (argument === undefined) return null;
  return evaluate(argument.expression(), environment);
}
