import type { Environment } from '../../hcl/language/environment.ts';
import { unquoted } from './modules/calls.ts';
import { moduleDirectory, unreadModule } from './modules/unread.ts';
import { evaluate } from '../../hcl/language/evaluate.ts';
import { expand, type Expansion, type Instance } from '../../hcl/language/expand.ts';
import { settle } from './resources/attribute.ts';
import { collect } from './resources/resource-set.ts';
import type { Origin, Root } from './root.ts';
import type { Block } from '../../hcl/language/source.ts';
import { unknownsIn, unknownVal, type HandleVal, type Val } from '../../hcl/value/value.ts';

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
}

const maxNesting = 24;

/** Opens the module instances that a call makes. */
export function callSet<S>(name: string, block: Block, caller: Caller<S>): CallSet<S> {
  const { origin, root } = caller;
  const callPath = origin.callPath === '' ? name : `${origin.callPath}.${name}`;
  const base = origin.address === '' ? `module.${name}` : `${origin.address}.module.${name}`;
  const expansion = expand(block, (argument) =>
    evaluate(argument.expression(), caller.environment(null)),
  );
  const source = sourceOf(block);
  const directory = moduleDirectory(source, callPath, caller.directory, root);
  if (directory === null) return unread(base, callPath, block, expansion, caller);
  const around = [...origin.around, caller.directory];
  if (around.includes(directory) || around.length > maxNesting) {
    root.note({ reason: 'evaluation-limit', what: `module.${name} calls itself`, at: block.at });
    return {
      scopes: [],
      value: unknownVal('evaluation-limit', `module.${name} calls itself`, base),
    };
  }
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

export function sourceOf(block: Block): string {
  return unquoted(block.body.args.get('source')?.source ?? '');
}

/** A module that is not at hand: told, with the objects of which it may hold something, unless no instance of it is made. */
function unread<S>(
  base: string,
  callPath: string,
  block: Block,
  expansion: Expansion,
  { root, directory, environment }: Caller<S>,
): CallSet<S> {
  if (expansion.instances.length > 0) {
    const version = block.body.args.get('version')?.source;
    const written = {
      callPath,
      source: sourceOf(block),
      version: version === undefined ? null : unquoted(version),
      at: block.at,
    };
    root.noteUnread(unreadModule(written, directory, root.sandbox), () => {
      const reaches = expansion.instances.map((instance) => passedOn(block, environment(instance)));
      return reaches.includes(null) ? null : reaches.flatMap((found) => found ?? []);
    });
  }
  const attribute = (output: string): Val => {
    const symbol = `${base}.${output}`;
    return unknownVal('unresolved-module', symbol, symbol);
  };
  const handle: HandleVal = { t: 'handle', symbol: base, refs: [], attribute };
  if (expansion.shape === 'single' && expansion.instances.length > 0)
    return { scopes: [], value: handle };
  const unknown = unknownVal('unresolved-module', base, base);
  return { scopes: [], value: { ...unknown, element: handle } };
}

/** The objects to which the arguments of a call lead; null where that cannot be told. */
function passedOn(block: Block, environment: Environment): readonly string[] | null {
  const unknowns = unknownsIn(passedValues(block, environment));
  if (unknowns.some(({ reason, refs }) => refs.length === 0 && blind.has(reason))) return null;
  return unknowns.flatMap(({ refs }) => refs.flatMap(({ identities }) => identities));
}

/** What a call passes to its module. */
export function passedValues({ body }: Block, environment: Environment): readonly Val[] {
  return [...body.args]
    .filter(([name]) => !ownArguments.has(name))
    .map(([, argument]) => settle(() => evaluate(argument.expression(), environment)));
}

/** Arguments of a call that Terraform itself reads. */
const ownArguments: ReadonlySet<string> = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'depends_on',
]);

/** Why an argument may be anything. */
const blind: ReadonlySet<string> = new Set(['evaluation-limit', 'unsupported-function']);

export function touchesKms(source: string): boolean {
  return /\b(?:aws|awscc)_(?:kms|cloudhsm)/.test(source);
}

/** What the call passes for a variable; null where it passes nothing. */
export function passed(block: Block, name: string, environment: Environment): Val | null {
  const argument = block.body.args.get(name);
  if (argument === undefined) return null;
  return evaluate(argument.expression(), environment);
}
