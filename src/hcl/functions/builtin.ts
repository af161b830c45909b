import { asText } from '../value/convert.ts';
import { fail, type Val } from '../value/value.ts';

/** Counts work done, in steps of the evaluation, and ends it where it is too much. */
export type Spend = (steps: number) => void;

/**
 * A built-in function. `pure` ones are called with wholly known arguments only, `shallow` ones look at the
 * outermost level, `raw` ones take whatever there is.
 */
export interface Builtin {
  readonly mode: 'pure' | 'shallow' | 'raw';
  readonly run: (args: readonly Val[], spend: Spend) => Val;
}

export type Builtins = Readonly<Record<string, Builtin>>;

export const pure = (run: Builtin['run']): Builtin => ({ mode: 'pure', run });
export const shallow = (run: Builtin['run']): Builtin => ({ mode: 'shallow', run });
export const raw = (run: Builtin['run']): Builtin => ({ mode: 'raw', run });

/** The argument at a position. */
export function arg(args: readonly Val[], i: number): Val {
  return args[i] ?? fail(`argument ${i + 1} is missing`);
}

/** The text of the argument at a position. */
export function textArg(args: readonly Val[], i: number): string {
  return asText(arg(args, i));
}
