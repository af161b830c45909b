import type { Report, ReportOptions } from '../lint/report.ts';
import type { Format } from './format.ts';
import { renderText } from './text.ts';

export { formats, type Format } from './format.ts';

/** The text of a report; all formats but the one for people are loaded when one of them is asked for. */
export async function render(
  format: Format,
  report: Report,
  options: ReportOptions,
): Promise<string> {
  if (format === 'text') return renderText(report, options);
  const { renderers } = await import('./machine.ts');
  return await renderers[format](report, options);
}
