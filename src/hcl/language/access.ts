import type { Step } from './ast.ts';
import { asNumber, asText, typeOf } from '../value/convert.ts';
import { derive, deepMarked, extend } from '../value/symbol.ts';
import {
  fail,
  marked,
  type UnknownVal,
  type Val,
  EvaluationError,
  isQuotable,
  type HandleVal,
  type ListVal,
} from '../value/value.ts';
import { spoken } from '../../model/symbol.ts';

/** The value behind a path of attribute names and indexes. */
export function walkPath(value: Val, path: readonly Step[]): Val {
  return path.reduce<Val>(step, value);
}

/** One attribute or element; marks of the collection cling to it. */
export function step(value: Val, by: Step): Val {
  switch (value.t) {
    case 'handle':
      return typeof by === 'number'
        ? fail(`${spoken(value.symbol)} is not a list`)
        : value.attribute(by);
    case 'unknown':
      return stepUnknown(value, by);
    case 'object': {
      const found = value.v.get(String(by));
      return found === undefined
        ? fail(`there is no attribute ${JSON.stringify(by)}`)
        : marked(found, value);
    }
    case 'list': {
      const found = value.of === 'set' ? undefined : value.v[Number(by)];
      return found === undefined ? fail(`there is no element ${by}`) : marked(found, value);
    }
    case 'null':
    case 'bool':
    case 'number':
    case 'string':
      return fail(`${typeOf(value)} has no attributes`);
  }
}

function stepUnknown(value: UnknownVal, by: Step): Val {
  if (value.element !== undefined) return marked(value.element, value);
  const spelled = typeof by === 'number' ? `[${by}]` : spellName(by);
  const { reason, refs, complete } = value;
  const base = { t: 'unknown', reason, what: value.what, refs, complete } as const;
  if (value.symbol === undefined) return marked(base, value);
  const symbol = extend(value.symbol, (inner) => inner + spelled);
  return marked({ ...base, what: symbol, symbol }, value);
}

function spellName(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** Indexes up to here are positions, and as good as names. */
const lastPosition = 999;

/** `value[key]` */
export function index(value: Val, key: Val): Val {
  if (key.t === 'unknown' || key.t === 'handle') return anyElement(value, key);
  if (value.t === 'list' || (value.t === 'unknown' && key.t === 'number')) {
    const at = asNumber(key);
    if (!Number.isInteger(at)) return fail('an index is a whole number');
    if (value.t === 'list') return deepMarked(elementAt(value, at), [key]);
    const isPosition = at >= 0 && at <= lastPosition && isQuotable(key);
    return isPosition ? deepMarked(step(value, at), [key]) : elementOf(value, key);
  }
  const name = asText(key);
  if (value.t === 'unknown') return elementOf(value, key);
  if (value.t === 'handle') return attributeOf(value, name, key);
  if (value.t === 'object' && !value.v.has(name)) return fail('there is no such attribute');
  return deepMarked(step(value, name), [key]);
}

function elementAt(value: ListVal, at: number): Val {
  return value.of !== 'set' && value.v[at] === undefined
    ? fail('there is no such element')
    : step(value, at);
}

/** The element of an unknown collection: what it is called was computed, and is not told. */
function elementOf(value: UnknownVal, key: Val): Val {
  if (value.element !== undefined) return marked(value.element, value, key);
  const { sure: _, ...unknown } = bracketed(value, key);
  return unknown;
}

/** An attribute whose name was computed. */
function attributeOf(value: HandleVal, name: string, key: Val): Val {
  const found = attempt(() => value.attribute(name));
  if (found.t !== 'unknown') return deepMarked(found, [key]);
  const { what, symbol } = bracketed(value, key);
  return deepMarked({ ...found, what, ...(symbol === undefined ? {} : { symbol }) }, [key]);
}

function bracketed(value: Val, key: Val): UnknownVal {
  const unknown = derive(([a, b]) => `${a}[${b}]`, [value, key]);
  return { ...unknown, what: unknown.symbol ?? unknown.what };
}

/** Errors name what was asked for, which is not to be told. */
function attempt(ask: () => Val): Val {
  try {
    return ask();
  } catch (error) {
    if (error instanceof EvaluationError) return fail('there is no such attribute');
    throw error;
  }
}

/** Which element is meant is not known: it may be any, each of them a branch. */
function anyElement(value: Val, key: Val): Val {
  if (value.t === 'unknown' && value.element !== undefined)
    return marked(value.element, value, key);
  if (value.t === 'object' || value.t === 'list') {
    const candidates = [...value.v.values()];
    const [only] = candidates;
    if (candidates.length === 1 && only?.t === 'handle') return only;
    if (candidates.length > 0 && candidates.every(({ t }) => t === 'handle'))
      return anyHandle(candidates, key);
  }
  return derive(([a, b]) => `${a}[${b}]`, [value, key]);
}

/** One of several instances: a single branch that names them all. */
function anyHandle(candidates: readonly Val[], key: Val): Val {
  const handles = candidates.filter((candidate) => candidate.t === 'handle');
  const identities = handles.flatMap(({ refs }) => refs.flatMap((branch) => branch.identities));
  const refs = [{ identities: [...new Set(identities)] }];
  const spelled = derive(
    (all) => `(${all.slice(0, -1).join(' ')})[${all.at(-1)}]`,
    [...handles, key],
  );
  const symbol = spelled.symbol ?? spelled.what;
  return {
    t: 'handle',
    symbol,
    refs,
    attribute: (name) => {
      const values = handles.map((handle) => handle.attribute(name));
      const unknown = derive(() => '', [...values, key]);
      const named = extend(symbol, (inner) => `${inner}.${name}`);
      return { ...unknown, symbol: named, reason: 'ambiguous-reference', refs, complete: true };
    },
  };
}
