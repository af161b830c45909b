import type { Expr } from './ast.ts';
import type { HclParser } from './parser.ts';
import { translate } from './syntax.ts';
import { bool, fail, LimitError, nullVal, number, text } from './value.ts';

const name = '[A-Za-z_][\\w-]*';
const traversal = new RegExp(`^${name}(?:\\.${name})*$`);

/** The meaning of an expression of an accepted file; the plainest ones need no parser. */
export function meaningOf(parser: HclParser, path: string, source: string): Expr {
  const simple = plain(source);
  if (simple !== null) return simple;
  const seen = meanings.get(parser) ?? new Map<string, Expr>();
  meanings.set(parser, seen);
  const expr = seen.get(source) ?? parsed(parser, path, source);
  seen.set(source, expr);
  return expr;
}

/** Stacks repeat themselves, and the parser is slow. */
const meanings = new WeakMap<HclParser, Map<string, Expr>>();

function plain(source: string): Expr | null {
  if (source === 'true' || source === 'false')
    return { e: 'literal', value: bool(source === 'true') };
  if (source === 'null') return { e: 'literal', value: nullVal };
  if (/^\d{1,15}$/.test(source)) return { e: 'literal', value: number(Number(source)) };
  if (/^"[^"\\$%\r\n]*"$/.test(source)) return { e: 'literal', value: text(source.slice(1, -1)) };
  if (!traversal.test(source)) return null;
  const [root = '', ...path] = source.split('.');
  return { e: 'reference', root, path };
}

function parsed(parser: HclParser, path: string, source: string): Expr {
  const closed = source.startsWith('<<') ? `${source.replace(/\n$/, '')}\n` : source;
  const { ast, error, crashed } = parser.expression(path, closed);
  if (crashed === true) throw new LimitError('the parser did not answer');
  return ast === undefined ? fail(error ?? 'the expression is empty') : translate(ast, closed);
}
