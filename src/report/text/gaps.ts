import { escapeText } from '../../text/escape.ts';
import type { ReportEnd, ReportOptions } from '../../lint/report.ts';
import type { Gap } from '../../model/inventory.ts';
import { causesOf, tellCause, type Cause } from '../print/causes.ts';
import type { Colors } from './paint.ts';
import { besides, wrap } from '../../text/wrap.ts';

/** What was not read: a line for each cause; each gap with all that it names, for who wants details. */
export function renderGaps(
  { gaps }: ReportEnd,
  { width, verbose }: ReportOptions,
  colors: Colors,
): readonly string[] {
  if (gaps.length === 0) return [];
  const write = (text: string, indent: number): readonly string[] =>
    wrap(escapeText(text), besides(indent + 2, width)).map(
      (line, i) => `${' '.repeat(i === 0 ? indent : indent + 2)}${line}`,
    );
  const lines = verbose
    ? gaps.flatMap((gap) => [
        ...write(`${gap.what}${describePlace(gap)}${tellCause([gap]).opens}`, 2),
        ...(gap.unanswered?.keys ?? []).flatMap((arn) => write(arn, 4)),
      ])
    : causesOf(gaps).flatMap((cause) => write(toLine(cause), 2));
  return [[colors.underline('not read'), '', ...lines, ''].join('\n')];
}

function toLine(cause: Cause): string {
  const [gap, ...others] = cause;
  const { text, opens } = tellCause(cause);
  return others.length === 0 ? `${gap.what}${describePlace(gap)}${opens}` : `${text}${opens}`;
}

/** What tells more than the file, which the text of a gap names unless it is about calls. */
function describePlace({ at, modules }: Gap): string {
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
