import type { KeyCoverage } from './keys.ts';

/** More losses than this are counted. */
const mostTold = 5;

/** What is lost, for a message; a sensitive policy keeps its words. */
export function describeLosses({ lost, count, isSensitive, notes }: KeyCoverage): string {
  const statements = `${count} statement${count === 1 ? '' : 's'}`;
  if (isSensitive) return `${statements} of a policy that is marked sensitive`;
  const more = count > mostTold ? [`and ${count - mostTold} more`] : [];
  const told = [...lost.slice(0, mostTold), ...more].join('; ');
  return notes.length === 0 ? told : `${told}; note that ${notes.slice(0, 3).join(', and that ')}`;
}
