import {
  EvaluationError,
  fail,
  LimitError,
  nullVal,
  object,
  text,
  tuple,
  type Val,
} from '../value/value.ts';

/** A group that repeats what repeats: JavaScript's engine may take for ever over it. */
const explosive =
  /\([^()]*[*+}][^()]*\)[*+{]|\((?:[^()]|\([^()]*\))*[*+}][^()]*\)[*+{]|\([^()]*\|[^()]*\)[*+{]/;

/** A pattern of Go's syntax as a regular expression. */
export function compilePattern(pattern: string, flags = ''): RegExp {
  if (pattern.length > 2000 || explosive.test(pattern))
    throw new LimitError('the pattern may take too long');
  const [, leading = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const body = pattern
    .replace(/^\(\?[ims]+\)/, '')
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$');
  const all = [...new Set(`${flags}${leading}u`)].join('');
  try {
    return new RegExp(translate(body), all);
  } catch (error) {
    if (error instanceof EvaluationError) throw error;
    return fail('the pattern is not understood');
  }
}

/** JavaScript's `u` flag refuses escapes that Go accepts. */
function translate(body: string): string {
  const posix: Readonly<Record<string, string>> = {
    alpha: 'A-Za-z',
    digit: '0-9',
    alnum: '0-9A-Za-z',
    upper: 'A-Z',
    lower: 'a-z',
    space: '\\s',
    punct: '!-\\/:-@\\[-`{-~',
    xdigit: '0-9A-Fa-f',
    word: '\\w',
  };
  return body
    .replaceAll(
      /\[:(\w+):\]/g,
      (_, name: string) => posix[name] ?? fail('the pattern is not understood'),
    )
    .replaceAll(/\\([-_:@%&=#'"`~,;<>! ])/g, (whole, c: string) => (c === '-' ? whole : c))
    .replaceAll(/\\-/g, '\\x2d');
}

function groupValue(group: string | undefined): Val {
  return group === undefined ? nullVal : text(group);
}

/** What `regex` gives: the match, its groups as a tuple, or its named groups as an object. */
export function matchValue(match: RegExpExecArray | RegExpMatchArray): Val {
  if (match.groups !== undefined) {
    return object(
      new Map(Object.entries(match.groups).map(([name, group]) => [name, groupValue(group)])),
    );
  }
  return match.length === 1 ? groupValue(match[0]) : tuple(match.slice(1).map(groupValue));
}

/** Terraform's `replace`: a pattern between slashes is a regular expression. */
export function replaceAll(value: string, search: string, by: string): string {
  if (search.length < 2 || !search.startsWith('/') || !search.endsWith('/'))
    return value.replaceAll(search, () => by);
  const template = by.replaceAll(
    /\$(?:\{(\w+)\}|(\w+)|\$)/g,
    (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare;
      if (name === undefined) return whole;
      if (name === '0') return '$&';
      return /^\d+$/.test(name) ? `$${name}` : `$<${name}>`;
    },
  );
  return value.replace(compilePattern(search.slice(1, -1), 'g'), template);
}
