import { unknown, type Unknown } from '../../../model/value.ts';
import { keyTypes, type Resource } from '../../input/resource.ts';
import { settle } from './attribute.ts';
import type { Scope } from '../scope.ts';
import { unknownsIn } from '../../../hcl/value/value.ts';

/**
 * Marks the keys that leave, by an output, a module which nobody in the input calls: its caller may give them
 * an alias. A root module has no caller.
 */
export function withExits(resources: readonly Resource[], entry: Scope): readonly Resource[] {
  if (entry.root.entry.isRoot || !resources.some(isKey)) return resources;
  const exits = exitsOf(entry);
  return resources.map((resource) => {
    const exit = isKey(resource) ? exits.get(resource.identity) : undefined;
    return exit === undefined ? resource : { ...resource, exit };
  });
}

function isKey({ mode, type }: Resource): boolean {
  return mode === 'managed' && keyTypes.has(type);
}

function exitsOf({ source, output }: Scope): ReadonlyMap<string, Unknown> {
  const found = new Map<string, Unknown>();
  for (const [name, block] of source.outputs) {
    const exit = unknown('unset-variable', `output.${name}`, block.at);
    for (const { refs } of unknownsIn([settle(() => output(name))])) {
      for (const identity of refs.flatMap(({ identities }) => identities))
        found.set(identity, exit);
    }
  }
  return found;
}
