import { asBool, asList, asMap, asNumber, asText, equal } from '../value/convert.ts';
import { canonical, deepMarked, derive } from '../value/symbol.ts';
import {
  bool,
  elementsOf,
  fail,
  isKnown,
  list,
  map,
  number,
  object,
  text,
  tuple,
  type Val,
} from '../value/value.ts';
import { checkLength } from '../value/work.ts';
import { arg, pure, raw, shallow, type Builtins, type Spend } from './builtin.ts';
import { characters } from './text/characters.ts';
import { firsts, keyOf, setOf, sortTexts, unify } from '../value/sets.ts';

const items = (args: readonly Val[], i = 0): readonly Val[] => asList(arg(args, i));
const isEmpty = (value: Val): boolean =>
  value.t === 'null' || (value.t === 'string' && value.v === '');

/** The first argument that is neither null nor, among texts, empty; an unknown one may be. */
function coalesce(args: readonly Val[], empty: (value: Val) => boolean, name: string): Val {
  const possible: Val[] = [];
  for (const value of args) {
    if (value.t !== 'unknown' && empty(value)) continue;
    possible.push(value);
    if (value.t !== 'unknown' || (value.sure === true && value.element === undefined)) break;
  }
  const [first] = possible;
  if (first === undefined) return fail(`${name} has no argument that counts`);
  if (possible.length === 1 && first.t !== 'unknown') return deepMarked(first, args);
  if (possible.length === 1 && first.t === 'unknown' && args.at(-1) === first) return first;
  const { sure: _, ...unknown } = derive((all) => `${name}(${all.join(', ')})`, possible);
  return { ...unknown, complete: unknown.complete && possible.every((v) => !isKnown(v)) };
}

function length(args: readonly Val[], spend: Spend): Val {
  const value = arg(args, 0);
  if (value.t === 'list') return number(value.v.length);
  if (value.t === 'object') return number(value.v.size);
  if (value.t !== 'string') return fail(`length of ${value.t}`);
  return number(characters(value.v, spend).length);
}

function flatten(values: readonly Val[]): readonly Val[] {
  return values.flatMap((value) => (value.t === 'list' ? flatten(elementsOf(value)) : [value]));
}

function lookup(args: readonly Val[]): Val {
  const [from, key, fallback] = [arg(args, 0), arg(args, 1), args[2]];
  if (from.t === 'unknown' || key.t === 'unknown')
    return derive((all) => `lookup(${all.join(', ')})`, args);
  const found = asMap(from).get(asText(key)) ?? fallback;
  return found === undefined ? fail('lookup finds no such key') : deepMarked(found, [key]);
}

/** Arguments that are null are left out; what an unknown one would override is not known. */
function merge(args: readonly Val[]): Val {
  const result = new Map<string, Val>();
  for (const value of args) {
    if (value.t !== 'null') for (const [key, inner] of asMap(value)) result.set(key, inner);
  }
  checkLength(result.size);
  return object(result);
}

function contains(args: readonly Val[]): Val {
  const wanted = arg(args, 1);
  if (!isKnown(wanted)) return derive((all) => `contains(${all.join(', ')})`, args);
  const values = items(args);
  if (values.some((v) => isKnown(v) && equal(v, wanted))) return deepMarked(bool(true), args);
  return values.every(isKnown)
    ? deepMarked(bool(false), args)
    : derive((all) => `contains(${all.join(', ')})`, args);
}

function range(args: readonly Val[]): Val {
  const [a = 0, b, c] = args.map(asNumber);
  const [start, end] = b === undefined ? [0, a] : [a, b];
  const stride = c ?? (start <= end ? 1 : -1);
  const count =
    stride === 0
      ? fail('range has a step of zero')
      : Math.max(0, Math.ceil((end - start) / stride));
  checkLength(count);
  return list(Array.from({ length: count }, (_, i) => number(start + i * stride)));
}

function element(args: readonly Val[]): Val {
  const all = items(args);
  const at = asNumber(arg(args, 1));
  if (all.length === 0 || at < 0) return fail('element of an empty list');
  return all[at % all.length] ?? fail('element wants a whole number');
}

function slice(args: readonly Val[]): Val {
  const [all, from, to] = [items(args), asNumber(arg(args, 1)), asNumber(arg(args, 2))];
  if (from < 0 || to > all.length || from > to) return fail('slice is out of range');
  return list(all.slice(from, to));
}

function product(sets: readonly (readonly Val[])[]): readonly (readonly Val[])[] {
  return sets.reduce<readonly (readonly Val[])[]>(
    (rows, set) => {
      checkLength(rows.length * set.length);
      return rows.flatMap((row) => set.map((value) => [...row, value]));
    },
    [[]],
  );
}

