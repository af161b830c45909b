import type { Block, Body } from '../language/source.ts';

/** Nested blocks whose arguments are merged one by one; others replace all blocks of their type. */
const mergedByArgument: ReadonlySet<string> = new Set(['lifecycle', 'connection']);

/** The body that Terraform makes of a block and one that overrides it. */
export function mergeBodies(base: Body, over: Body): Body {
  const replaced = new Set(over.blocks.map(kindOf));
  const kept = base.blocks.filter((block) => !replaced.has(kindOf(block)));
  const added = over.blocks.map((block) => mergeBlock(base, block));
  return { args: mergeArguments(base, over), blocks: [...kept, ...added] };
}

function mergeArguments(base: Body, over: Body): Body['args'] {
  const args = new Map([...base.args, ...over.args]);
  if (over.args.has('count')) args.delete('for_each');
  if (over.args.has('for_each')) args.delete('count');
  return args;
}

function mergeBlock(base: Body, block: Block): Block {
  const before = base.blocks.find(({ type }) => type === block.type);
  if (before === undefined || !mergedByArgument.has(block.type)) return block;
  return { ...block, body: mergeBodies(before.body, block.body) };
}

/** A dynamic block stands for blocks of the type that it is labelled with. */
function kindOf({ type, labels }: Block): string {
  return type === 'dynamic' ? (labels[0] ?? '') : type;
}
