import type { ReportOptions } from '../../lint/report.ts';
import type { RuleCount } from '../print/blocks/rule-table.ts';
import { labelWidth, paint, type Colors } from './paint.ts';

const heads = ['findings', 'undecided'] as const;

/** How many findings there are of each rule; nothing where there are none. */
export function* renderTable(
  rows: readonly RuleCount[],
  { quiet }: ReportOptions,
  colors: Colors,
): Generator<string> {
  if (rows.length === 0) return;
  const width = Math.max(...rows.map(({ ruleId }) => ruleId.length));
  const [findings, undecided] = heads;
  const isDecided = quiet || rows.every(({ open }) => open === 0);
  const blank = ' '.repeat(labelWidth);
  const head = `${''.padEnd(width)}  ${findings}${isDecided ? '' : `  ${undecided}`}`;
  yield `  ${blank} ${colors.dim(head)}\n`;
  for (const { ruleId, severity, fail, open } of rows) {
    const label = paint(fail === 0 ? 'open' : severity, colors);
    const counts = [tell(fail, findings), ...(isDecided ? [] : [tell(open, undecided)])];
    yield `${`  ${label} ${ruleId.padEnd(width)}  ${counts.join('  ')}`.trimEnd()}\n`;
  }
}

function tell(count: number, head: string): string {
  return (count === 0 ? '' : String(count)).padStart(head.length);
}
