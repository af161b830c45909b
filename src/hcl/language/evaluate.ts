import { index, walkPath } from './access.ts';
import type { CallExpr, ConditionalExpr, Expr, Step } from './ast.ts';
import { asBool, asList, asText, concatenate, equal, textOf } from '../value/convert.ts';
import type { Environment } from './environment.ts';
import { evaluateFor } from './for.ts';
import { operate } from './operators.ts';
import { isSwitch, mayRefer, refsOtherwise } from './switch.ts';
import { canonical, deepMarked, derive } from '../value/symbol.ts';
import {
  bool,
  EvaluationError,
  fail,
  isKnown,
  object,
  outside,
  tuple,
  unknownsIn,
  type UnknownVal,
  type Val,
} from '../value/value.ts';
import { checkSize, nested, spend } from '../value/work.ts';

/** The value of an expression; throws where Terraform would refuse it. */
export function evaluate(expr: Expr, env: Environment): Val {
  spend(env.work);
  return nested(env.work, () => checkSize(env.work, evaluateNode(expr, env)));
}

function evaluateNode(expr: Expr, env: Environment): Val {
  switch (expr.e) {
    case 'literal':
      return expr.value;
    case 'template':
      return evaluateTemplate(expr.parts, env);
    case 'reference':
      return evaluateReference(expr.root, expr.path, env);
    case 'access':
      return walkPath(evaluate(expr.from, env), expr.path);
    case 'index':
      return index(evaluate(expr.from, env), evaluate(expr.key, env));
    case 'splat':
      return evaluateSplat(evaluate(expr.from, env), expr.each, env);
    case 'element':
      return env.element ?? fail('a splat element stands outside of a splat');
    case 'operation':
      return operate(
        expr.operator,
        expr.operands.map((operand) => evaluate(operand, env)),
      );
    case 'conditional':
      return evaluateConditional(expr, env);
    case 'for':
      return evaluateFor(expr, env, evaluate);
    case 'concatenation': {
      const items = evaluate(expr.of, env);
      return items.t === 'unknown' ? { ...items, text: true } : concatenate(asList(items));
    }
    case 'tuple':
      return tuple(expr.items.map((item) => evaluate(item, env)));
    case 'object':
      return evaluateObject(expr.items, env);
    case 'call':
      return evaluateCall(expr, env);
  }
}

function evaluateTemplate(parts: readonly Expr[], env: Environment): Val {
  const value = concatenate(parts.map((part) => evaluate(part, env)));
  if (value.t === 'string') spend(env.work, value.v.length >> 6);
  return value;
}

function evaluateReference(root: string, path: readonly Step[], env: Environment): Val {
  const bound = env.names.get(root);
  if (bound !== undefined) return walkPath(bound, path);
  const { value, rest } = env.resolve(root, path);
  return walkPath(value, rest);
}

function evaluateSplat(from: Val, each: Expr, env: Environment): Val {
  const visit = (element: Val): Val => evaluate(each, { ...env, element });
  if (from.t === 'null') return tuple([]);
  if (from.t === 'list') return deepMarked(tuple(from.v.map(visit)), [outside(from)]);
  if (from.t !== 'unknown') return tuple([visit(from)]);
  const element = from.element === undefined ? undefined : visit(from.element);
  const unknown = derive(([x]) => `${x}[*]`, [element ?? from]);
  return element === undefined ? unknown : { ...unknown, element };
}

/** An unknown condition leaves both branches possible; the value is known only where they agree. */
function evaluateConditional({ test: asked, yes, no }: ConditionalExpr, env: Environment): Val {
  const test = evaluate(asked, env);
  if (test.t !== 'unknown' && test.t !== 'handle') {
    const [chosen, other] = asBool(test) ? [yes, no] : [no, yes];
    const value = deepMarked(beside(evaluate(chosen, env), other), [test]);
    return isSwitch(asked, env) ? withOtherwise(value, other, env) : value;
  }
  const a = attempt(yes, env);
  const b = attempt(no, env);
  if (a === null || b === null) return a ?? b ?? fail('both branches of a conditional are errors');
  return choose(test, a, b);
}

