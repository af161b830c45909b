import type { Argument, Block } from '../hcl/language/source.ts';
import { rangeOf, type Document } from './document.ts';
import type { Edit } from './edits.ts';

/** Takes arguments out of a block with their lines; null where something else stands on these. */
export function removeArguments(
  document: Document,
  block: Block,
  gone: readonly Argument[],
): readonly Edit[] | null {
  if (block.at.line === block.at.endLine) return emptyBlock(document, block, gone);
  const runs: { first: number; last: number }[] = [];
  for (const { at } of gone.toSorted((a, b) => a.at.line - b.at.line)) {
    if (!isAlone(document, at)) return null;
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === at.line) run.last = at.endLine;
    else runs.push({ first: at.line, last: at.endLine });
  }
  return runs.map(({ first, last }) => removeLines(document, first, last));
}

function isAlone(document: Document, at: Argument['at']): boolean {
  const { lineStart, text } = document;
  const [start, end] = rangeOf(document, at);
  const before = text.slice(lineStart(at.line), start);
  const after = text.slice(end, lineStart(at.endLine + 1));
  return before.trim() === '' && /^[ \t]*(?:(?:#|\/\/).*)?\r?\n?$/.test(after);
}

/** With one of two blank lines that would meet, or that would begin or end the block. */
function removeLines({ lineStart, path, text }: Document, first: number, last: number): Edit {
  const line = (n: number): string => text.slice(lineStart(n), lineStart(n + 1)).trim();
  const [above, below] = [line(first - 1), line(last + 1)];
  const isEnd = below === '' || below.startsWith('}');
  if (above === '' && isEnd)
    return { path, start: lineStart(first - 1), end: lineStart(last + 1), text: '' };
  const isStart = above.endsWith('{') && below === '';
  return { path, start: lineStart(first), end: lineStart(last + (isStart ? 2 : 1)), text: '' };
}

function emptyBlock(
  document: Document,
  block: Block,
  gone: readonly Argument[],
): readonly Edit[] | null {
  const { path, text } = document;
  const [start, end] = rangeOf(document, block.at);
  const open = text.indexOf('{', start) + 1;
  const [only] = gone;
  if (only === undefined || block.body.args.size !== 1 || block.body.blocks.length > 0) return null;
  const [from, to] = rangeOf(document, only.at);
  if (text.slice(open, end - 1).trim() !== text.slice(from, to)) return null;
  return [{ path, start: open, end: end - 1, text: '' }];
}
