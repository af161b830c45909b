import type { ReportedFinding } from '../../lint/report.ts';
import { toBlocks, type Block } from '../print/blocks/blocks.ts';
import { groupBy } from '../print/group.ts';
import { openFew } from '../print/order.ts';

/** A page has room for fewer rows than these: each takes a hundred bytes. */
const most = 1000;

/** The blocks of a section, over the parts of a report. */
export interface Blocks {
  /** Of one part; they are one block where they show one fault. */
  readonly add: (findings: readonly ReportedFinding[]) => void;
  /** The first of them, of no more findings than somebody wants. */
  readonly list: (most?: number) => readonly Block[];
  /** How many blocks there are. */
  readonly count: () => number;
  /** How many findings. */
  readonly findings: () => number;
}

/** @param groupOf what of two groups are never one block */
export function openBlocks(
  rank: (finding: ReportedFinding) => number,
  groupOf: (finding: ReportedFinding) => string | null = () => null,
): Blocks {
  const few = openFew<Block>(most, ([first]) => rank(first));
  let findings = 0;
  return {
    add: (found) => {
      findings += found.length;
      for (const own of groupBy(found, groupOf).values())
        for (const block of toBlocks(own)) few.add(block);
    },
    list: (limit = Infinity) => {
      let left = limit;
      return few.list().flatMap((block) => {
        const [first, ...others] = block.slice(0, left);
        left -= Math.min(left, block.length);
        return first === undefined ? [] : [[first, ...others] satisfies Block];
      });
    },
    count: few.count,
    findings: () => findings,
  };
}
