import type { Location, SourceLocation } from '../../model/location.ts';

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

/** Whether a place lies wholly in a block. */
export function holdsPlace(block: SourceLocation, place: SourceLocation): boolean {
  return (
    block.path === place.path &&
    !isBefore(place.line, place.column, block.line, block.column) &&
    !isBefore(block.endLine, block.endColumn, place.endLine, place.endColumn)
  );
}

function isBefore(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column < otherColumn);
}
