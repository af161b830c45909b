import picocolors from 'picocolors';
import { wrap } from '../../text/wrap.ts';

/** How a page is shown. */
export interface PageStyle {
  /** As many columns as a line may take; null where lines stay as they are written. */
  readonly width: number | null;
  readonly color: boolean;
}

/**
 * Markdown for a terminal: paragraphs are as wide as it is, and with colour headings, code and links stand out. What is code
 * stays as written.
 */
export function styleMarkdown(page: string, { width, color }: PageStyle): string {
  const { bold, cyan, dim, underline } = picocolors.createColors(color);
  const style = (line: string): string => {
    if (line.startsWith('#')) return color ? bold(line.replace(/^#+ /, '')) : line;
    return line
      .replaceAll(/`([^`]+)`/g, (written, code: string) => (color ? cyan(code) : written))
      .replaceAll(/<(https:[^>]+)>/g, (written, url: string) => (color ? underline(url) : written));
  };
  const told = blocksOf(page).flatMap((block): readonly string[] => {
    if (block.isCode) return block.lines.map(fenced);
    if (width === null || isApart(block.lines[0] ?? '')) return block.lines.map(style);
    const text = block.lines.join(' ');
    const [, indent = '', mark = ''] = /^( *)((?:[-*]|\d+\.) )?/.exec(text) ?? [];
    const margin = ' '.repeat(indent.length + mark.length);
    const styled = style(text.slice(margin.length).replaceAll(/ {2,}/g, ' '));
    return wrap(styled, width - margin.length).map(
      (line, i) => `${i === 0 ? `${indent}${mark}` : margin}${line}`,
    );
  });
  return told.join('\n');

  function fenced(line: string): string {
    return line.startsWith('```') ? dim(line) : cyan(line);
  }
}

/** Lines that belong together: a paragraph, an entry of a list, a heading, a blank line; or code. */
interface Block {
  readonly isCode: boolean;
  readonly lines: string[];
}

function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let isFenced = false;
  for (const line of page.split('\n')) {
    const last = blocks.at(-1);
    const isFence = line.startsWith('```');
    if (isFenced) last?.lines.push(line);
    else if (
      isFence ||
      isApart(line) ||
      last === undefined ||
      last.isCode ||
      isApart(last.lines[0] ?? '')
    )
      blocks.push({ isCode: isFence, lines: [line] });
    else if (/^ *(?:[-*]|\d+\.) /.test(line)) blocks.push({ isCode: false, lines: [line] });
    else last.lines.push(line.trim());
    if (isFence) isFenced = !isFenced;
  }
  return blocks;
}

/** Whether a line is a block by itself: a heading, a row of a table, or nothing. */
function isApart(line: string): boolean {
  return line.trim() === '' || /^[#|]/.test(line);
}
