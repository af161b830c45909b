import type { Step } from '../../hcl/language/ast.ts';
import type { Resolved } from '../../hcl/language/environment.ts';
import type { Instance } from '../../hcl/language/expand.ts';
import { fail, unknownVal, type Val } from '../../hcl/value/value.ts';

/** What a component can refer to. */
export interface Reachable {
  readonly variables: (name: string) => Val;
  readonly local: (name: string) => Val;
  readonly instance: Instance | null;
}

/** What a reference in a component means; other components, providers and stores are known once the stack runs. */
export function resolveInStack(
  name: string,
  path: readonly Step[],
  { variables, local, instance }: Reachable,
): Resolved {
  const [first = '', ...rest] = path;
  const word = String(first);
  switch (name) {
    case 'var':
      return { value: variables(word), rest };
    case 'local':
      return { value: local(word), rest };
    case 'each': {
      const found = [...(instance?.names ?? [])].find(([key]) => key === `each.${word}`);
      return { value: found?.[1] ?? fail(`each.${word} has no meaning here`), rest };
    }
    default: {
      const what = [name, ...path].join('.');
      return { value: unknownVal('declared-elsewhere', what, what), rest: [] };
    }
  }
}
