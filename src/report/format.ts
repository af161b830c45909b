import type { ReportEnd, ReportHead, ReportOptions, ReportPart } from '../lint/report.ts';

/**
 * Writes a report in one format as its parts come. What it gives is to be written in that order, and is small: no
 * text holds a whole account.
 */
export interface Reporter {
  readonly part: (part: ReportPart) => Iterable<string>;
  readonly end: (end: ReportEnd) => Iterable<string>;
}

export type OpenReporter = (head: ReportHead, options: ReportOptions) => Reporter;

/** Every format; the first is for people. */
export const formats = [
  'text',
  'json',
  'ndjson',
  'keys',
  'scans',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'markdown',
  'csv',
  'asff',
  'ocsf',
  'html',
] as const;

export type Format = (typeof formats)[number];

/** Whether a report tells more of keys than their findings. */
export function tellsKeys(format: Format): boolean {
  return !withoutKeys.has(format);
}

const withoutKeys: ReadonlySet<Format> = new Set([
  'ndjson',
  'sarif',
  'github',
  'gitlab',
  'markdown',
  'csv',
]);
