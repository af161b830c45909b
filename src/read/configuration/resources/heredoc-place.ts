import type { Argument } from '../../../hcl/language/source.ts';
import type { SourceLocation } from '../../../model/location.ts';

/** A line and column of a text of so many lines. */
interface Wanted {
  readonly line: number;
  readonly column: number;
  readonly lines: number;
}

/** Lines of a heredoc are those of the file, unless what it interpolates has lines of its own. */
export function placeInHeredoc(
  argument: Argument,
  { line, column, lines }: Wanted,
): SourceLocation {
  const [opening = '', ...written] = argument.source.split('\n');
  const content = written.slice(
    0,
    written.findLastIndex((text) => text.trim() !== ''),
  );
  const text = content[line - 1];
  if (text === undefined || content.length !== lines) return argument.at;
  const depths = content.filter((t) => t.trim() !== '').map((t) => t.length - t.trimStart().length);
  const margin = opening.startsWith('<<-') ? Math.min(...depths) : 0;
  const first = argument.locate([0, 0]);
  const isPlain = !/[$%]\{/u.test(text.slice(0, column + margin));
  const start = isPlain ? column + margin : text.length - text.trimStart().length + 1;
  const at = { line: first.line + line, column: start };
  return { ...argument.at, ...at, endLine: at.line, endColumn: at.column };
}
