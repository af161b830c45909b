import type { Omitted, Passed, SourceLocation } from '../../../model/location.ts';
import type { Argument } from '../../../hcl/language/source.ts';
import type { Scope } from '../scope.ts';

/** The place of an argument, with the call that passes the value where it takes one over, or could. */
export function placeWithCall(argument: Argument, scope: Scope): SourceLocation {
  const passed = passedTo(argument, scope);
  if (passed !== null) return { ...argument.at, passed };
  const omitted = omittedFor(argument, scope);
  return omitted === null ? argument.at : { ...argument.at, omitted };
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
    const isWhole = variableIn(source) === name;
    const outer = passedTo(argument, scope);
    if (outer === null) return { call, at: argument.at, ...(isWhole ? { unchanged: 1 } : {}) };
    const { unchanged, ...further } = outer;
    const counted = isWhole && unchanged !== undefined ? { unchanged: unchanged + 1 } : {};
    return { ...further, ...counted };
  }
  return null;
}

function omittedFor({ source }: Argument, { caller }: Scope): Omitted | null {
  const variable = variableIn(source);
  if (caller === null || variable === null || caller.block.body.args.has(variable)) return null;
  return { variable, call: caller.block.at };
}

/** The variable that an expression hands on as it is. */
function variableIn(source: string): string | null {
  return /^var\.([\p{ID_Start}_][\p{ID_Continue}-]*)$/u.exec(source)?.[1] ?? null;
}