function chunk(all: readonly Val[], size: number): Val {
  if (size < 1) return list([list(all)]);
  const count = Math.ceil(all.length / size);
  return list(Array.from({ length: count }, (_, i) => list(all.slice(i * size, (i + 1) * size))));
}

function zip(args: readonly Val[]): Val {
  const [keys, values] = [items(args), items(args, 1)];
  if (keys.length !== values.length) return fail('zipmap wants as many values as keys');
  return object(new Map(keys.map((key, i) => [asText(key), values[i] ?? fail('zipmap')])));
}

function transpose(args: readonly Val[]): Val {
  const result = new Map<string, Val[]>();
  for (const [key, values] of asMap(arg(args, 0))) {
    for (const value of asList(values)) {
      result.set(asText(value), [...(result.get(asText(value)) ?? []), text(key)]);
    }
  }
  return map(new Map([...result].map(([key, values]) => [key, sortTexts(values)])));
}

const membersSorted = (value: Val): readonly (readonly [string, Val])[] =>
  [...asMap(value)].toSorted(([a], [b]) => (a < b ? -1 : 1));
const has = (values: readonly Val[], value: Val): boolean =>
  values.some((v) => keyOf(v) === keyOf(value));

export const collectionFunctions: Builtins = {
  alltrue: pure((args) => bool(items(args).every((v) => v.t !== 'null' && asBool(v)))),
  anytrue: pure((args) => bool(items(args).some((v) => v.t !== 'null' && asBool(v)))),
  chunklist: shallow((args) => chunk(items(args), asNumber(arg(args, 1)))),
  coalesce: raw((args) => coalesce(args, isEmpty, 'coalesce')),
  coalescelist: raw((args) =>
    coalesce(args, (v) => v.t === 'null' || (v.t === 'list' && v.v.length === 0), 'coalescelist'),
  ),
  compact: pure((args) => list(items(args).filter((v) => !isEmpty(v)))),
  concat: shallow((args) => tuple(args.flatMap((_, i) => items(args, i)))),
  contains: shallow(contains),
  distinct: pure((args) => list(firsts(unify(items(args))))),
  element: shallow(element),
  flatten: shallow((args) => tuple(flatten(items(args)))),
  index: pure((args) => {
    const at = items(args).findIndex((v) => equal(v, arg(args, 1)));
    return at < 0 ? fail('index finds no such element') : number(at);
  }),
  keys: shallow((args) => list(membersSorted(arg(args, 0)).map(([key]) => text(key)))),
  length: shallow(length),
  list: shallow((args) => list(unify(args))),
  lookup: raw(lookup),
  map: shallow((args) => {
    const pairs = args.flatMap((key, i) =>
      i % 2 === 0 ? [[asText(key), arg(args, i + 1)] as const] : [],
    );
    return map(new Map(pairs));
  }),
  matchkeys: pure((args) =>
    list(items(args).filter((_, i) => has(items(args, 2), arg(items(args, 1), i)))),
  ),
  merge: shallow(merge),
  one: shallow((args) => {
    const all = arg(args, 0).t === 'null' ? [] : items(args);
    if (all.length > 1) return fail('one of several elements');
    return all[0] ?? { t: 'null' };
  }),
  range: pure(range),
  reverse: shallow((args) => tuple(items(args).toReversed())),
  setintersection: pure((args) =>
    setOf(items(args).filter((v) => args.every((_, i) => has(items(args, i), v)))),
  ),
  setproduct: pure((args) => list(product(args.map(asList)).map(tuple))),
  setsubtract: pure((args) => setOf(items(args).filter((v) => !has(items(args, 1), v)))),
  setunion: pure((args) => setOf(args.flatMap(asList))),
  slice: shallow(slice),
  sort: pure((args) => sortTexts(items(args))),
  tolist: shallow((args) => (arg(args, 0).t === 'null' ? arg(args, 0) : list(unify(items(args))))),
  toset: shallow((args) => {
    const [value] = [arg(args, 0)];
    if (value.t === 'null') return value;
    const hasUnknown = items(args).some((v) => !isKnown(v) && canonical(v) === undefined);
    return hasUnknown ? derive(([x]) => `toset(${x})`, args) : setOf(items(args));
  }),
  transpose: pure(transpose),
  values: shallow((args) => tuple(membersSorted(arg(args, 0)).map(([, value]) => value))),
  zipmap: shallow((args) =>
    items(args).every(isKnown)
      ? deepMarked(zip(args), items(args))
      : derive((all) => `zipmap(${all.join(', ')})`, args),
  ),
};
