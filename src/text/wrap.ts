import { columns } from './columns.ts';

/** So narrow a terminal has no room for words beside a margin. */
const narrowest = 40;

/**
 * A text in lines that are no wider than a terminal, broken between words: a name or a path that is too long for a line
 * stays whole, so that it can be copied.
 * @param width columns of a line; null for a text that stays in one
 */
export function wrap(text: string, width: number | null): readonly string[] {
  if (width === null || columns(text) <= width) return [text];
  const lines: string[][] = [];
  let used = Infinity;
  for (const word of text.split(' ')) {
    const size = columns(word);
    const row = used + 1 + size > width ? undefined : lines.at(-1);
    if (row === undefined) lines.push([word]);
    else row.push(word);
    used = row === undefined ? size : used + 1 + size;
  }
  return lines.map((words) => words.join(' '));
}

/** How many columns are left behind a margin; null where nothing is wrapped. */
export function besides(margin: number, width: number | undefined): number | null {
  return width === undefined || width < narrowest ? null : width - margin;
}
