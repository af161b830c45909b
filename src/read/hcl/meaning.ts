import type { Expr } from './ast.ts';
import type { HclParser } from './parser.ts';
import { plainMeaning } from './plain.ts';
import { translate } from './syntax.ts';
import { fail, LimitError } from './value.ts';

/** The meaning of an expression of an accepted file; the plainest ones need no parser. */
export function meaningOf(parser: HclParser, path: string, source: string): Expr {
  const simple = plainMeaning(source);
  if (simple !== null) return simple;
  const seen = meanings.get(parser) ?? new Map<string, Expr>();
  meanings.set(parser, seen);
  const expr = seen.get(source) ?? parsedMeaning(parser, path, source);
  seen.set(source, expr);
  return expr;
}

/** Stacks repeat themselves, and the parser is slow. */
const meanings = new WeakMap<HclParser, Map<string, Expr>>();

/** What HashiCorp's parser makes of an expression. */
export function parsedMeaning(parser: HclParser, path: string, source: string): Expr {
  const closed = source.startsWith('<<') ? `${source.replace(/\n$/, '')}\n` : source;
  const { ast, error, crashed } = parser.expression(path, closed);
  if (crashed === true) throw new LimitError('the parser did not answer');
  return ast === undefined ? fail(error ?? 'the expression is empty') : translate(ast, closed);
}
