import type { Branch } from '../../model/branch.ts';
import { EvaluationError, LimitError, type Val } from '../value/value.ts';
import type { Expr } from './ast.ts';
import type { Environment } from './environment.ts';

/** Whether a condition is one for all instances: what depends on `each`, `count` or a `for` only sorts them. */
export function isSwitch(test: Expr, { names }: Environment): boolean {
  return !refersTo(test, (root) => root === 'each' || root === 'count' || names.has(root));
}

/** What never leads to a resource. */
const plainRoots: ReadonlySet<string> = new Set(['each', 'count', 'path', 'terraform', 'var']);

/** Whether an expression may refer to a resource. */
export function mayRefer(expr: Expr): boolean {
  return refersTo(expr, (root) => !plainRoots.has(root));
}

function refersTo(expr: Expr, isMeant: (root: string) => boolean): boolean {
  const inside = (inner: Expr): boolean => refersTo(inner, isMeant);
  switch (expr.e) {
    case 'literal':
      return false;
    case 'element':
      return true;
    case 'reference':
      return isMeant(expr.root);
    case 'template':
      return expr.parts.some(inside);
    case 'access':
      return inside(expr.from);
    case 'index':
      return inside(expr.from) || inside(expr.key);
    case 'splat':
      return inside(expr.from);
    case 'operation':
      return expr.operands.some(inside);
    case 'conditional':
      return [expr.test, expr.yes, expr.no].some(inside);
    case 'for':
      return [expr.over, expr.value, expr.key, expr.test].some((e) => e !== null && inside(e));
    case 'concatenation':
      return inside(expr.of);
    case 'tuple':
      return expr.items.some(inside);
    case 'object':
      return expr.items.some(([key, value]) => inside(key) || inside(value));
    case 'call':
      return expr.args.some(inside);
  }
}

/** What the branch that is not taken refers to; nothing where it has no value. */
export function refsOtherwise(evaluate: () => Val): readonly Branch[] {
  try {
    const value = evaluate();
    const refs = value.t === 'unknown' ? value.refs : [];
    return 'otherwise' in value ? [...refs, ...(value.otherwise ?? [])] : refs;
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof LimitError) return [];
    throw error;
  }
}
