import type { Node } from 'web-tree-sitter';
import type { SourceLocation } from '../../model/location.ts';
import type { Block, Body, Comment } from '../language/source.ts';

/** What comments are read beside. */
interface Context {
  readonly text: string;
  readonly locate: (start: number, end: number) => SourceLocation;
}

/** The comments of a file, each with the block that it speaks of. */
export function readComments(
  root: Node,
  body: Body,
  { text, locate }: Context,
): readonly Comment[] {
  if (!/#|\/\/|\/\*/.test(text)) return [];
  const lines = readLines(text);
  return root.descendantsOfType('comment').map((node) => {
    const at = locate(node.startIndex, node.endIndex);
    const ownLine = lines.inkOf(at.line) === at.column - 1;
    return { text: node.text, at, ownLine, block: blockOf(at, ownLine, body, lines) };
  });
}

/** What stands on the lines of a file, which count from 1. */
interface Lines {
  /** How many blanks a line begins with. */
  readonly inkOf: (line: number) => number;
  /** The first line from this one on that does not look like a comment. */
  readonly plainFrom: (line: number) => number;
}

function readLines(text: string): Lines {
  const lines = text.split('\n');
  const plain = Array.from({ length: lines.length + 1 }, () => lines.length);
  for (let i = lines.length - 1; i >= 0; i--) {
    const isComment = /^\s*(?:#|\/\/|\/?\*)/.test(lines[i] ?? '');
    plain[i] = isComment ? (plain[i + 1] ?? i) : i;
  }
  return {
    inkOf: (line) => (lines[line - 1] ?? '').search(/\S|$/),
    plainFrom: (line) => (plain[line - 1] ?? lines.length) + 1,
  };
}

/** The block around a comment or, where it stands on a line of its own, right below it. */
function blockOf(
  at: SourceLocation,
  ownLine: boolean,
  body: Body,
  lines: Lines,
): SourceLocation | null {
  for (let i = firstEndingAfter(at.endLine, body.blocks); i < body.blocks.length; i++) {
    const block = body.blocks[i];
    if (block === undefined) break;
    if (block.at.line > at.endLine) {
      // Only comments stand between the two.
      const isRightAbove = ownLine && lines.plainFrom(at.endLine + 1) >= block.at.line;
      return isRightAbove ? block.at : null;
    }
    if (block.at.line <= at.line) return blockOf(at, ownLine, block.body, lines) ?? block.at;
  }
  return null;
}

/** The first of the blocks, which stand in their order, that ends on this line or later. */
function firstEndingAfter(line: number, blocks: readonly Block[]): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.at.endLine ?? line) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
