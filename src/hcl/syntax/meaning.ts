import type { Expr } from '../language/ast.ts';
import type { Answer, HclParser } from './parser.ts';
import { plainMeaning } from './plain.ts';
import { translate } from './translate.ts';
import { fail, LimitError } from '../value/value.ts';

/** What the expressions of accepted files mean. */
export interface Meanings {
  readonly of: (path: string, source: string) => Expr;
  /** Lets the parser begin on an expression whose meaning is likely to be wanted. */
  readonly askAhead: (path: string, source: string) => void;
}

/** The parser takes seconds for more. */
const maxSource = 1 << 18;

/** Each expression is parsed once, as stacks repeat themselves; the plainest ones need no parser. */
export function meaningsBy(parser: HclParser): Meanings {
  const known = new Map<string, Expr>();
  const asked = new Map<string, () => Answer>();
  return {
    askAhead: (path, source) => {
      if (source.length > maxSource) return;
      if (known.has(source) || asked.has(source) || plainMeaning(source) !== null) return;
      asked.set(source, ask(parser, path, source));
    },
    of: (path, source) => {
      const before = known.get(source) ?? plainMeaning(source);
      if (before !== null) return before;
      if (source.length > maxSource)
        throw new LimitError(`an expression is longer than ${maxSource} characters`);
      const answer = asked.get(source) ?? ask(parser, path, source);
      const expr = understand(answer(), source);
      asked.delete(source);
      known.set(source, expr);
      return expr;
    },
  };
}

/** What HashiCorp's parser makes of an expression. */
export function parsedMeaning(parser: HclParser, path: string, source: string): Expr {
  return understand(ask(parser, path, source)(), source);
}

function ask(parser: HclParser, path: string, source: string): () => Answer {
  return parser.expression(path, closed(source));
}

function understand({ ast, error, crashed }: Answer, source: string): Expr {
  if (crashed === true) throw new LimitError('the parser did not answer');
  return ast === undefined
    ? fail(error === undefined ? 'the expression is empty' : diagnosticOf(error))
    : translate(ast, closed(source));
}

/** The parser's diagnostic, without the text that it quotes in front of it. */
function diagnosticOf(error: string): string {
  const [, diagnostic] = /:\d+,\d+-(?:\d+,)?\d+: ([^]*)$/.exec(error) ?? [];
  return diagnostic?.trim() ?? 'the expression is not understood';
}

/** A heredoc ends with a line break. */
function closed(source: string): string {
  return source.startsWith('<<') ? `${source.replace(/\n$/, '')}\n` : source;
}
