import type { Mode } from '../../text/pattern.ts';
import type { Text } from '../../text/text.ts';

/** A set of strings: those that a text matches, its symbols matching anything. */
export interface Term {
  readonly mode: Mode | 'arn';
  readonly text: Text;
}

/** A letter is its code; a wildcard one of these. In an ARN it stays within its component. */
const one = -1;
export const run = -2;
const oneInside = -3;
const runInside = -4;
const colon = 58;
/** A letter that no pattern has. */
export const fresh = 0xe000;

export type Tokens = readonly number[];
/** Whether a term holds one string alone. */
export function isPlain({ mode, text: { certain } }: Term): boolean {
  if (certain === null || mode === 'fold') return false;
  return mode === 'exact' || !/[*?]/u.test(certain);
}

/** Whether a term holds a string. */
export function matches(term: Term, string: string): boolean {
  const tokens = tokensOf(term);
  let state: readonly number[] = close([0], tokens);
  for (let at = 0; at < string.length && state.length > 0; at++)
    state = step(state, tokens, string.charCodeAt(at));
  return state.includes(tokens.length);
}

/** A string that a term matches, with this in place of its stars. */
export function sampleOf(term: Term, filling: string): string {
  return tokensOf(term)
    .map((token) => {
      if (token === run || token === runInside) return filling;
      if (token === one || token === oneInside) return String.fromCharCode(fresh);
      return String.fromCharCode(token >= folded ? token - folded : token);
    })
    .join('');
}

/** `${*}` and `${?}`, which stand for the letters themselves. */
export function decode(string: string): string {
  return string.replaceAll('\u0001', '*').replaceAll('\u0002', '?');
}

const seenTokens = new Map<string, Tokens>();
const mostSeen = 4096;
export const folded = 1 << 20;

export function tokensOf({ mode, text }: Term): Tokens {
  const name = `${mode} ${text.key}`;
  const before = seenTokens.get(name);
  if (before !== undefined) return before;
  const tokens = readTokens(mode, text);
  if (seenTokens.size >= mostSeen) seenTokens.clear();
  seenTokens.set(name, tokens);
  return tokens;
}

/** The first five components of an ARN end at a colon (IAM User Guide, "ARN condition operators"). */
function readTokens(mode: Mode | 'arn', text: Text): Tokens {
  const tokens: number[] = [];
  let component = mode === 'arn' && text.certain !== '*' ? 0 : 5;
  for (const part of text.parts) {
    if (typeof part !== 'string') {
      tokens.push(run);
      continue;
    }
    for (let at = 0; at < part.length; at++) {
      const code = decode(part.charAt(at)).charCodeAt(0);
      if (code === colon) component++;
      const isWild = mode !== 'exact' && mode !== 'fold';
      if (isWild && part[at] === '*') tokens.push(component < 5 ? runInside : run);
      else if (isWild && part[at] === '?') tokens.push(component < 5 ? oneInside : one);
      else tokens.push(mode === 'fold' ? folded + lower(code) : code);
    }
  }
  return tokens;
}

function lower(code: number): number {
  return String.fromCharCode(code).toLowerCase().charCodeAt(0);
}

/** With the positions behind wildcards that may match nothing. */
export function close(positions: readonly number[], tokens: Tokens): readonly number[] {
  const all: number[] = [];
  for (let position of positions) {
    // Positions come in order, so that what is there already ends with the greatest.
    if (position <= (all.at(-1) ?? -1)) continue;
    all.push(position);
    while (tokens[position] === run || tokens[position] === runInside) all.push(++position);
  }
  return all;
}

export function step(
  positions: readonly number[],
  tokens: Tokens,
  letter: number,
): readonly number[] {
  const after: number[] = [];
  for (const position of positions) {
    const token = tokens[position];
    if (token === undefined) continue;
    if (token === run || (token === runInside && letter !== colon)) after.push(position);
    else if (token === one || (token === oneInside && letter !== colon)) after.push(position + 1);
    else if (token === letter || token === folded + lower(letter)) after.push(position + 1);
  }
  return after.length === 0 ? after : close(after, tokens);
}
