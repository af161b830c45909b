import { groupOf, nameGroup } from '../../lint/owner/grouping.ts';
import type { Grouping } from '../../lint/owner/owners.ts';
import type { ReportedFinding } from '../../lint/report.ts';
import { escapeText } from '../../text/escape.ts';
import { openGroupSpool } from '../groups/group-spool.ts';
import { groupBy } from '../print/group.ts';
import type { Colors } from './paint.ts';

/** Findings by group, over the parts of a report. */
export interface Groups {
  readonly add: (
    findings: readonly ReportedFinding[],
    render: (own: readonly ReportedFinding[]) => Iterable<string>,
  ) => void;
  readonly take: (apart: (text: string) => string) => Iterable<string>;
}

interface Count {
  fail: number;
  others: number;
}

export function openGroups(grouping: Grouping, colors: Colors): Groups {
  const spool = openGroupSpool();
  const counts = new Map<string | null, Count>();
  return {
    add: (findings, render) => {
      for (const [name, own] of groupBy(findings, (one) => groupOf(one, grouping))) {
        const count = counts.get(name) ?? { fail: 0, others: 0 };
        counts.set(name, count);
        for (const { kind } of own) count[kind === 'fail' ? 'fail' : 'others'] += 1;
        for (const text of render(own)) spool.add(name, text);
      }
    },
    *take(apart) {
      for (const [name, texts] of spool.take()) {
        const heading = colors.bold(escapeText(nameGroup(name, grouping)));
        const count = describe(counts.get(name) ?? { fail: 0, others: 0 });
        yield apart(`${heading}  ${colors.dim(count)}\n`);
        yield* texts;
      }
    },
  };
}

function describe({ fail, others }: Count): string {
  const parts = [
    ...(fail === 0 ? [] : [`${fail} finding${fail === 1 ? '' : 's'}`]),
    ...(others === 0 ? [] : [`${others} other verdict${others === 1 ? '' : 's'}`]),
  ];
  return parts.join(', ');
}
