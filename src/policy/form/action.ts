import { keyActions } from '../../generated/policy-authorization.js';
import type { Listing } from '../grammar/document.ts';
import type { Comparison } from './dimension.ts';
import { meterOf } from '../text/meter.ts';
import { contains, isPlain, overlaps } from '../text/pattern.ts';
import { literal, mapLiterals, symbolsOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** Actions that KMS has for a key, as bits in the order of the generated table. */
export type ActionBits = bigint;

/** What an Action or NotAction element names. */
export interface Actions extends Listing<Text> {
  /** Those that it surely names. */
  readonly certain: ActionBits;
  /** Those that it may name, those above among them. */
  readonly possible: ActionBits;
  /** What keeps the two apart. */
  readonly symbols: readonly string[];
  /** The items of which parts are not known; none in a Not-form. */
  readonly open: readonly Text[];
  /** Equal ids name the same; empty where all of it is known. */
  readonly id: string;
}

const names = keyActions.map((name) => literal(`kms:${name.toLowerCase()}`));
const indexes = new Map(names.map((name, index) => [name.certain ?? '', 1n << BigInt(index)]));
const all = (1n << BigInt(names.length)) - 1n;
const everything = new Set(['*', '*:*', 'kms:*']);

/** Action names ignore case (IAM User Guide, Action element). An action that KMS has not for a key is none. */
export function readActions({ negated, items }: Listing<Text>): Actions {
  const lower = items.map((item) => mapLiterals(item, (piece) => piece.toLowerCase()));
  let certain = 0n;
  let possible = 0n;
  for (const item of lower) {
    const bits = bitsOf(item);
    certain |= bits.certain;
    possible |= bits.possible;
  }
  const symbols = lower.flatMap(symbolsOf);
  return {
    negated,
    items: lower,
    certain: negated ? all & ~possible : certain,
    possible: negated ? all & ~certain : possible,
    symbols,
    open: negated ? [] : lower.filter((item) => item.certain === null),
    id: symbols.length === 0 ? '' : idOf(negated, lower),
  };
}

function idOf(negated: boolean, items: readonly Text[]): string {
  return JSON.stringify([negated, [...new Set(items.map(({ key }) => key))].toSorted()]);
}

/** The same without some actions. */
export function withoutActions(actions: Actions, left: readonly string[]): Actions {
  const bits = left.reduce((sum, name) => sum | (indexes.get(name.toLowerCase()) ?? 0n), 0n);
  if ((actions.possible & bits) === 0n) return actions;
  return { ...actions, certain: actions.certain & ~bits, possible: actions.possible & ~bits };
}

/** The names of actions, as AWS writes them. */
export function printActions(bits: ActionBits): readonly string[] {
  return keyActions.filter((_, index) => (bits & (1n << BigInt(index))) !== 0n).map(prefixed);
}

/** The single actions among these. */
export function* eachAction(bits: ActionBits): Generator<ActionBits> {
  for (let rest = bits, bit = 1n; rest !== 0n; rest >>= 1n, bit <<= 1n) {
    if ((rest & 1n) === 1n) yield bit;
  }
}

const computed = new Map<string, Pick<Actions, 'certain' | 'possible'>>();
const mostComputed = 10_000;

/** What one item in lower case names. */
export function bitsOf(item: Text): Pick<Actions, 'certain' | 'possible'> {
  const { certain: name } = item;
  if (name !== null && everything.has(name)) return { certain: all, possible: all };
  const exact = name === null || /[*?]/u.test(name) ? undefined : (indexes.get(name) ?? 0n);
  if (exact !== undefined) return { certain: exact, possible: exact };
  const before = computed.get(item.key);
  if (before !== undefined) return before;
  const bits = matchedBy(item);
  if (computed.size >= mostComputed) computed.clear();
  computed.set(item.key, bits);
  return bits;
}

function matchedBy(item: Text): Pick<Actions, 'certain' | 'possible'> {
  const meter = meterOf(1_000_000);
  let certain = 0n;
  let possible = 0n;
  for (const [index, name] of names.entries()) {
    const guess = contains(item, name, meter);
    if (guess === true) certain |= 1n << BigInt(index);
    if (guess !== false) possible |= 1n << BigInt(index);
  }
  return { certain, possible };
}

function prefixed(name: string): string {
  return `kms:${name}`;
}

/** How items compare of which parts are not known. */
export const actionComparison: Comparison<Text> = {
  isPlain: (text) => isPlain(text, 'pattern'),
  isEverything: (text) => everything.has(text.certain ?? ''),
  covers: contains,
  overlaps,
};
