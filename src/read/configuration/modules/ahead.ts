import { touchesKms } from '../call-set.ts';
import type { ModuleSource } from './module-source.ts';
import type { Argument, Block, Body } from '../../../hcl/language/source.ts';

const reference = /\b(data\.)?([A-Za-z][\w-]*)\.([A-Za-z_][\w-]*)/g;

/**
 * Lets the parser begin on the arguments of the blocks that concern KMS and of all that they refer to, so that it
 * works while the first of them are evaluated. Nothing depends on which ones these are.
 */
export function askAhead(source: ModuleSource): void {
  const seen = new Set<unknown>();
  const take = (key: string): void => {
    const [kind = '', name = ''] = key.split('.');
    const found = kind === 'local' ? source.locals.get(name) : null;
    if (kind === 'var') takeBlock(source.variables.get(name));
    else if (found === null) takeBlock(source.resources.get(key));
    else if (found !== undefined) takeArgument(found);
  };
  const takeArgument = (argument: Argument): void => {
    if (seen.has(argument)) return;
    seen.add(argument);
    argument.askAhead();
    for (const [key] of argument.source.matchAll(reference)) take(key);
  };
  const takeBlock = (block: Block | undefined): void => {
    if (block === undefined || seen.has(block)) return;
    seen.add(block);
    argumentsOf(block.body).forEach(takeArgument);
  };
  for (const block of source.resources.values()) {
    if (touchesKms(block.labels[0] ?? '')) takeBlock(block);
  }
}

function argumentsOf({ args, blocks }: Body): readonly Argument[] {
  return [...args.values(), ...blocks.flatMap(({ body }) => argumentsOf(body))];
}
