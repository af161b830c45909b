import type { ReportHead, ReportOptions } from '../lint/report.ts';
import type { Format, Reporter } from './format.ts';
import { openText } from './text/text.ts';

export { formats, tellsKeys, type Format, type Reporter } from './format.ts';
export type { Page } from './html/html.ts';

/** Begins a report; all formats but the one for people are loaded when one of them is asked for. */
export async function openReport(
  format: Format,
  head: ReportHead,
  options: ReportOptions,
): Promise<Reporter> {
  if (format === 'text') return openText(head, options);
  const { reporters } = await import('./machine.ts');
  return reporters[format](head, options);
}
