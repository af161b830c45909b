import type { SourceLocation } from '../model/location.ts';
import type { Argument, Block, Body } from '../hcl/language/source.ts';
import type { Meanings } from '../hcl/syntax/meaning.ts';
import type { Finder } from '../hcl/syntax/place.ts';

/** A file in the native syntax, to be edited by position. */
export interface Document {
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  readonly body: Body;
  /** How its lines end. */
  readonly lineEnd: '\n' | '\r\n';
  /** The offset where a line begins, counted from 1; the end of the text behind the last one. */
  readonly lineStart: (line: number) => number;
}

/** Null where the parser does not understand the text. */
export function openDocument(path: string, text: string, find: Finder): Document | null {
  const file = find(path, text, noMeanings);
  if (file === null) return null;
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return {
    path,
    text,
    body: file.body,
    lineEnd: /\r\n/.test(text) ? '\r\n' : '\n',
    lineStart: (line) => starts[line - 1] ?? text.length,
  };
}

/** Edits need places alone. */
const noMeanings: Meanings = {
  of: () => {
    throw new Error('a document has no meanings');
  },
  askAhead: () => undefined,
};

/** The offsets of a place: where it begins, and where what stands there ends. */
export function rangeOf({ lineStart }: Document, at: SourceLocation): readonly [number, number] {
  return [lineStart(at.line) + at.column - 1, lineStart(at.endLine) + at.endColumn - 1];
}

/** The offsets of an argument's expression. */
export function expressionRange(
  document: Document,
  { at, source }: Argument,
): readonly [number, number] {
  const [, end] = rangeOf(document, at);
  return [end - source.length, end];
}

/** The block that begins at a place. */
export function blockAt({ body }: Document, at: SourceLocation): Block | null {
  return body.blocks.find((block) => isSamePlace(block.at, at)) ?? null;
}

/** The argument that begins at a place, and the block that it is of. */
export function argumentAt(
  { body }: Document,
  at: SourceLocation,
): { readonly argument: Argument; readonly block: Block } | null {
  for (const block of body.blocks) {
    for (const argument of block.body.args.values())
      if (isSamePlace(argument.at, at)) return { argument, block };
  }
  return null;
}

function isSamePlace(a: SourceLocation, b: SourceLocation): boolean {
  return a.line === b.line && a.column === b.column;
}
