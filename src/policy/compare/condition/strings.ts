import { overLimit } from '../../text/guess.ts';
import type { Guess } from '../../text/guess.ts';
import type { Meter } from '../../text/meter.ts';
import { literal } from '../../text/text.ts';
import {
  close,
  decode,
  folded,
  fresh,
  isPlain,
  matches,
  run,
  sampleOf,
  step,
  tokensOf,
} from './terms.ts';
import type { Term, Tokens } from './terms.ts';

/** So much one question may cost. */
const mostSteps = 10_000;

/** Positions in the tokens of each term that the letters so far lead to. */
type State = readonly (readonly number[])[];

/**
 * Whether some string is in one term of each list of `within`, and in none of `without`. Walks the lists side by side,
 * a letter at a time, as automata: exact, and ended by the meter.
 */
export function haveCommon(
  within: readonly (readonly Term[])[],
  without: readonly Term[],
  meter: Meter,
): Guess {
  const plain = within.find((terms) => terms.every(isPlain));
  if (plain !== undefined) return amongPlain(plain, within, without, meter);
  if (isMetBySample(within, without, meter)) return true;
  const lists = [...within.map(compile), compile(without)];
  const seen = new Set<string>();
  const pending: Walk[] = [{ from: null, letter: 0 }];
  let left = mostSteps;
  for (let walk = pending.pop(); walk !== undefined; walk = pending.pop()) {
    const { from, letter } = walk;
    const cost = from === null ? 1 : 1 + Math.floor(sizeOf(from) / 8);
    if ((left -= cost) < 0 || !meter.spend(cost)) return overLimit;
    const states = lists.map((terms, at) =>
      from === null
        ? terms.map((tokens) => close([0], tokens))
        : advance(from[at] ?? [], terms, letter),
    );
    if (states.slice(0, -1).some((state) => state.every((positions) => positions.length === 0)))
      continue;
    const key = keyOf(states);
    if (seen.has(key)) continue;
    seen.add(key);
    if (accepts(states, lists)) return true;
    for (const next of nextLetters(states, lists)) pending.push({ from: states, letter: next });
  }
  return false;
}

interface Walk {
  readonly from: readonly State[] | null;
  readonly letter: number;
}

/** Whether one of the shortest strings of the terms will do: nearly always, where some string does. */
function isMetBySample(
  within: readonly (readonly Term[])[],
  without: readonly Term[],
  meter: Meter,
): boolean {
  const [terms = [anything], ...others] = within;
  for (const term of terms) {
    for (const filling of ['', String.fromCharCode(fresh)]) {
      if (!meter.spend(1 + Math.floor(without.length / 8))) return false;
      const sample = sampleOf(term, filling);
      const isIn = others.every((list) => list.some((other) => matches(other, sample)));
      if (isIn && !without.some((other) => matches(other, sample))) return true;
    }
  }
  return false;
}

const anything: Term = { mode: 'pattern', text: literal('*') };

/** Where a list holds a few strings alone, each is asked for. */
function amongPlain(
  plain: readonly Term[],
  within: readonly (readonly Term[])[],
  without: readonly Term[],
  meter: Meter,
): Guess {
  const lists = within.filter((terms) => terms !== plain).map(asSet);
  const barred = asSet(without);
  for (const { text } of plain) {
    const string = decode(text.certain ?? '');
    if (!meter.spend(2 + barred.others.length)) return overLimit;
    if (!holds(barred, string) && lists.every((list) => holds(list, string))) return true;
  }
  return false;
}

interface TermSet {
  readonly exact: ReadonlySet<string>;
  readonly others: readonly Term[];
}

function asSet(terms: readonly Term[]): TermSet {
  const exact = terms.filter((term) => term.mode === 'exact' && isPlain(term));
  return {
    exact: new Set(exact.map(({ text }) => decode(text.certain ?? ''))),
    others: terms.filter((term) => term.mode !== 'exact' || !isPlain(term)),
  };
}

function holds({ exact, others }: TermSet, string: string): boolean {
  return exact.has(string) || others.some((term) => matches(term, string));
}

function compile(terms: readonly Term[]): readonly Tokens[] {
  return terms.map(tokensOf);
}

function advance(state: State, lists: readonly Tokens[], letter: number): State {
  return state.map((positions, at) => step(positions, lists[at] ?? [], letter));
}

function accepts(states: readonly State[], lists: readonly (readonly Tokens[])[]): boolean {
  return states.every((state, at) => {
    const isAtEnd = state.some((positions, i) => positions.includes(lists[at]?.[i]?.length ?? -1));
    return isAtEnd === at < states.length - 1;
  });
}

/** The letters that make a difference here; those that lead on come last, to be tried first. */
function nextLetters(
  states: readonly State[],
  lists: readonly (readonly Tokens[])[],
): readonly number[] {
  const barred = new Set<number>();
  const wanted = new Set<number>();
  for (const [at, state] of states.entries()) {
    const letters = at === states.length - 1 ? barred : wanted;
    for (const [i, positions] of state.entries()) {
      for (const position of positions) {
        const token = lists[at]?.[i]?.[position] ?? run;
        if (token >= folded) {
          letters.add(token - folded);
          letters.add(
            String.fromCharCode(token - folded)
              .toUpperCase()
              .charCodeAt(0),
          );
        } else if (token >= 0) letters.add(token);
      }
    }
  }
  return [...new Set([...barred, fresh, ...wanted])];
}

function keyOf(states: readonly State[]): string {
  return states.map((state) => state.map((p) => p.join(',')).join(';')).join('|');
}

function sizeOf(states: readonly State[]): number {
  let size = 1;
  for (const state of states) for (const positions of state) size += positions.length;
  return size;
}
