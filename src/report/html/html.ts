import {
  reported,
  type Report,
  type ReportEnd,
  type ReportHead,
  type ReportOptions,
  type ReportPart,
} from '../../lint/report.ts';
import type { Reporter } from '../format.ts';
import { openRotationPrice } from '../print/rotation-price.ts';
import { orderForReading, toPageData, writePageData } from './data/data.ts';
import { renderPage } from './page/page.ts';
import { renderRollUp } from './rollup/page.ts';
import { openTally } from './rollup/tally.ts';

/** Findings and keys that a browser still handles well on one page. */
const mostOnPage = 50_000;

/**
 * The report as one page for people: it loads nothing, sends nothing, and works from a mail or a disk. Ages count
 * to the day that the report tells, so that the same report is the same bytes whenever it is rendered. What is more than
 * a page holds is rolled up.
 * @param most findings and keys on one page
 */
export function openHtml(
  head: ReportHead,
  options: ReportOptions,
  most: number = mostOnPage,
): Reporter {
  const tally = openTally();
  const price = openRotationPrice();
  const place = placeNamer();
  let parts: ReportPart[] | null = [];
  let rows = 0;
  return {
    part: (part) => {
      const name = place(part);
      tally.add(part, () => name, null);
      price.add(part);
      rows += rowsOf(part, options);
      parts?.push(part);
      if (rows > most) parts = null;
      return [];
    },
    end: (end) => [
      parts === null
        ? renderRollUp({
            head,
            end,
            tally,
            price: price.text(),
            place: 'Account',
            note: 'There is too much for one page: -f html=DIRECTORY/ writes a page for each account.',
          })
        : renderOne(head, join(parts), end, options),
    ],
  };
}

/** A file of a folder. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

/** The report as a folder: an index, and a page for each account that has something to show. */
export interface Folder {
  readonly part: (part: ReportPart) => readonly Page[];
  readonly end: (end: ReportEnd) => readonly Page[];
}

export function openHtmlFolder(
  head: ReportHead,
  options: ReportOptions,
  most: number = mostOnPage,
): Folder {
  const tally = openTally();
  const price = openRotationPrice();
  const place = placeNamer();
  return {
    part: (part) => {
      if (part.findings.length + part.gaps.length + part.keys.length === 0) return [];
      const label = place(part);
      const name = `${label.replaceAll(/[^\w-]+/g, '-')}.html`;
      tally.add(part, () => label, name);
      price.add(part);
      const text =
        rowsOf(part, options) <= most
          ? renderOne(head, part, part, options)
          : renderRegions(head, part);
      return [{ name, text }];
    },
    end: (end) => {
      const note = 'Each account has a page of its own.';
      const text = renderRollUp({ head, end, tally, price: price.text(), place: 'Account', note });
      return [{ name: 'index.html', text }];
    },
  };
}

/** An account that is too large for a page. */
function renderRegions(head: ReportHead, part: ReportPart): string {
  const tally = openTally();
  tally.add(part, ({ scope }) => scope, null);
  const price = priceOf(part);
  const note = 'There is too much for one page: other formats hold every finding.';
  return renderRollUp({ head, end: part, tally, price, place: 'Account and Region', note });
}

function priceOf(part: Pick<ReportPart, 'findings' | 'keys'>): string | null {
  const price = openRotationPrice();
  price.add(part);
  return price.text();
}

/** Names parts of a run, each by a name of its own. */
function placeNamer(): (part: ReportPart) => string {
  let isFirst = true;
  return ({ account = null }) => {
    const name = isFirst ? 'configurations' : 'unknown';
    isFirst = false;
    return account ?? name;
  };
}

function rowsOf(part: ReportPart, options: ReportOptions): number {
  return reported(part, options).length + part.summary.keys;
}

function join(parts: readonly ReportPart[]): Pick<Report, 'findings' | 'keys'> {
  return {
    findings: parts.flatMap(({ findings }) => findings),
    keys: parts.flatMap(({ keys }) => keys),
  };
}

function renderOne(
  head: ReportHead,
  { findings, keys }: Pick<Report, 'findings' | 'keys'>,
  { gaps, summary, controls = [], asOf = null }: ReportEnd,
  options: ReportOptions,
): string {
  const { tool, rules } = head;
  const report: Report = { tool, rules, findings, keys, gaps, summary, controls, asOf };
  const shown = orderForReading(reported(report, options));
  const data = toPageData(report, shown);
  const price = priceOf({ findings, keys });
  return renderPage({ report, findings: shown, data, json: writePageData(data), price });
}
