import type { FixedFinding, PreviousState, ReportEnd, Summary } from '../../lint/report.ts';

// What became of findings, for people.

/** `2 new, 5 known, 3 fixed since 2026-11-18`; nothing where no earlier snapshot was compared. */
export function trendWords(trend: Summary['trend']): readonly string[] {
  if (trend === undefined) return [];
  const { new: fresh, known, fixed, since } = trend;
  return [`${fresh} new, ${known} known, ${fixed} fixed since ${since.slice(0, 10)}`];
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
