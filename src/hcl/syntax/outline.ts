import { readJsonFile } from './json-file.ts';
import { lexer, type Lexer } from './lexer.ts';
import type { Body } from '../language/source.ts';

/** A block as it is written: nothing of it has been given a meaning. */
export interface OutlinedBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** The arguments' expressions as written, without comments around them. */
  readonly args: ReadonlyMap<string, string>;
  readonly blocks: readonly OutlinedBlock[];
  /** The line that it begins on, from 1. */
  readonly line: number;
}

/** The blocks of a file, found without a parser; null where only a parser can tell what the text is. */
export type Outline = readonly OutlinedBlock[] | null;

const maxNesting = 100;

/** Outlines a file in the native syntax: comments, texts, templates and heredocs hide what is written in them. */
export function outline(text: string): Outline {
  const lex = lexer(text);
  const blocks = readBody(lex, new Map(), 0);
  return lex.isBroken() || lex.at() < text.length ? null : blocks;
}

/** Outlines a file in the JSON syntax. */
export function outlineJson(text: string): Outline {
  try {
    const { body } = readJsonFile('', text, { of: noMeaning, askAhead: () => undefined });
    return fromBody(body);
  } catch {
    return null;
  }
}

function noMeaning(): never {
  throw new Error('an outline has no meanings');
}

function fromBody({ blocks }: Body): readonly OutlinedBlock[] {
  return blocks.map(({ type, labels, body, at }) => ({
    type,
    labels,
    args: new Map([...body.args].map(([name, { source }]) => [name, source])),
    blocks: fromBody(body),
    line: at.line,
  }));
}

/** The blocks up to the brace that closes the body, or the end of the text; its arguments go into `args`. */
function readBody(lex: Lexer, args: Map<string, string>, depth: number): readonly OutlinedBlock[] {
  const blocks: OutlinedBlock[] = [];
  for (;;) {
    lex.skipLines();
    const line = lex.line();
    const name = lex.word();
    if (name === null) return blocks;
    const labels: string[] = [];
    for (let label = lex.label(); label !== null; label = lex.label()) labels.push(label);
    if (labels.length === 0 && lex.take('=')) args.set(name, lex.expression());
    else if (depth < maxNesting && lex.take('{')) {
      const own = new Map<string, string>();
      const inner = readBody(lex, own, depth + 1);
      if (!lex.take('}')) lex.breakOff();
      blocks.push({ type: name, labels, args: own, blocks: inner, line });
    } else lex.breakOff();
    if (lex.isBroken()) return blocks;
  }
}
