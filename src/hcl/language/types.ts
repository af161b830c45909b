import type { Expr } from './ast.ts';
import { asBool, asNumber, asText, typeOf } from '../value/convert.ts';
import { setOf } from '../value/sets.ts';
import {
  bool,
  fail,
  list,
  map,
  marked,
  nullVal,
  number,
  object,
  text,
  tuple,
  type ObjectVal,
  type Val,
} from '../value/value.ts';

/** A type constraint of a variable. */
export type Type =
  | { readonly k: 'string' | 'number' | 'bool' | 'any' }
  | { readonly k: 'list' | 'set' | 'map'; readonly of: Type }
  | { readonly k: 'tuple'; readonly of: readonly Type[] }
  | { readonly k: 'object'; readonly members: ReadonlyMap<string, Member> };

interface Member {
  readonly type: Type;
  /** Null where the attribute must be given. */
  readonly fallback: Val | null;
}

export const anyType: Type = { k: 'any' };

/** Reads a type constraint; a default of `optional()` is evaluated by `evaluate`. */
export function readType(expr: Expr, evaluate: (expr: Expr) => Val): Type {
  if (expr.e === 'literal' && expr.value.t === 'string') return named(expr.value.v);
  if (expr.e === 'reference') return named(expr.root);
  if (expr.e !== 'call') return fail('that is no type');
  const [of] = expr.args;
  const inner = (): Type => (of === undefined ? anyType : readType(of, evaluate));
  if (expr.name === 'list' || expr.name === 'set' || expr.name === 'map')
    return { k: expr.name, of: inner() };
  if (expr.name === 'tuple' && of?.e === 'tuple') {
    return { k: 'tuple', of: of.items.map((item) => readType(item, evaluate)) };
  }
  if (expr.name !== 'object' || of?.e !== 'object') return fail(`${expr.name} is no type`);
  const members = of.items.map(([name, member]): readonly [string, Member] => {
    const key = name.e === 'literal' ? asText(name.value) : fail('that is no attribute name');
    return [key, readMember(member, evaluate)];
  });
  return { k: 'object', members: new Map(members) };
}

function named(name: string): Type {
  if (name === 'string' || name === 'number' || name === 'bool' || name === 'any')
    return { k: name };
  return name === 'list' || name === 'set' || name === 'map'
    ? { k: name, of: anyType }
    : fail('that is no type');
}

function readMember(expr: Expr, evaluate: (expr: Expr) => Val): Member {
  if (expr.e !== 'call' || expr.name !== 'optional')
    return { type: readType(expr, evaluate), fallback: null };
  const [inner, fallback] = expr.args;
  if (inner === undefined) return fail('optional wants a type');
  const type = readType(inner, evaluate);
  return { type, fallback: fallback === undefined ? nullVal : evaluate(fallback) };
}

/** The value as the type has it; refuses what Terraform refuses. */
export function convertTo(type: Type, value: Val): Val {
  if (value.t === 'null' || type.k === 'any' || value.t === 'handle') return value;
  if (value.t === 'unknown') return type.k === 'string' ? { ...value, text: true } : value;
  return marked(convert(type, value), value);
}

function convert(type: Type, value: Val): Val {
  switch (type.k) {
    case 'any':
      return value;
    case 'string':
      return text(asText(value));
    case 'number':
      return number(asNumber(value));
    case 'bool':
      return bool(asBool(value));
    case 'list':
    case 'set': {
      const items =
        value.t === 'list' ? value.v : fail(`a ${type.k} is wanted, not ${typeOf(value)}`);
      const converted = items.map((item) => convertTo(type.of, item));
      return type.k === 'set' ? setOf(converted) : list(converted);
    }
    case 'map':
      return map(mapMembers(value, (_, inner) => convertTo(type.of, inner)));
    case 'tuple': {
      if (value.t !== 'list' || value.v.length !== type.of.length) return fail('a tuple is wanted');
      return tuple(value.v.map((item, i) => convertTo(type.of[i] ?? anyType, item)));
    }
    case 'object':
      return convertObject(type.members, value);
  }
}

function mapMembers(value: Val, f: (name: string, inner: Val) => Val): ReadonlyMap<string, Val> {
  if (value.t !== 'object') return fail(`a map is wanted, not ${typeOf(value)}`);
  return new Map([...value.v].map(([name, inner]) => [name, f(name, inner)]));
}

function convertObject(members: ReadonlyMap<string, Member>, value: Val): ObjectVal {
  const given = mapMembers(value, (_, inner) => inner);
  const result = new Map<string, Val>();
  for (const [name, { type, fallback }] of members) {
    const found = given.get(name);
    const chosen =
      found === undefined || (found.t === 'null' && fallback !== null) ? fallback : found;
    if (chosen === null) return fail(`attribute ${JSON.stringify(name)} is missing`);
    result.set(name, convertTo(type, chosen));
  }
  return object(result);
}
