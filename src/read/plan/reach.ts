import { joinAddress, splitAddress } from '../input/address.ts';
import { elementsOf, isArray, isObject, member, membersOf } from '../input/json.ts';
import { relevantTypes, type Json, type Reach } from '../input/resource.ts';
import { modulesOf, type ConfigModule, type ConfigResource } from './configuration.ts';
import { outermost } from './references.ts';

/**
 * Data sources that look nothing up but what their arguments say, or what is the account's or provider's own. Any other
 * may find an object that is declared elsewhere.
 */
const selfContained: ReadonlySet<string> = new Set([
  'aws_arn',
  'aws_availability_zones',
  'aws_caller_identity',
  'aws_default_tags',
  'aws_iam_policy_document',
  'aws_partition',
  'aws_region',
  'aws_service_principal',
]);

interface Walk {
  readonly blocks: Set<string>;
  readonly visited: Set<string>;
}

/**
 * Which blocks an expression can have its value from, also where a local, whose expression no plan tells, stands in
 * between: a local sees its own module alone, with what the caller passes and what its calls give back.
 */
export function reachOf(
  expression: Json | undefined,
  block: Pick<ConfigResource, 'module' | 'repetition'>,
): Reach {
  const walk: Walk = { blocks: new Set(), visited: new Set() };
  const { module, repetition } = block;
  const isBounded = [expression, repetition].every((e) => through(e, module, walk));
  // What comes from nowhere was not understood.
  return isBounded && walk.blocks.size > 0 ? walk.blocks : null;
}

/** Follows all references below an expression, of nested blocks too; false where they may lead anywhere. */
function through(expression: Json | undefined, module: ConfigModule, walk: Walk): boolean {
  if (isArray(expression)) return expression.every((part) => through(part, module, walk));
  if (!isObject(expression)) return true;
  if (isArray(expression['references'])) {
    const isRead = elementsOf(expression['references']).every((r) => typeof r === 'string');
    return isRead && outermost(expression).every((r) => throughOne(r, module, walk));
  }
  return membersOf(expression).every(([, part]) => through(part, module, walk));
}

function throughOne(reference: string, module: ConfigModule, walk: Walk): boolean {
  const [head = '', name = ''] = reference.split(/[.[]/, 2);
  const node = ['local', 'self'].includes(head) ? head : reference;
  const visit = `${module.path} ${node}`;
  // What each stands for is followed with the block or call that repeats.
  if (['count', 'each', 'path', 'terraform'].includes(head) || walk.visited.has(visit)) return true;
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

function throughArgument(name: string, { parent, call }: ConfigModule, walk: Walk): boolean {
  if (parent === null) return true;
  const argument = member(member(call, 'expressions'), name);
  return [argument, ...repetitionsOf(call)].every((e) => through(e, parent, walk));
}

function repetitionsOf(call: ConfigModule['call']): readonly (Json | undefined)[] {
  return [member(call, 'for_each_expression'), member(call, 'count_expression')];
}

function throughOutput(reference: string, module: ConfigModule, walk: Walk): boolean {
  const { steps, rest } = splitAddress(reference);
  const child = module.calls.get(steps[0]?.name ?? '');
  if (child === undefined) return false;
  const name = /^[^.[]*/.exec(rest)?.[0] ?? '';
  const outputs = membersOf(child.outputs).filter(([own]) => name === '' || own === name);
  return (
    outputs.length > 0 &&
    outputs.every(([, output]) => through(member(output, 'expression'), child, walk)) &&
    repetitionsOf(child.call).every((e) => through(e, module, walk))
  );
}

function throughBlock(reference: string, module: ConfigModule, walk: Walk): boolean {
  const local = /^(?:data\.)?[^.[]+\.[^.[]+/.exec(reference)?.[0];
  const block =
    local === undefined ? undefined : (module.resources.get(local) ?? module.others().get(local));
  return block !== undefined && enter(block, walk) && through(block.expressions, module, walk);
}

/** Takes a block in; its repetition decides which instances there are, and what `each` stands for. */
function enter(block: ConfigResource, walk: Walk): boolean {
  const { module, local, type, mode, repetition } = block;
  const isBounded = mode === 'data' ? selfContained.has(type) : true;
  if (mode !== 'data' && relevantTypes.has(type)) walk.blocks.add(addressOf(module, local));
  return isBounded && through(repetition, module, walk);
}

/** Everything that stands in a module and below it, and all that its caller passes. */
function throughAll(top: ConfigModule, walk: Walk): boolean {
  const names = Object.keys(member(top.call, 'expressions') ?? {});
  const isBounded = names.every((name) => throughOne(`var.${name}`, top, walk));
  return (
    isBounded &&
    [...modulesOf(top)].every((module) =>
      [...module.resources.values(), ...module.others().values()].every((block) =>
        enter(block, walk),
      ),
    )
  );
}

function addressOf({ path }: ConfigModule, local: string): string {
  return joinAddress(path === '' ? '' : `module.${path.replaceAll('.', '.module.')}`, local);
}
