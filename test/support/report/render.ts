import { readPage } from '../../../rules/page.ts';
import type { Report, ReportHead, ReportOptions } from '../../../src/lint/report.ts';
import { openAsff } from '../../../src/report/asff.ts';
import { openCsv } from '../../../src/report/csv.ts';
import type { Format, Reporter } from '../../../src/report/format.ts';
import { openGithub } from '../../../src/report/github.ts';
import { openGitlab } from '../../../src/report/gitlab.ts';
import { openHtml } from '../../../src/report/html/html.ts';
import { openReport } from '../../../src/report/index.ts';
import { openJson } from '../../../src/report/json.ts';
import { openJunit } from '../../../src/report/junit.ts';
import { openMarkdown } from '../../../src/report/markdown/markdown.ts';
import { openSarif } from '../../../src/report/sarif/sarif.ts';
import { openText } from '../../../src/report/text/text.ts';

// Reports of one part as texts: what the command line writes piece by piece.

/** The text of a report that is one part. */
export function textOf(reporter: Reporter, report: Report): string {
  return [...reporter.part(report), ...reporter.end(report)].join('');
}

export async function render(
  format: Format,
  report: Report,
  options: ReportOptions,
): Promise<string> {
  return textOf(await openReport(format, report, options), report);
}

const whole =
  (open: (head: ReportHead, options: ReportOptions) => Reporter) =>
  (report: Report, options: ReportOptions): string =>
    textOf(open(report, options), report);

export const renderAsff = whole(openAsff);
export const renderCsv = whole(openCsv);
export const renderGithub = whole(openGithub);
export const renderGitlab = whole(openGitlab);
export const renderHtml = whole((head, options) => openHtml(head, options));
export const renderJson = whole(openJson);
export const renderJunit = whole(openJunit);
export const renderMarkdown = whole(openMarkdown);
export const renderText = whole(openText);

export function renderSarif(
  report: Report,
  options: ReportOptions,
  pageOf: (ruleId: string) => string = readPage,
): string {
  return textOf(openSarif(report, options, pageOf), report);
}
