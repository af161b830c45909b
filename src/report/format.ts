import type { Report, ReportOptions } from '../lint/report.ts';

/** Turns a report into the text of one format. */
export type Reporter = (report: Report, options: ReportOptions) => string | Promise<string>;

/** Every format; the first is for people. */
export const formats = [
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
] as const;

export type Format = (typeof formats)[number];
