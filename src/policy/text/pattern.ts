import { doubt, overLimit } from './guess.ts';
import type { Guess } from './guess.ts';
import type { Meter } from './meter.ts';
import { symbolsOf } from './text.ts';
import type { Text } from './text.ts';

/** How a text is matched: letter by letter, without regard to case, or with `*` and `?`. */
export type Mode = 'exact' | 'fold' | 'pattern';

type Tokens = readonly string[];

// A token is one character, or a marker of two: neither a character nor a symbol can be mistaken for one.
const star = '\u0000*';
const one = '\u0000?';
const opaque = '\u0000$';

/**
 * Whether everything that `inner` matches is matched by `outer`. Exact where both are known.
 * A symbol may stand for any string, a wildcard too.
 */
export function contains(
  outer: Text,
  inner: Text,
  meter: Meter,
  modes: { readonly outer: Mode; readonly inner: Mode } = { outer: 'pattern', inner: 'pattern' },
): Guess {
  if (outer.key === inner.key && modes.outer === modes.inner) return true;
  if (outer.certain === '*' && modes.outer === 'pattern') return true;
  if (isPlain(outer, modes.outer) && isPlain(inner, modes.inner) && modes.outer !== 'fold') {
    return outer.certain === inner.certain;
  }
  if (outer.certain !== null && inner.certain !== null && modes.outer === 'pattern') {
    const prefix = /^[^*?]*/u.exec(outer.certain)?.[0] ?? '';
    const starts = modes.inner !== 'fold' && inner.certain.startsWith(prefix);
    if (modes.inner !== 'fold' && !starts) return false;
    if (starts && outer.certain === `${prefix}*`) return true;
  }
  if (!meter.spend(costOf(outer, inner))) return overLimit;
  const wide = tokensOf(outer, modes.outer);
  const narrow = tokensOf(inner, modes.inner);
  if (matches(wide, narrow)) return true;
  if (inner.certain === null)
    return perhaps(intersects(loosen(wide), loosen(narrow)), outer, inner);
  return outer.certain === null && perhaps(matches(loosen(wide), narrow), outer, inner);
}

/** Whether some string is matched by both. */
export function overlaps(
  a: Text,
  b: Text,
  meter: Meter,
  modes: { readonly outer: Mode; readonly inner: Mode } = { outer: 'pattern', inner: 'pattern' },
): Guess {
  if (contains(a, b, meter, modes) === true) return true;
  if (!meter.spend(costOf(a, b))) return overLimit;
  const left = tokensOf(a, modes.outer);
  const right = tokensOf(b, modes.inner);
  if (matches(right, left)) return true;
  const possible = intersects(loosen(left), loosen(right));
  return a.certain !== null && b.certain !== null ? possible : perhaps(possible, a, b);
}

/** Whether two texts are the same string. */
export function equals(a: Text, b: Text, meter: Meter): Guess {
  if (a.key === b.key) return true;
  if (a.certain !== null && b.certain !== null) return false;
  return contains(a, b, meter, { outer: 'exact', inner: 'exact' });
}

/** Whether a text is known and matches only itself. */
export function isPlain(text: Text, mode: Mode): boolean {
  return text.certain !== null && (mode !== 'pattern' || !/[*?]/u.test(text.certain));
}

function perhaps(possible: boolean, a: Text, b: Text): Guess {
  return possible && doubt([...symbolsOf(a), ...symbolsOf(b)]);
}

function costOf(a: Text, b: Text): number {
  return 8 + Math.floor((lengthOf(a) * lengthOf(b)) / 32);
}

function lengthOf(text: Text): number {
  return text.parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0);
}

/** Tokens of the texts seen of late, by mode and key. A WeakMap costs the garbage collector far more. */
const seen: Readonly<Record<Mode, Map<string, Tokens>>> = {
  exact: new Map(),
  fold: new Map(),
  pattern: new Map(),
};
const mostSeen = 4096;
const longestSeen = 256;

function tokensOf(text: Text, mode: Mode): Tokens {
  const cache = seen[mode];
  const before = cache.get(text.key);
  if (before !== undefined) return before;
  const tokens = readTokens(text, mode);
  if (cache.size >= mostSeen) cache.clear();
  if (tokens.length <= longestSeen) cache.set(text.key, tokens);
  return tokens;
}

function readTokens(text: Text, mode: Mode): Tokens {
  const tokens = text.parts.flatMap((part) => {
    if (typeof part !== 'string') return [opaque + part.symbol];
    if (mode !== 'pattern') return (mode === 'fold' ? part.toLowerCase() : part).split('');
    return part.split('').map((c) => (c === '*' ? star : c === '?' ? one : c));
  });
  return mode === 'pattern' ? settle(tokens) : tokens;
}

/** In a run of wildcards the order means nothing: `*?` and `?*` are one. */
function settle(tokens: Tokens): Tokens {
  const settled: string[] = [];
  let open = false;
  for (const token of tokens) {
    if (token === star) open = true;
    else {
      if (open && token !== one) settled.push(star);
      open &&= token === one;
      settled.push(token);
    }
  }
  return open ? [...settled, star] : settled;
}

/** With every symbol free to be anything. */
function loosen(tokens: Tokens): Tokens {
  if (!tokens.some((token) => token.startsWith(opaque))) return tokens;
  return settle(tokens.map((token) => (token.startsWith(opaque) ? star : token)));
}

/** The usual match with one retreat per `*`; a `*` or symbol of `inner` is matched by `*` or itself alone. */
function matches(outer: Tokens, inner: Tokens): boolean {
  let at = 0;
  let retreat = -1;
  let resume = 0;
  for (let index = 0; index < inner.length;) {
    const wanted = outer[at];
    if (wanted === star) {
      retreat = at++;
      resume = index;
    } else if (wanted !== undefined && admits(wanted, inner[index])) {
      at++;
      index++;
    } else if (retreat >= 0) {
      at = retreat + 1;
      index = ++resume;
    } else return false;
  }
  while (outer[at] === star) at++;
  return at === outer.length;
}

function admits(wanted: string, token: string | undefined): boolean {
  if (wanted === token) return true;
  return wanted === one && token !== undefined && token !== star && !token.startsWith(opaque);
}

/** Whether two patterns have a string in common; by rows, from the end. */
function intersects(a: Tokens, b: Tokens): boolean {
  if (differAtStart(a, b)) return false;
  let below = new Uint8Array(b.length + 1);
  let row = new Uint8Array(b.length + 1);
  for (let i = a.length; i >= 0; i--) {
    for (let j = b.length; j >= 0; j--) {
      row[j] = i === a.length && j === b.length ? 1 : step(a[i], b[j], below, row, j);
    }
    [below, row] = [row, below.fill(0)];
  }
  return below[0] === 1;
}

function differAtStart([a]: Tokens, [b]: Tokens): boolean {
  return a !== b && a?.length === 1 && b?.length === 1;
}

function step(
  a: string | undefined,
  b: string | undefined,
  below: Uint8Array,
  row: Uint8Array,
  j: number,
): number {
  if (a === star || b === star) return (below[j] ?? 0) | (row[j + 1] ?? 0);
  if (a === undefined || b === undefined) return 0;
  return a === b || a === one || b === one ? (below[j + 1] ?? 0) : 0;
}
