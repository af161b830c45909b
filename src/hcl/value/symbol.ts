import { createHash } from 'node:crypto';
import type { Branch } from '../../model/branch.ts';
import { spoken, symbolWith } from '../../model/symbol.ts';
import type { TextPart } from '../../model/value.ts';
import { deep, marked, unknownsIn, type UnknownVal, type Val } from './value.ts';

const longest = 400;

/** How a value is written in a symbol: by names alone, and exactly. Equal exact texts are equal values. */
export interface Spelling {
  readonly names: string;
  readonly exact: string;
}

/** Stands in a symbol where a value took part. */
const silent = '…';

/** The exact text of a value, for comparing: never printed. Undefined where there is none. */
export function canonical(value: Val): string | undefined {
  return spellingOf(value)?.exact;
}

/** How a value is written in a symbol; undefined where an unknown in it has no name. */
export function spellingOf(value: Val): Spelling | undefined {
  switch (value.t) {
    case 'null':
      return { names: 'null', exact: 'null' };
    case 'bool':
      return { names: String(value.v), exact: String(value.v) };
    case 'number':
      return { names: silent, exact: String(value.v) };
    case 'string':
      return { names: silent, exact: JSON.stringify(value.v) };
    case 'list':
      return enclose(
        '[',
        value.v.map((inner) => ['', spellingOf(inner)] as const),
        ']',
      );
    case 'object':
      return enclose(
        '{',
        [...value.v].map(
          ([key, inner]) => [`${JSON.stringify(key)} = `, spellingOf(inner)] as const,
        ),
        '}',
      );
    case 'handle':
      return spellingOfSymbol(value.symbol);
    case 'unknown':
      return value.symbol === undefined ? undefined : spellingOfSymbol(value.symbol);
  }
}

function spellingOfSymbol(symbol: string): Spelling {
  return { names: spoken(symbol), exact: symbol };
}

/** Of a collection the unknowns alone are named: its keys are values too. */
function enclose(
  open: string,
  members: readonly (readonly [string, Spelling | undefined])[],
  close: string,
): Spelling | undefined {
  const exact: string[] = [];
  const names: string[] = [];
  for (const [label, spelling] of members) {
    if (spelling === undefined) return undefined;
    exact.push(label + spelling.exact);
    if (spelling.names !== silent || names.at(-1) !== silent) names.push(spelling.names);
  }
  return shorten({
    names: `${open}${names.join(', ')}${close}`,
    exact: `${open}${exact.join(', ')}${close}`,
  });
}

/** A spelling of bearable length; what is cut stays distinguishable. */
function shorten({ names, exact }: Spelling): Spelling {
  return {
    names: names.length <= longest ? names : `${names.slice(0, 60)}${silent}`,
    exact: exact.length <= longest ? exact : `${exact.slice(0, 60)}${silent} ${digestOf(exact)}`,
  };
}

function digestOf(exact: string): string {
  return createHash('sha256').update(exact).digest('hex').slice(0, 16);
}

/** The symbol that a spelling makes: its names, and a digest where they do not say it all. */
function toSymbol(spelling: Spelling): string {
  const { names, exact } = shorten(spelling);
  return names === exact ? names : symbolWith(names, digestOf(exact));
}

/** A symbol that is made of others. */
export function compose(
  spell: (parts: readonly string[]) => string,
  parts: readonly Spelling[],
): string {
  return toSymbol({
    names: spell(parts.map(({ names }) => names)),
    exact: spell(parts.map(({ exact }) => exact)),
  });
}

/** A symbol that is made of one other. */
export function extend(symbol: string, spell: (symbol: string) => string): string {
  return compose(([inner = '']) => spell(inner), [spellingOfSymbol(symbol)]);
}

/** The symbol of a value that holds unknowns. */
export function symbolOf(value: Val): string | undefined {
  if (value.t === 'unknown' || value.t === 'handle') return value.symbol;
  const spelling = spellingOf(value);
  return spelling === undefined ? undefined : toSymbol(spelling);
}

/** The symbol of a partly known text. */
export function symbolOfParts(parts: readonly TextPart[]): string {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return only.symbol;
  const spellings = parts.map((part) =>
    typeof part === 'string'
      ? { names: silent, exact: JSON.stringify(part) }
      : spellingOfSymbol(part.symbol),
  );
  const enclosed = (spelled: string, i: number): string =>
    typeof parts[i] === 'string' ? spelled : `\${${spelled}}`;
  return compose((all) => `"${all.map(enclosed).join('')}"`, spellings);
}

/** The unknown that an operation on (partly) unknown values yields; its symbol spells the operation. */
export function derive(
  spell: (args: readonly string[]) => string,
  args: readonly Val[],
): UnknownVal {
  const unknowns = unknownsIn(args);
  const [first] = unknowns;
  const spellings = args.map(spellingOf);
  const base: UnknownVal = {
    t: 'unknown',
    reason: first?.reason ?? 'unresolved-reference',
    what: first?.what ?? 'an expression',
    refs: distinctBranches(unknowns.flatMap(({ refs }) => refs)),
    complete: unknowns.length > 0 && unknowns.every(({ complete }) => complete),
    ...(unknowns.every(({ sure }) => sure === true) ? { sure: true } : {}),
  };
  const known = spellings.filter((spelling) => spelling !== undefined);
  const symbol = known.length === args.length ? compose(spell, known) : undefined;
  return deepMarked(symbol === undefined ? base : { ...base, symbol }, args);
}

/** The value with every mark in the others, however deep. */
export function deepMarked<V extends Val>(value: V, others: readonly Val[]): V {
  let result = value;
  for (const other of others) for (const inner of deep(other)) result = marked(result, inner);
  return result;
}

export function distinctBranches(branches: readonly Branch[]): readonly Branch[] {
  if (branches.length < 2) return branches;
  return [...new Map(branches.map((b) => [b.identities.join('\n'), b])).values()];
}

/** The parts of a partly known text: its own, or its symbol. */
export function partsOf(value: Val): readonly TextPart[] | undefined {
  if (value.t === 'string') return [value.v];
  if (value.t === 'number' || value.t === 'bool') return [String(value.v)];
  if (value.t !== 'unknown') return undefined;
  if (value.parts !== undefined) return value.parts;
  return value.symbol === undefined ? undefined : [{ symbol: value.symbol }];
}

/** Parts with neighbouring texts joined and empty ones left out. */
export function compactParts(parts: readonly TextPart[]): readonly TextPart[] {
  const result: TextPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string')
      result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}
