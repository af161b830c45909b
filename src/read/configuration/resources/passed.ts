import type { Call, Omitted, Passed, SourceLocation } from '../../../model/location.ts';
import type { Expr } from '../../../hcl/language/ast.ts';
import type { Environment } from '../../../hcl/language/environment.ts';
import { evaluate } from '../../../hcl/language/evaluate.ts';
import type { Instance } from '../../../hcl/language/expand.ts';
import type { Argument, Block } from '../../../hcl/language/source.ts';
import { EvaluationError, LimitError } from '../../../hcl/value/value.ts';
import { settle } from './attribute.ts';

/** What tells the calls around a place: a module instance, or as much of one as stands in its files. */
export interface Called {
  readonly origin: { readonly address: string };
  readonly source: { readonly locals: ReadonlyMap<string, Argument> };
  readonly caller: {
    readonly scope: Called;
    readonly block: Block;
    readonly instance?: Instance;
  } | null;
  /** Absent where nothing is evaluated. */
  readonly environment?: (instance: Instance | null) => Environment;
}

/** An argument, with the block and the instance of it that it stands in. */
interface Site {
  readonly argument: Argument;
  readonly block: Block;
  readonly called: Called;
  readonly instance: Instance | null;
}

/** The place of an argument, with the calls that lead there, and the one that passes the value where it takes one over, or could. */
export function placeWithCall(
  argument: Argument,
  block: Block,
  called: Called,
  instance: Instance | null,
): SourceLocation {
  const { at } = argument;
  if (called.caller === null) return at;
  const chain = chainTo({ argument, block, called, instance });
  const calls = chain.map(({ call }) => call);
  const passed = passedBy(chain);
  if (passed !== null) return { ...at, calls, passed };
  const omitted = omittedFor(argument, called);
  return omitted === null ? { ...at, calls } : { ...at, calls, omitted };
}

/** A place that no call passes anything to, with the calls that lead there. */
export function placeInCalls(at: SourceLocation, called: Called): SourceLocation {
  return called.caller === null ? at : { ...at, calls: callsTo(called) };
}

const known = new WeakMap<Called, readonly Call[]>();

/** The calls that make a module instance, the outermost first. */
function callsTo(called: Called): readonly Call[] {
  const { caller } = called;
  if (caller === null) return [];
  const found = known.get(called) ?? [...callsTo(caller.scope), callOf(caller.block, caller.scope)];
  known.set(called, found);
  return found;
}

function callOf({ labels: [label = ''], at }: Block, { origin: { address } }: Called): Call {
  const call = address === '' ? `module.${label}` : `${address}.module.${label}`;
  return { call, at, argument: null };
}

/** A call of a chain, and whether it hands on a whole variable. */
interface Link {
  readonly call: Call;
  readonly isWhole: boolean;
}

/** The calls that lead to an argument, the outermost first, each at what it passes for the value, where it does. */
function chainTo(site: Site): readonly Link[] {
  const { called, argument } = site;
  const { caller } = called;
  if (caller === null) return [];
  const passing = passingFor(site);
  if (passing === null) return callsTo(called).map((call) => ({ call, isWhole: false }));
  const { scope, block, instance = null } = caller;
  const { name, at } = passing;
  const call = { ...callOf(block, scope), at, argument: name };
  const isWhole = variableIn(argument.source) === name;
  return [...chainTo({ argument: passing, block, called: scope, instance }), { call, isWhole }];
}

/** The outermost of the calls that pass the value. */
function passedBy(chain: readonly Link[]): Passed | null {
  const passing = chain.filter(({ call }) => call.argument !== null);
  const [outermost] = passing;
  if (outermost === undefined) return null;
  const { call, at } = outermost.call;
  const isUnchanged = passing.every(({ isWhole }) => isWhole);
  return { call, at, ...(isUnchanged ? { unchanged: passing.length } : {}) };
}

/** The argument of the call that decides the value; null where none does, or several may. */
function passingFor(site: Site): Argument | null {
  const { argument, called } = site;
  const all = givenIn(argument.source, site);
  if (all.length <= 1) return all[0] ?? null;
  if (called.environment === undefined) return null;
  const parts = unlessRefused(() => decidingParts(argument.expression(), site));
  const [first, ...others] = new Set(parts.flatMap((part) => givenIn(referencesIn(part), site)));
  return others.length === 0 ? (first ?? null) : null;
}

/** Arguments of the call that a text takes its values from: through variables, locals and `for_each`. */
function givenIn(text: string, { called, block }: Site): readonly Argument[] {
  const args = called.caller?.block.body.args;
  const found = new Set<Argument>();
  const seen = new Set<string>();
  const look = (source: string): void => {
    for (const [whole, root = '', name = ''] of source.matchAll(reference)) {
      const given = root === 'var' ? args?.get(name) : undefined;
      if (given !== undefined) found.add(given);
      if (root === 'var' || seen.has(whole)) continue;
      seen.add(whole);
      const inner = root === 'local' ? called.source.locals.get(name) : forEachOf(block);
      if (inner !== undefined) look(inner.source);
    }
  };
  look(text);
  return [...found];
}

const reference = /\b(var|local|each)\.([\p{ID_Start}_][\p{ID_Continue}-]*)/gu;

function forEachOf({ body }: Block): Argument | undefined {
  return body.args.get('for_each');
}

/** The parts of an expression that decide its value today: a branch that is chosen, an operand that settles the rest. */
function decidingParts(expr: Expr, site: Site): readonly Expr[] {
  const within = (part: Expr): readonly Expr[] => decidingParts(part, site);
  if (expr.e === 'conditional') {
    const test = truthOf(expr.test, site);
    if (test === null) return [expr];
    const chosen = test ? expr.yes : expr.no;
    return givenIn(referencesIn(chosen), site).length === 0 ? within(expr.test) : within(chosen);
  }
  if (expr.e !== 'operation' || (expr.operator !== 'logicalAnd' && expr.operator !== 'logicalOr'))
    return [expr];
  const settling = expr.operator === 'logicalOr';
  const deciding = expr.operands.filter((operand) => truthOf(operand, site) === settling);
  return (deciding.length === 0 ? expr.operands : deciding).flatMap(within);
}

function truthOf(expr: Expr, { called, instance }: Site): boolean | null {
  const environment = called.environment?.(instance);
  if (environment === undefined) return null;
  const value = settle(() => evaluate(expr, environment));
  return value.t === 'bool' ? value.v : null;
}

/** What an expression refers to, as it is written. */
function referencesIn(expr: Expr): string {
  if (expr.e === 'reference') return `${expr.root}.${String(expr.path[0] ?? '')}`;
  return partsOf(Object.values(expr)).map(referencesIn).join(' ');
}

function partsOf(members: readonly unknown[]): readonly Expr[] {
  return members.flatMap((member) => {
    if (Array.isArray(member)) return partsOf(member);
    return isExpr(member) ? [member] : [];
  });
}

function isExpr(member: unknown): member is Expr {
  return typeof member === 'object' && member !== null && 'e' in member;
}

function unlessRefused(compute: () => readonly Expr[]): readonly Expr[] {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof LimitError) return [];
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function omittedFor({ source }: Argument, { caller }: Called): Omitted | null {
  const variable = variableIn(source);
  if (caller === null || variable === null || caller.block.body.args.has(variable)) return null;
  return { variable, call: caller.block.at };
}

/** The variable that an expression hands on as it is. */
function variableIn(source: string): string | null {
  return /^var\.([\p{ID_Start}_][\p{ID_Continue}-]*)$/u.exec(source)?.[1] ?? null;
}
