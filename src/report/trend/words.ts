import type { FixedFinding, PreviousState, ReportEnd, Summary } from '../../lint/report.ts';

// What became of findings, for people.

/**
 * `2 new, 5 known, 3 fixed since 2026-11-18`, and of how many findings earlier snapshots cannot tell; nothing where none was
 * compared.
 */
export function trendWords({ trend, fail }: Pick<Summary, 'trend' | 'fail'>): readonly string[] {
  if (trend === undefined) return [];
  const { new: fresh, known, fixed, since } = trend;
  const rest = fail - fresh - known;
  const untold = rest > 0 ? `, ${rest} not compared` : '';
  return [`${fresh} new, ${known} known${untold}, ${fixed} fixed since ${since.slice(0, 10)}`];
}

/** What a reader is told beside a finding. */
export const stateWords: Readonly<Record<PreviousState, string>> = {
  new: 'new',
  unchanged: 'known',
  updated: 'known, and changed',
};

/** A failure that is there no more, in a line. */
export function fixedWords({ severity, ruleId, subject }: FixedFinding): string {
  return `${severity} ${ruleId}: ${subject}`;
}

/** Accounts and Regions that were read before, and are not judged now. */
export function absentWords({ scans = [] }: Pick<ReportEnd, 'scans'>): readonly string[] {
  return scans.flatMap(({ scope, now, previous }) => {
    if (now !== null) return [];
    const day = previous?.startedAt?.slice(0, 10);
    return [day === undefined ? scope : `${scope} (last read ${day})`];
  });
}

/** Lists of which nobody reads all: what is left out is counted. */
export function shorten(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `…and ${lines.length - most} more`];
}