/** The value with what it may come from once the condition changes. */
function withOtherwise(value: Val, other: Expr, env: Environment): Val {
  if (value.t !== 'unknown' && value.t !== 'null' && value.t !== 'string') return value;
  const refs = mayRefer(other) ? refsOtherwise(() => evaluate(other, env)) : [];
  return refs.length === 0 ? value : { ...value, otherwise: [...(value.otherwise ?? []), ...refs] };
}

/** Both branches have one type: beside a text, a number is a text. */
function beside(value: Val, other: Expr): Val {
  const isText = other.e === 'template' || (other.e === 'literal' && other.value.t === 'string');
  return isText && (value.t === 'number' || value.t === 'bool') ? textOf(value) : value;
}

function attempt(expr: Expr, env: Environment): Val | null {
  try {
    return evaluate(expr, env);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}

/** Either of two values, by a condition that is not known. */
export function choose(test: Val, a: Val, b: Val): Val {
  const symbol = canonical(a);
  if (isKnown(a) && isKnown(b) && equal(a, b)) return deepMarked(a, [test, b]);
  if (symbol !== undefined && symbol === canonical(b)) return deepMarked(a, [test, b]);
  const branches = derive(() => '', [a, b]);
  const { symbol: spelled } = derive(([t, x, y]) => `(${t} ? ${x} : ${y})`, [test, a, b]);
  const unknown: UnknownVal = {
    ...branches,
    complete: [a, b].every((v) => unknownsIn([v]).length > 0) && branches.complete,
  };
  const { sure: _, symbol: __, ...rest } = unknown;
  const isSure = [a, b].every((v) => (v.t === 'unknown' ? v.sure === true : v.t !== 'null'));
  const cause = unknownsIn([test])[0];
  return deepMarked(
    {
      ...rest,
      ...(cause === undefined ? {} : { reason: cause.reason, what: cause.what }),
      ...(spelled === undefined ? {} : { symbol: spelled }),
      ...(isSure ? { sure: true as const } : {}),
    },
    [test],
  );
}

function evaluateObject(items: readonly (readonly [Expr, Expr])[], env: Environment): Val {
  const members = new Map<string, Val>();
  const keys: Val[] = [];
  for (const [keyExpr, valueExpr] of items) {
    const key = evaluate(keyExpr, env);
    const value = evaluate(valueExpr, env);
    if (key.t === 'unknown')
      return derive(([k, v]) => `{${k} = ${v}}`, [key, value, object(members)]);
    members.set(asText(key), value);
    keys.push(key);
  }
  return deepMarked(object(members), keys);
}

function evaluateCall(expr: CallExpr, env: Environment): Val {
  if (expr.name === 'try') return evaluateTry(expr.args, env);
  if (expr.name === 'can') return evaluateCan(expr.args, env);
  const args = expr.args.map((arg) => evaluate(arg, env));
  const last = args.at(-1);
  if (!expr.expand || last === undefined) return env.call(expr.name, args);
  if (last.t === 'unknown') return derive((all) => `${expr.name}(${all.join(', ')}...)`, args);
  return env.call(expr.name, [...args.slice(0, -1), ...asList(last)]);
}

/** The first argument that is no error; one that may be an error leaves the later ones possible. */
function evaluateTry(args: readonly Expr[], env: Environment): Val {
  const possible: Val[] = [];
  for (const arg of args) {
    const value = attempt(arg, env);
    if (value === null) continue;
    possible.push(value);
    if (unknownsIn([value]).every(({ sure, element }) => sure === true && element === undefined))
      break;
  }
  const [first] = possible;
  if (first === undefined) return fail('no argument of try is without an error');
  if (possible.length === 1) return first;
  const unknown = derive((all) => `try(${all.join(', ')})`, possible);
  const isComplete = possible.every((v) => unknownsIn([v]).length > 0) && unknown.complete;
  const reason = unknown.refs.length > 1 ? 'ambiguous-reference' : unknown.reason;
  return { ...unknown, reason, complete: isComplete };
}

function evaluateCan(args: readonly Expr[], env: Environment): Val {
  const [arg] = args;
  const value = arg === undefined ? fail('can wants an argument') : attempt(arg, env);
  if (value === null) return bool(false);
  if (unknownsIn([value]).every(({ sure }) => sure === true))
    return deepMarked(bool(true), [value]);
  return derive(([x]) => `can(${x})`, [value]);
}
