import { asBool, asNumber } from '../value/convert.ts';
import type { Block } from './source.ts';
import { extend } from '../value/symbol.ts';
import {
  EvaluationError,
  fail,
  isKnown,
  LimitError,
  number,
  text,
  unknownVal,
  type UnknownVal,
  type Val,
} from '../value/value.ts';
import type { Argument } from './source.ts';
import { checkLength } from '../value/work.ts';

/** One instance of a resource or module block. */
export interface Instance {
  /** `[0]`, `["eu"]`, `[*]` where for_each is not known, or empty. */
  readonly key: string;
  /** What `each` and `count` mean in it. */
  readonly names: ReadonlyMap<'each.key' | 'each.value' | 'count.index', Val>;
  /** Why it may not exist; null where it does. */
  readonly doubt: UnknownVal | null;
  /** Instances of one module with the same guard exist together. */
  readonly guard: string | null;
  /** Whether only a variable's default makes it exist. */
  readonly isAssumed: boolean;
  readonly index: string | number | null;
}

export interface Expansion {
  readonly shape: 'single' | 'list' | 'map';
  readonly instances: readonly Instance[];
  /** Whether there may be others. */
  readonly isOpen: boolean;
}

const single: Instance = {
  key: '',
  names: new Map(),
  doubt: null,
  guard: null,
  isAssumed: false,
  index: null,
};

/** The instances that count, for_each or OpenTofu's enabled make. */
export function expand(block: Block, evaluate: (argument: Argument) => Val): Expansion {
  const { args } = block.body;
  const count = args.get('count');
  if (count !== undefined) return expandCount(count, guarded(count, evaluate));
  const forEach = args.get('for_each');
  if (forEach !== undefined) return expandForEach(forEach, guarded(forEach, evaluate));
  const enabled = block.body.blocks
    .find(({ type }) => type === 'lifecycle')
    ?.body.args.get('enabled');
  if (enabled !== undefined) return expandEnabled(enabled, guarded(enabled, evaluate));
  return { shape: 'single', instances: [single], isOpen: false };
}

function one(instance: Partial<Instance>): Expansion {
  return { shape: 'single', instances: [{ ...single, ...instance }], isOpen: false };
}

/** OpenTofu's `enabled` of a `lifecycle` block makes one instance, without a key, or none. */
function expandEnabled(argument: Argument, value: Val): Expansion {
  const perhaps = (doubt: UnknownVal): Expansion => one({ doubt, guard: guardOf(argument, doubt) });
  if (value.t === 'unknown') return perhaps(value);
  const enabled = asBoolOr(value);
  if (enabled === null) return perhaps(unknownVal('unexpected-type', argument.source));
  if (enabled) return one({ isAssumed: value.assumed !== undefined });
  if (value.assumed !== undefined) return perhaps(decidedBy(value.assumed));
  return { shape: 'single', instances: [], isOpen: false };
}

function asBoolOr(value: Val): boolean | null {
  try {
    return asBool(value);
  } catch {
    return null;
  }
}

/** An expression that Terraform refuses gives an unknown number of instances. */
function guarded(argument: Argument, evaluate: (argument: Argument) => Val): Val {
  try {
    return evaluate(argument);
  } catch (error) {
    if (error instanceof LimitError) return unknownVal('evaluation-limit', error.message);
    if (error instanceof EvaluationError) return unknownVal('unresolved-reference', error.message);
    throw error;
  }
}

function expandCount(argument: Argument, value: Val): Expansion {
  const zero = new Map([['count.index', number(0)]] as const);
  const placeholder = (doubt: UnknownVal): Expansion => ({
    shape: 'list',
    instances: [
      { ...single, key: '[0]', index: 0, names: zero, doubt, guard: guardOf(argument, doubt) },
    ],
    isOpen: true,
  });
  if (value.t === 'unknown') return placeholder(value);
  const count = value.t === 'null' ? 0 : asNumberOr(value);
  if (count === null) return placeholder(unknownVal('unexpected-type', argument.source));
  if (count > 20_000) return placeholder(unknownVal('evaluation-limit', `a count of ${count}`));
  if (count === 0 && value.assumed !== undefined) return placeholder(decidedBy(value.assumed));
  const instances = Array.from({ length: count }, (_, i): Instance => {
    const names = new Map([['count.index', number(i)]] as const);
    return { ...single, key: `[${i}]`, index: i, names, isAssumed: value.assumed !== undefined };
  });
  return { shape: 'list', instances, isOpen: false };
}

function asNumberOr(value: Val): number | null {
  try {
    const count = asNumber(value);
    return Number.isInteger(count) && count >= 0 ? count : null;
  } catch {
    return null;
  }
}

function expandForEach(argument: Argument, value: Val): Expansion {
  const anyOf = (doubt: UnknownVal, element: Val | undefined): Instance => {
    const guard = guardOf(argument, doubt);
    const unknown = (part: string): UnknownVal => {
      const base = unknownVal(
        doubt.reason,
        doubt.what,
        extend(guard, (inner) => `${part} of ${inner}`),
      );
      return part === 'each.key'
        ? { ...base, text: true, sure: true }
        : { ...base, refs: doubt.refs };
    };
    const names = new Map([
      ['each.key', unknown('each.key')],
      ['each.value', element ?? unknown('each.value')],
    ] as const);
    return { ...single, key: '[*]', index: '*', names, doubt, guard };
  };
  const placeholder = (doubt: UnknownVal): Expansion => {
    const element = value.t === 'unknown' ? value.element : undefined;
    return { shape: 'map', instances: [anyOf(doubt, element)], isOpen: true };
  };
  if (value.t === 'unknown') return placeholder(value);
  const pairs = pairsOf(value);
  if (pairs === null) return placeholder(unknownVal('unexpected-type', argument.source));
  // Terraform refuses these too: the keys of instances are shown.
  if (value.sensitive === true || pairs.some(([key]) => key.sensitive === true))
    return placeholder(unknownVal('unexpected-type', `${argument.source}, which is sensitive`));
  if (pairs.length === 0 && value.assumed !== undefined)
    return placeholder(decidedBy(value.assumed));
  checkLength(pairs.length);
  const named = pairs.filter(([key]) => isKnown(key));
  const instances = named.map(([key, element]): Instance => {
    const name = key.t === 'string' ? key.v : fail('for_each wants text keys');
    const names = new Map([
      ['each.key', text(name)],
      ['each.value', element],
    ] as const);
    const isAssumed = value.assumed !== undefined;
    return { ...single, key: `[${JSON.stringify(name)}]`, index: name, names, isAssumed };
  });
  const rest = pairs.find(([key]) => key.t === 'unknown');
  if (rest?.[0].t !== 'unknown') return { shape: 'map', instances, isOpen: false };
  return { shape: 'map', instances: [...instances, anyOf(rest[0], rest[1])], isOpen: true };
}

function pairsOf(value: Val): readonly (readonly [Val, Val])[] | null {
  if (value.t === 'null') return [];
  if (value.t === 'list') {
    const isText = value.v.every(({ t }) => t === 'string' || t === 'unknown');
    return isText ? value.v.map((element) => [element, element]) : null;
  }
  if (value.t !== 'object') return null;
  return [...value.v].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, v]) => [text(key), v]);
}

function decidedBy(variable: string): UnknownVal {
  return unknownVal('unset-variable', variable);
}

function guardOf(argument: Argument, doubt: UnknownVal): string {
  const symbol = doubt.sensitive === true ? undefined : doubt.symbol;
  return symbol ?? argument.source.replaceAll(/\s+/g, ' ');
}
