import type { Report, ReportOptions } from '../lint/report.ts';
import { renderText } from './text.ts';

/** Turns a report into the text of one format. */
export type Reporter = (report: Report, options: ReportOptions) => string | Promise<string>;

/** Every format; all but the one for people are loaded when they are asked for. */
export const reporters = {
  text: renderText,
  json: async (report, options) => (await import('./json.ts')).renderJson(report, options),
  sarif: async (report, options) => {
    const { renderSarif } = await import('./sarif/sarif.ts');
    const { readPage } = await import('../../rules/page.ts');
    return renderSarif(report, options, readPage);
  },
  junit: async (report, options) => (await import('./junit.ts')).renderJunit(report, options),
  github: async (report, options) => (await import('./github.ts')).renderGithub(report, options),
  gitlab: async (report, options) => (await import('./gitlab.ts')).renderGitlab(report, options),
  markdown: async (report, options) =>
    (await import('./markdown.ts')).renderMarkdown(report, options),
  csv: async (report, options) => (await import('./csv.ts')).renderCsv(report, options),
  asff: async (report, options) => (await import('./asff.ts')).renderAsff(report, options),
  html: async (report, options) => (await import('./html/html.ts')).renderHtml(report, options),
} satisfies Readonly<Record<string, Reporter>>;

export type Format = keyof typeof reporters;

export const formats: readonly Format[] = [
  'text',
  'json',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'markdown',
  'csv',
  'asff',
  'html',
];
