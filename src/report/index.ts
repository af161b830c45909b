import type { Report, ReportOptions } from './report.ts';
import { renderText } from './text.ts';

/** Turns a report into the text of one format. */
export type Reporter = (report: Report, options: ReportOptions) => string | Promise<string>;

/** Every format; all but the one for people are loaded when they are asked for. */
export const reporters = {
  text: renderText,
  json: async (report, options) => (await import('./json.ts')).renderJson(report, options),
  sarif: async (report, options) => {
    const { renderSarif } = await import('./sarif.ts');
    const { readPage } = await import('../page.ts');
    return renderSarif(report, options, readPage);
  },
  html: async (report, options) => (await import('./html/html.ts')).renderHtml(report, options),
} satisfies Readonly<Record<string, Reporter>>;

export type Format = keyof typeof reporters;

export const formats: readonly Format[] = ['text', 'json', 'sarif', 'html'];
