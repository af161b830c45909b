import { reported, type Report, type ReportOptions } from '../../lint/report.ts';
import { orderForReading, toPageData, writePageData } from './data/data.ts';
import { renderPage } from './page/page.ts';

/**
 * The report as one page for people: it loads nothing, sends nothing, and works from a mail or a disk. Ages count
 * to the day that the report tells, so that the same report is the same bytes whenever it is rendered.
 */
export function renderHtml(report: Report, options: ReportOptions): string {
  const findings = orderForReading(reported(report, options));
  const data = toPageData(report, findings);
  return renderPage({ report, findings, data, json: writePageData(data) });
}
