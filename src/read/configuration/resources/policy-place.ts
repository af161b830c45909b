import { dirname, join, relative, resolve } from 'node:path';
import type { Expr } from '../../../hcl/language/ast.ts';
import { evaluate } from '../../../hcl/language/evaluate.ts';
import type { Instance } from '../../../hcl/language/expand.ts';
import type { Argument, Block } from '../../../hcl/language/source.ts';
import type { SourceLocation } from '../../../model/location.ts';
import { EvaluationError, LimitError } from '../../../hcl/value/value.ts';
import type { Inside } from '../../../model/value.ts';
import type { Scope } from '../scope.ts';
import { placeInHeredoc } from './heredoc-place.ts';
import { placeInDocument } from './policy-document-place.ts';
import { settle } from './attribute.ts';

/** An expression with the argument and the module instance that it stands in. */
export interface Written {
  readonly expr: Expr;
  readonly argument: Argument;
  readonly scope: Scope;
  readonly instance: Instance | null;
}

/** A place in a text: members and elements that lead to it, and line and column. */
interface Wanted {
  readonly tokens: readonly string[];
  readonly line: number;
  readonly column: number;
  /** So many lines has the text. */
  readonly lines: number;
}

const mostHops = 32;

/**
 * Where the user wrote what stands at a place of a policy text: found by following the expression that makes it, through
 * locals, inputs, outputs and policy documents. Asked only where something is told of the policy.
 */
export function insideOf(
  argument: Argument,
  scope: Scope,
  instance: Instance | null,
  lines: number,
): Inside {
  return ({ pointer, line, column }) => {
    const tokens = pointer.split('/').slice(1).map(unescape);
    return unlessRefused(() => {
      const from = writtenIn(argument, scope, instance);
      return from === null ? null : placeOfText(from, { tokens, line, column, lines }, mostHops);
    });
  };
}

function unescape(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Null where an expression on the way cannot be evaluated. */
function unlessRefused<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof LimitError) return null;
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Where a text is written, or what it is made of. */
function placeOfText(written: Written, wanted: Wanted, hops: number): SourceLocation | null {
  const { expr, argument } = written;
  if (hops === 0) return null;
  if (argument.source.startsWith('<<') && expr.e !== 'call' && expr.e !== 'reference')
    return placeInHeredoc(argument, wanted);
  if (expr.e === 'call') return placeInCall(expr, written, wanted, hops);
  if (expr.e === 'conditional') {
    const chosen = branchOf(expr, written);
    return chosen === null ? null : placeOfText({ ...written, expr: chosen }, wanted, hops - 1);
  }
  const target = expr.e === 'reference' ? follow(written) : null;
  if (target === null) return null;
  if ('block' in target) return placeInDocument(target.block, wanted.tokens);
  return placeOfText(target, wanted, hops - 1);
}

type CallExpr = Extract<Expr, { e: 'call' }>;

function placeInCall(
  { name, args }: CallExpr,
  written: Written,
  wanted: Wanted,
  hops: number,
): SourceLocation | null {
  const [first] = args;
  if (first === undefined) return null;
  if (name === 'jsonencode')
    return placeOfValue({ ...written, expr: first }, wanted.tokens, hops - 1);
  if (name === 'file' || name === 'templatefile') return placeInFile(first, written, wanted);
  const isPassing = name === 'trimspace' || name === 'chomp' || name === 'sensitive';
  return isPassing ? placeOfText({ ...written, expr: first }, wanted, hops - 1) : null;
}

/** Where a value, or one of its members, is written: as near as the expression tells. */
function placeOfValue(
  written: Written,
  tokens: readonly string[],
  hops: number,
): SourceLocation | null {
  const { expr, argument } = written;
  const [token, ...rest] = tokens;
  const here = expr.span === undefined ? argument.at : argument.locate(expr.span);
  if (token === undefined || hops === 0) return here;
  const inner = memberOf(written, token);
  if (inner !== null) {
    const [key, value] = inner;
    const place = placeOfValue({ ...written, expr: value }, rest, hops - 1);
    return rest.length === 0 && key?.span !== undefined
      ? argument.locate(key.span)
      : (place ?? here);
  }
  if (expr.e === 'conditional') {
    const chosen = branchOf(expr, written);
    return chosen === null ? here : placeOfValue({ ...written, expr: chosen }, tokens, hops - 1);
  }
  if (expr.e === 'call') return placeInList(expr, written, tokens, hops) ?? here;
  // One value stands alone or in a list, as it likes.
  if (/^\d+$/u.test(token) && expr.e !== 'reference' && expr.e !== 'for') return here;
  if (expr.e === 'for')
    return placeOfValue({ ...written, expr: expr.value }, rest, hops - 1) ?? here;
  const target = expr.e === 'reference' ? follow(written) : null;
  if (target === null || 'block' in target) return here;
  return placeOfValue(target, tokens, hops - 1) ?? here;
}

