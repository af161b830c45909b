import { conditionKeys } from '../../../generated/policy-authorization.js';
import type { CanonicalConjunct } from '../../form/condition.ts';
import type { Operator } from '../../grammar/operator.ts';
import { nameBeyond } from '../../text/guess.ts';
import { literal } from '../../text/text.ts';
import type { Text } from '../../text/text.ts';
import { readRange } from './ranges.ts';
import type { Range } from './ranges.ts';
import type { Term } from './terms.ts';

/** What a conjunct says of a context key's values: they are strings of these terms, or values of these ranges. */
export type Values =
  | { readonly of: 'strings'; readonly items: readonly Term[] }
  | { readonly of: 'numbers' | 'addresses'; readonly items: readonly Ordered[] };

interface Ordered {
  readonly text: Text;
  /** Null where the value is not known. */
  readonly range: Range | null;
}

/** One conjunct, as what it makes of a request that has its key or lacks it. */
export interface Predicate {
  /** Equal ids are equal predicates. */
  readonly id: string;
  readonly key: Text;
  /** Which of the values that a request brings must meet it. */
  readonly quantifier: 'one' | 'any' | 'all';
  /** What it is where the key is missing. */
  readonly absent: boolean;
  /** Null where only presence counts: then it is there what it is not where the key is missing. */
  readonly values: Values | null;
  readonly negated: boolean;
  /** Whether its values can only be `true` and `false`. */
  readonly isFlag: boolean;
  /** The only strings that it takes from a request; null where that is not so plain. */
  readonly only: ReadonlySet<string> | null;
  /** What keeps it from being judged by values; null where nothing does, empty where only its name tells it apart. */
  readonly opaque: readonly string[] | null;
}

/** Predicates of late, by id: policies repeat themselves. A WeakMap costs the garbage collector far more. */
const computed = new Map<string, Predicate>();
const mostComputed = 4096;

/** The predicate of a conjunct (IAM User Guide, "Condition operators" and "Set operators for multivalued keys"). */
export function predicateOf(conjunct: CanonicalConjunct): Predicate {
  const before = computed.get(conjunct.id);
  if (before !== undefined) return before;
  const predicate = readPredicate(conjunct);
  if (computed.size >= mostComputed) computed.clear();
  computed.set(conjunct.id, predicate);
  return predicate;
}

function readPredicate({ id, operator, key, open, values }: CanonicalConjunct): Predicate {
  const base = {
    id,
    key: key ?? literal(id),
    negated: false,
    values: null,
    isFlag: operator?.family === 'bool',
    only: null,
  } as const;
  const opaque = (names: readonly string[]): Predicate => ({
    ...base,
    quantifier: 'one',
    absent: false,
    opaque: names,
  });
  if (open.length > 0 || key === null) return opaque(open);
  if (operator === null) return opaque([]);
  if (operator.family === 'null') return presence(base, values) ?? opaque(namesOf(values));
  const read = readValues(values, operator);
  if (read === null) return opaque(undecidable);
  const { negated, ifExists, qualifier } = operator;
  const isAll = qualifier === 'ForAllValues';
  const isPlain = operator.mode === 'exact' && operator.family === 'string' && qualifier === '';
  const strings = isPlain && !negated && !ifExists ? values.map(({ certain }) => certain) : [null];
  return {
    ...base,
    only: strings.includes(null) ? null : new Set(strings.filter((s) => s !== null)),
    quantifier: isAll ? 'all' : qualifier === 'ForAnyValue' ? 'any' : 'one',
    absent: isAll || ifExists || (negated && qualifier === ''),
    values: read,
    negated,
    opaque: null,
  };
}

const undecidable: readonly string[] = [
  nameBeyond('what a condition value that is none of its type means'),
];

function presence(
  base: Pick<Predicate, 'id' | 'key' | 'negated' | 'values' | 'isFlag' | 'only'>,
  values: readonly Text[],
): Predicate | null {
  const known = values.map(({ certain }) => certain);
  const [only, ...more] = known;
  if (more.length > 0 || (only !== 'true' && only !== 'false')) return null;
  return { ...base, quantifier: 'one', absent: only === 'true', opaque: null };
}

