import type { Expr, Step } from './ast.ts';
import type { Val } from '../value/value.ts';
import type { Work } from '../value/work.ts';

/** Where an expression stands. */
export interface Environment {
  readonly work: Work;
  /** Names that `for` binds. */
  readonly names: ReadonlyMap<string, Val>;
  /** The element of the splat around. */
  readonly element?: Val;
  /** What a reference means, and the steps that are left to take. */
  readonly resolve: (root: string, path: readonly Step[]) => Resolved;
  readonly call: (name: string, args: readonly Val[]) => Val;
}

export interface Resolved {
  readonly value: Val;
  readonly rest: readonly Step[];
}

export type Evaluate = (expr: Expr, env: Environment) => Val;
