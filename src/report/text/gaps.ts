import { escapeText } from '../../text/escape.ts';
import type { ReportEnd, ReportOptions } from '../../lint/report.ts';
import type { Gap } from '../../model/inventory.ts';
import type { Colors } from './paint.ts';
import { besides, wrap } from './wrap.ts';

/** What was not read. */
export function renderGaps(
  { gaps }: ReportEnd,
  { width }: ReportOptions,
  colors: Colors,
): readonly string[] {
  if (gaps.length === 0) return [];
  const lines = gaps.flatMap((gap) =>
    wrap(escapeText(`${gap.what}${describeGapPlace(gap)}`), besides(4, width)).map(
      (line, i) => `${i === 0 ? '  ' : '    '}${line}`,
    ),
  );
  return [[colors.underline('not read'), '', ...lines, ''].join('\n')];
}

/** What tells more than the file, which the text of a gap names unless it is about calls. */
function describeGapPlace({ at, modules }: Gap): string {
  switch (at.kind) {
    case 'source':
      return modules === undefined && at.line === 1 && at.column === 1
        ? ''
        : ` (${at.path}:${at.line}:${at.column})`;
    case 'plan':
      return at.pointer === '' ? '' : ` (${at.path}#${at.pointer})`;
    case 'live':
      return '';
  }
}