function namesOf(values: readonly Text[]): readonly string[] {
  return values.flatMap(({ parts }) =>
    parts.flatMap((part) => (typeof part === 'string' ? [] : [part.symbol])),
  );
}

function readValues(values: readonly Text[], operator: Operator): Values | null {
  const { mode, family } = operator;
  if (family === 'numeric' || family === 'date' || family === 'address') {
    const items = values.map((text) => ({
      text,
      range: text.certain === null ? null : readRange(text.certain, operator),
    }));
    const isRead = items.every(({ text, range }) => range !== null || text.certain === null);
    return isRead ? { of: family === 'address' ? 'addresses' : 'numbers', items } : null;
  }
  if (mode === 'below' || mode === 'above' || mode === 'block') return null;
  if (mode === 'arn' && (values.some(isStar) || (operator.negated && !values.every(isArn))))
    return null;
  const items = mode === 'arn' ? values.filter(isArn) : values;
  return { of: 'strings', items: items.map((text) => ({ mode, text })) };
}

/** Six components: what has fewer matches no ARN. One that is not wholly known may still have them. */
function isArn({ certain }: Text): boolean {
  return certain === null || certain.split(':').length >= 6;
}

/** Whether a lone star matches every ARN is nowhere said. */
function isStar({ certain }: Text): boolean {
  return certain === '*';
}

/** A text predicate that nobody wrote: what a principal settles. */
export function fact(key: string, terms: readonly Term[]): Predicate {
  const id = `fact ${key} ${terms.map(({ mode, text }) => `${mode} ${text.key}`).join(' ')}`;
  const values: Values = { of: 'strings', items: terms };
  return {
    id,
    key: literal(key),
    quantifier: 'one',
    absent: false,
    values,
    negated: false,
    isFlag: false,
    only: null,
    opaque: null,
  };
}

/** That a request lacks a key. */
export function lacks(key: string): Predicate {
  const id = `fact no ${key}`;
  return {
    id,
    key: literal(key),
    quantifier: 'one',
    absent: true,
    values: null,
    negated: false,
    isFlag: false,
    only: null,
    opaque: null,
  };
}

const many = new Set([
  ...Object.entries(conditionKeys).flatMap(([name, type]) =>
    type.startsWith('ArrayOf') ? [name.toLowerCase()] : [],
  ),
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:vpceorgpaths',
  'aws:tagkeys',
]);
const single = new Set(
  Object.entries(conditionKeys).flatMap(([name, type]) =>
    type.startsWith('ArrayOf') || /[:/]$/u.test(name) ? [] : [name.toLowerCase()],
  ),
);

const flagKeys = new Set([
  ...Object.entries(conditionKeys).flatMap(([name, type]) =>
    type === 'Bool' ? [name.toLowerCase()] : [],
  ),
  'aws:multifactorauthpresent',
  'aws:principalisawsservice',
  'aws:securetransport',
  'aws:viaawsservice',
]);

/** Whether a key is `true` or `false`. */
export function isFlag(key: string): boolean {
  return flagKeys.has(key);
}

export const flags: Values = {
  of: 'strings',
  items: ['true', 'false'].map((flag) => ({ mode: 'fold', text: literal(flag) })),
};

/** Whether a request may bring several values of a key; null where its kind of key is not known. */
export function isMultivalued(key: string): boolean | null {
  if (many.has(key)) return true;
  return single.has(key) || key.startsWith('aws:') ? false : null;
}

/** The only strings that keys can have where all of these hold, for the keys of which that is plain. */
export function stringsOf(
  predicates: readonly Predicate[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    predicates.flatMap(({ key, only }) =>
      only === null || isMultivalued(key.certain ?? '') !== false ? [] : [[key.key, only] as const],
    ),
  );
}

/** Whether a predicate takes none of the strings that its key can have: the usual case, told without a search. */
export function isElsewhere(
  { key, only }: Predicate,
  plain: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const taken = only === null ? undefined : plain.get(key.key);
  if (taken === undefined || only === null) return false;
  for (const value of only) if (taken.has(value)) return false;
  return true;
}
