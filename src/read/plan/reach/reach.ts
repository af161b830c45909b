import { joinAddress, splitAddress } from '../../input/address.ts';
import { elementsOf, isArray, isObject, member, membersOf } from '../../input/json.ts';
import type { Json } from '../../input/resource.ts';
import { modulesOf, type ConfigModule, type ConfigResource } from '../configuration.ts';
import { outermost } from './references.ts';

/** What an expression can have its value from. */
export interface Reach {
  /** Blocks of the configuration by their address without instance keys. */
  readonly blocks: ReadonlyMap<string, ConfigResource>;
  /** False where it may lead to anything besides. */
  readonly isBounded: boolean;
}

/** Where an expression stands: in a module, and in a block or call that may repeat. */
export type Scope = Pick<ConfigResource, 'module' | 'repetition'>;

interface Walk {
  readonly blocks: Map<string, ConfigResource>;
  readonly visited: Set<string>;
  readonly isTaken: (block: string) => boolean;
}

/**
 * Finds reaches, each once: whatever has the same references in one module has the same reach.
 * @param isTaken which blocks count, by their address without instance keys
 */
export function reachFinder(
  isTaken: (block: string) => boolean,
): (expression: Json | undefined, scope: Scope) => Reach {
  const found = new Map<string, Reach>();
  return (expression, scope) => {
    const name = nameOf(expression, scope.module);
    if (name === null) return reachOf(expression, scope, isTaken);
    const reach = found.get(name) ?? reachOf(expression, scope, isTaken);
    found.set(name, reach);
    return reach;
  };
}

/** What it refers to, all locals being one; null where its block's repetition counts, and where blocks are nested in it. */
function nameOf(expression: Json | undefined, { path }: ConfigModule): string | null {
  const references = member(expression, 'references');
  if (!isArray(references)) return null;
  const heads = references.map((r) =>
    typeof r === 'string' ? r.replace(/^local\b.*/s, 'local') : r,
  );
  if (heads.some((r) => typeof r !== 'string' || /^(?:each|count|self)\b/.test(r))) return null;
  return JSON.stringify([path, ...new Set(heads)]);
}

/**
 * Follows all references below an expression, through calls, outputs and the arguments of what it refers to. A local, whose
 * expression no plan tells, sees its own module, what the caller passes and what its calls give back.
 */
function reachOf(
  expression: Json | undefined,
  scope: Scope,
  isTaken: (block: string) => boolean,
): Reach {
  const walk: Walk = { blocks: new Map(), visited: new Set(), isTaken };
  const isBounded = through(expression, scope, walk);
  return { blocks: walk.blocks, isBounded };
}

/** A block's address without instance keys. */
function addressOf({ module: { path }, local }: ConfigResource): string {
  return joinAddress(path === '' ? '' : `module.${path.replaceAll('.', '.module.')}`, local);
}

/** Nested blocks too; false where a reference may lead anywhere. */
function through(expression: Json | undefined, scope: Scope, walk: Walk): boolean {
  if (isArray(expression)) return expression.every((part) => through(part, scope, walk));
  if (!isObject(expression)) return true;
  if (isArray(expression['references'])) {
    const isRead = elementsOf(expression['references']).every((r) => typeof r === 'string');
    return isRead && outermost(expression).every((r) => throughOne(r, scope, walk));
  }
  return membersOf(expression).every(([, part]) => through(part, scope, walk));
}

function throughOne(reference: string, { module, repetition }: Scope, walk: Walk): boolean {
  const [head = '', name = ''] = reference.split(/[.[]/, 2);
  if (head === 'path' || head === 'terraform') return true;
  if (head === 'count' || head === 'each') {
    return through(repetition, { module, repetition: undefined }, walk);
  }
  const visit = `${module.path} ${head === 'local' || head === 'self' ? head : reference}`;
  if (walk.visited.has(visit)) return true;
  walk.visited.add(visit);
  switch (head) {
    case 'var':
      return throughArgument(name, module, walk);
    case 'local':
    case 'self':
      return throughAll(module, walk);
    case 'module':
      return throughOutput(reference, module, walk);
    default:
      return throughBlock(reference, module, walk);
  }
}

/** A root variable's value is known to the plan, and so is a default. */
function throughArgument(name: string, { parent, call }: ConfigModule, walk: Walk): boolean {
  if (parent === null) return true;
  const argument = member(member(call, 'expressions'), name);
  return through(argument, { module: parent, repetition: repetitionOf(call) }, walk);
}

function repetitionOf(call: ConfigModule['call']): Json | undefined {
  return member(call, 'for_each_expression') ?? member(call, 'count_expression');
}

function throughOutput(reference: string, module: ConfigModule, walk: Walk): boolean {
  const { steps, rest } = splitAddress(reference);
  const child = module.calls.get(steps[0]?.name ?? '');
  if (child === undefined) return false;
  const name = /^[^.[]*/.exec(rest)?.[0] ?? '';
  const outputs = membersOf(child.outputs).filter(([own]) => name === '' || own === name);
  const inside = { module: child, repetition: undefined };
  return (
    outputs.length > 0 &&
    outputs.every(([, output]) => through(member(output, 'expression'), inside, walk)) &&
    through(repetitionOf(child.call), { module, repetition: undefined }, walk)
  );
}

function throughBlock(reference: string, module: ConfigModule, walk: Walk): boolean {
  const local = /^(?:data\.)?[^.[]+\.[^.[]+/.exec(reference)?.[0] ?? '';
  const block = module.resources.get(local) ?? module.others().get(local);
  return block !== undefined && enter(block, walk) && through(block.expressions, block, walk);
}

/** Takes a block in; its repetition decides which instances there are. */
function enter(block: ConfigResource, walk: Walk): boolean {
  const address = addressOf(block);
  if (walk.isTaken(address)) walk.blocks.set(address, block);
  return through(block.repetition, { module: block.module, repetition: undefined }, walk);
}

/** Everything that stands in a module and below it, and all that its caller passes. */
function throughAll(top: ConfigModule, walk: Walk): boolean {
  const names = Object.keys(member(top.call, 'expressions') ?? {});
  const scope = { module: top, repetition: undefined };
  return (
    names.every((name) => throughOne(`var.${name}`, scope, walk)) &&
    [...modulesOf(top)].every((module) =>
      [...module.resources.values(), ...module.others().values()].every((b) => enter(b, walk)),
    )
  );
}