/** A member of an object, or an element of a tuple, as it is written. */
function memberOf(
  { expr, scope, instance }: Written,
  token: string,
): readonly [key: Expr | null, value: Expr] | null {
  if (expr.e === 'tuple') {
    const item = expr.items[Number(token)];
    return item === undefined ? null : [null, item];
  }
  if (expr.e !== 'object') return null;
  const found = expr.items.findLast(([key]) => {
    const name = settle(() => evaluate(key, scope.environment(instance)));
    return name.t === 'string' && name.v === token;
  });
  return found ?? null;
}

/** An element of lists that are put together; a member of maps, of which the last counts. */
function placeInList(
  { name, args }: CallExpr,
  written: Written,
  [token = '', ...rest]: readonly string[],
  hops: number,
): SourceLocation | null {
  if (name === 'merge') {
    const holder = args.findLast((expr) => memberOf({ ...written, expr }, token) !== null);
    return holder === undefined
      ? null
      : placeOfValue({ ...written, expr: holder }, [token, ...rest], hops - 1);
  }
  if (name !== 'concat') return null;
  let index = Number(token);
  for (const expr of args) {
    const list = settle(() => evaluate(expr, written.scope.environment(written.instance)));
    if (list.t !== 'list') return null;
    if (index < list.v.length)
      return placeOfValue({ ...written, expr }, [String(index), ...rest], hops - 1);
    index -= list.v.length;
  }
  return null;
}

function branchOf(
  expr: Extract<Expr, { e: 'conditional' }>,
  { scope, instance }: Written,
): Expr | null {
  const test = settle(() => evaluate(expr.test, scope.environment(instance)));
  return test.t === 'bool' ? (test.v ? expr.yes : expr.no) : null;
}

/** What a reference leads to: another expression, or a policy document. */
function follow({ expr, scope }: Written): Written | { readonly block: Block } | null {
  if (expr.e !== 'reference') return null;
  const [first, second] = expr.path.map(String);
  if (expr.root === 'local') return writtenIn(scope.source.locals.get(first ?? ''), scope);
  if (expr.root === 'var') return followVariable(first ?? '', scope);
  if (expr.root === 'data' && first === 'aws_iam_policy_document') {
    const block = scope.source.resources.get(`data.${first}.${second ?? ''}`);
    return block === undefined ? null : { block };
  }
  if (expr.root !== 'module') return null;
  const name = expr.path.findLast((step) => typeof step === 'string') ?? '';
  const inner = scope.calls(first ?? '').scopes[0]?.scope;
  return inner === undefined
    ? null
    : writtenIn(inner.source.outputs.get(name)?.body.args.get('value'), inner);
}

function writtenIn(
  argument: Argument | undefined,
  scope: Scope,
  instance: Instance | null = null,
): Written | null {
  if (argument === undefined) return null;
  return { expr: argument.expression(), argument, scope, instance };
}

function followVariable(name: string, scope: Scope): Written | null {
  const standard = scope.source.variables.get(name)?.body.args.get('default');
  const { caller } = scope;
  if (caller !== null) {
    const passed = caller.block.body.args.get(name);
    return passed === undefined
      ? writtenIn(standard, scope)
      : writtenIn(passed, caller.scope, caller.instance);
  }
  const given = scope.root.given.get(name);
  if (given === undefined) return writtenIn(standard, scope);
  return 'expression' in given ? writtenIn(given, scope) : null;
}

function placeInFile(
  path: Expr,
  { argument, scope, instance }: Written,
  { line, column }: Wanted,
): SourceLocation | null {
  const named = evaluate(path, scope.environment(instance));
  if (named.t !== 'string') return null;
  const file = resolve(scope.root.entry.path, named.v);
  const shown = join(dirname(argument.at.path), relative(scope.source.directory, file));
  return { kind: 'source', path: shown, line, column, endLine: line, endColumn: column };
}
