import { relative, sep } from 'node:path';
import type { SourceLocation } from '../../model/location.ts';
import type { Expr, Span } from './ast.ts';

/** An argument of a block: `name = expression`. */
export interface Argument {
  readonly name: string;
  /** The expression as written. */
  readonly source: string;
  readonly at: SourceLocation;
  /** The place of a part of the expression; of the argument where parts have none. */
  readonly locate: (span: Span) => SourceLocation;
  /** The expression's meaning; throws where the parser refuses it. */
  readonly expression: () => Expr;
  /** Lets the parser begin on the expression. */
  readonly askAhead: () => void;
}

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly at: SourceLocation;
}

export interface Body {
  readonly args: ReadonlyMap<string, Argument>;
  readonly blocks: readonly Block[];
}

/** A comment, and the lines of the block around it or right below it. */
export interface Comment {
  readonly text: string;
  readonly at: SourceLocation;
  /** The block that the comment stands in or, where it has a line to itself, right above. */
  readonly block: SourceLocation | null;
  readonly ownLine: boolean;
}

/** A file whose blocks were found. */
export interface SourceFile {
  readonly path: string;
  readonly body: Body;
  readonly comments: readonly Comment[];
}

export const emptyBody: Body = { args: new Map(), blocks: [] };

/** Turns offsets of a text into lines and columns. */
export function locator(
  path: string,
  text: string,
): (start: number, end: number) => SourceLocation {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return (start, end) => {
    const [from, to] = [lineOf(start), lineOf(end)];
    return {
      kind: 'source',
      path,
      line: from + 1,
      column: start - (starts[from] ?? 0) + 1,
      endLine: to + 1,
      endColumn: end - (starts[to] ?? 0) + 1,
    };
  };
}

/** The beginning of a file, for facts that have no better place. */
export function startOf(path: string): SourceLocation {
  return { kind: 'source', path, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** A path as it is printed: relative to the working directory, with slashes. */
export function display(cwd: string, path: string): string {
  const shown = relative(cwd, path);
  return shown === '' ? '.' : shown.split(sep).join('/');
}
