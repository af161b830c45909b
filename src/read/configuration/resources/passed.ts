import type { Passed, SourceLocation } from '../../../model/location.ts';
import type { Argument } from '../../../hcl/language/source.ts';
import type { Scope } from '../scope.ts';

/** The place of an argument, with the call that passes the value where it takes one over. */
export function placeWithCall(argument: Argument, scope: Scope): SourceLocation {
  const passed = passedTo(argument, scope);
  return passed === null ? argument.at : { ...argument.at, passed };
}

/** The outermost call that passes the first variable of an expression; null where none does. */
function passedTo({ source }: Argument, { caller }: Scope): Passed | null {
  if (caller === null) return null;
  for (const [, name = ''] of source.matchAll(/\bvar\.([\p{ID_Start}_][\p{ID_Continue}-]*)/gu)) {
    const argument = caller.block.body.args.get(name);
    if (argument === undefined) continue;
    const { scope } = caller;
    const [label = ''] = caller.block.labels;
    const call =
      scope.origin.address === '' ? `module.${label}` : `${scope.origin.address}.module.${label}`;
    return passedTo(argument, scope) ?? { call, at: argument.at };
  }
  return null;
}
