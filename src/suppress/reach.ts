import type { Location, SourceLocation } from '../model/location.ts';
import type { Comment } from '../read/hcl/index.ts';

/** The place in the configuration that a location names; null where it names none. */
export function placeOf(at: Location): SourceLocation | null {
  switch (at.kind) {
    case 'source':
      return at;
    case 'plan':
      return at.source;
    case 'live':
      return null;
  }
}

/**
 * Where a comment counts: in the block around it or right below it; outside of blocks, as in variable files, on
 * its line or, where it has a line to itself, on the next one that is no such comment.
 */
export function reachOf(comment: Comment, inFile: readonly Comment[]): SourceLocation {
  const { at, block, ownLine } = comment;
  if (block !== null) return block;
  if (!ownLine) return wholeLine(at, at.line);
  const ends = new Map(
    inFile.filter((other) => other.ownLine).map((other) => [other.at.line, other.at.endLine]),
  );
  let line = at.endLine + 1;
  for (let end = ends.get(line); end !== undefined; end = ends.get(line)) line = end + 1;
  return wholeLine(at, line);
}

function wholeLine({ kind, path }: SourceLocation, line: number): SourceLocation {
  return { kind, path, line, column: 1, endLine: line, endColumn: Infinity };
}

/** Whether a place begins and, where the reach is a block, ends inside the reach of a comment. */
export function reaches(reach: SourceLocation, place: SourceLocation): boolean {
  const isLine = reach.endColumn === Infinity;
  return (
    reach.path === place.path &&
    !isBefore(place.line, place.column, reach.line, reach.column) &&
    (isLine
      ? place.line === reach.line
      : !isBefore(reach.endLine, reach.endColumn, place.endLine, place.endColumn))
  );
}

function isBefore(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column < otherColumn);
}
