import type { Step } from './ast.ts';
import { asNumber, asText, typeOf } from '../value/convert.ts';
import { derive, deepMarked } from '../value/symbol.ts';
import { fail, marked, text, type UnknownVal, type Val } from '../value/value.ts';

/** The value behind a path of attribute names and indexes. */
export function walkPath(value: Val, path: readonly Step[]): Val {
  return path.reduce<Val>(step, value);
}

/** One attribute or element; marks of the collection cling to it. */
export function step(value: Val, by: Step): Val {
  switch (value.t) {
    case 'handle':
      return typeof by === 'number' ? fail(`${value.symbol} is not a list`) : value.attribute(by);
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
  const what = value.symbol === undefined ? value.what : `${value.symbol}${spelled}`;
  const symbol = value.symbol === undefined ? {} : { symbol: what };
  const { reason, refs, complete } = value;
  return marked({ t: 'unknown', reason, what, ...symbol, refs, complete }, value);
}

function spellName(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** `value[key]` */
export function index(value: Val, key: Val): Val {
  if (key.t === 'unknown' || key.t === 'handle') return anyElement(value, key);
  if (value.t === 'list' || (value.t === 'unknown' && key.t === 'number')) {
    const at = asNumber(key);
    return Number.isInteger(at)
      ? deepMarked(step(value, at), [key])
      : fail('an index is a whole number');
  }
  const name = asText(key);
  const isMissing = value.t === 'object' && !value.v.has(name);
  if (isMissing && key.sensitive === true) return fail('there is no such attribute');
  return deepMarked(step(value, name), [key]);
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
    ([a, b]) => `${a}[${b}]`,
    [text(handles.map(({ symbol }) => symbol).join(' ')), key],
  );
  const symbol = spelled.symbol ?? spelled.what;
  return {
    t: 'handle',
    symbol,
    refs,
    attribute: (name) => {
      const values = handles.map((handle) => handle.attribute(name));
      const unknown = derive(() => `${symbol}.${name}`, [...values, key]);
      return { ...unknown, reason: 'ambiguous-reference', refs, complete: true };
    },
  };
}
