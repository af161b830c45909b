import type { FixedFinding, ReportPart } from '../../lint/report.ts';
import { fixedWords } from './words.ts';

/** Failures that are there no more, gathered from the parts of a report: the first ones, and how many there were. */
export interface Fixed {
  readonly add: (part: Pick<ReportPart, 'fixed'>) => void;
  readonly list: () => readonly FixedFinding[];
  readonly count: () => number;
  /** A line for so many of them, and how many more there are. */
  readonly lines: (shown: number) => readonly string[];
}

/** Nobody reads more of them in a report for people. */
const most = 1000;

export function openFixed(): Fixed {
  const kept: FixedFinding[] = [];
  let count = 0;
  return {
    add: ({ fixed = [] }) => {
      count += fixed.length;
      kept.push(...fixed.slice(0, most - kept.length));
    },
    list: () => kept,
    count: () => count,
    lines: (shown) => {
      const lines = kept.slice(0, shown).map(fixedWords);
      return count > lines.length ? [...lines, `…and ${count - lines.length} more`] : lines;
    },
  };
}
