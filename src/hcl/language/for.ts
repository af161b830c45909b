import type { ForExpr } from './ast.ts';
import { asBool, asText } from '../value/convert.ts';
import type { Environment, Evaluate } from './environment.ts';
import { deepMarked, derive, extend, spellingOf } from '../value/symbol.ts';
import {
  fail,
  isKnown,
  number,
  object,
  text,
  tuple,
  unknownVal,
  outside,
  type ListVal,
  type ObjectVal,
  type UnknownVal,
  type Val,
} from '../value/value.ts';
import { checkLength } from '../value/work.ts';

/** A `for` over a list, set, map or object; over an unknown collection, an unknown one. */
export function evaluateFor(expr: ForExpr, env: Environment, evaluate: Evaluate): Val {
  const over = evaluate(expr.over, env);
  if (over.t === 'unknown') return overUnknown(expr, over, env, evaluate);
  if (over.t === 'list' || over.t === 'object') return overKnown(expr, over, env, evaluate);
  return fail(`for cannot go over ${over.t}`);
}

function* pairsOf(over: ListVal | ObjectVal): Generator<readonly [Val, Val]> {
  if (over.t === 'list') {
    for (const [i, value] of over.v.entries()) yield [over.of === 'set' ? value : number(i), value];
    return;
  }
  const keys = [...over.v.keys()].toSorted();
  for (const key of keys) yield [text(key), over.v.get(key) ?? fail('a key vanished')];
}

function overKnown(
  expr: ForExpr,
  over: ListVal | ObjectVal,
  env: Environment,
  evaluate: Evaluate,
): Val {
  const items: Val[] = [];
  const members = new Map<string, Val>();
  const deciding: Val[] = [outside(over)];
  for (const [key, value] of pairsOf(over)) {
    const inner = bind(expr, key, value, env);
    const test = expr.test === null ? null : evaluate(expr.test, inner);
    if (test !== null && !isKnown(test)) return undecidedFilter(expr, test, over, env, evaluate);
    if (test !== null) deciding.push(test);
    if (test !== null && !asBool(test)) continue;
    const result = evaluate(expr.value, inner);
    if (expr.key === null) items.push(result);
    else {
      const name = evaluate(expr.key, inner);
      if (!isKnown(name)) return derive(([k, v]) => `{for ${k} => ${v}}`, [name, result]);
      deciding.push(name);
      addMember(members, asText(name), result, expr.grouped);
    }
  }
  checkLength(items.length);
  return deepMarked(expr.key === null ? tuple(items) : object(members), deciding);
}

function addMember(members: Map<string, Val>, name: string, value: Val, grouped: boolean): void {
  const before = members.get(name);
  if (!grouped) {
    if (before !== undefined) fail('two elements have the same key');
    members.set(name, value);
  } else members.set(name, tuple([...(before?.t === 'list' ? before.v : []), value]));
}

function bind(expr: ForExpr, key: Val, value: Val, env: Environment): Environment {
  const names = new Map(env.names).set(expr.valueName, value);
  if (expr.keyName !== '') names.set(expr.keyName, key);
  return { ...env, names };
}

/** Which elements pass the filter is not known: any of them may. */
function undecidedFilter(
  expr: ForExpr,
  test: Val,
  over: ListVal | ObjectVal,
  env: Environment,
  evaluate: Evaluate,
): UnknownVal {
  const values = [...pairsOf(over)].map(([k, v]) => evaluate(expr.value, bind(expr, k, v, env)));
  const unknown = derive(
    (all) => `[for ${all.slice(0, -1).join(', ')} if ${all.at(-1)}]`,
    [...values, test],
  );
  const { symbol: _, ...rest } = unknown;
  return deepMarked(spellingOf(over) === undefined ? rest : unknown, [outside(over)]);
}

function overUnknown(
  expr: ForExpr,
  over: UnknownVal,
  env: Environment,
  evaluate: Evaluate,
): UnknownVal {
  const of = (part: string): UnknownVal => {
    const symbol =
      over.symbol === undefined ? undefined : extend(over.symbol, (inner) => `${part} of ${inner}`);
    const unknown = unknownVal(over.reason, over.what, symbol);
    return part === 'key' ? unknown : { ...unknown, refs: over.refs, complete: over.complete };
  };
  const inner = bind(expr, of('key'), over.element ?? of('element'), env);
  const element = evaluate(expr.value, inner);
  const [open, close] = expr.key === null ? ['[', ']'] : ['{', '}'];
  const key = expr.key === null ? [] : [evaluate(expr.key, inner)];
  const test = expr.test === null ? [] : [evaluate(expr.test, inner)];
  const unknown = derive(
    (all) => `${open}for ${all.join(', ')}${close}`,
    [...key, element, ...test, of('elements')],
  );
  return { ...unknown, element };
}
