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
import { openFixed, type Fixed } from '../trend/fixed.ts';
import { orderForReading, toPageData, writePageData } from './data/data.ts';
import { renderPage } from './page/page.ts';
import { renderRollUp } from './rollup/page.ts';
import { openTally, type PlaceNamer } from './rollup/tally.ts';

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
  const fixed = openFixed();
  const place = placeNamer();
  let parts: ReportPart[] | null = [];
  let rows = 0;
  return {
    part: (part) => {
      tally.add(part, place(part).placeOf, null);
      price.add(part);
      fixed.add(part);
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
            fixed,
            place: 'Account or state',
            note: 'There is too much for one page: -f html=DIRECTORY/ writes one for each account, and for few states each.',
          })
        : renderOne(head, join(parts), { ...end, fixed }, options),
    ],
  };
}

/** A file of a folder. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

/** The report as a folder: an index, and a page for each account, or few states, with something to show. */
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
  const fixed = openFixed();
  const place = placeNamer();
  const fileOf = fileNamer();
  return {
    part: (part) => {
      if (part.findings.length + part.gaps.length + part.keys.length === 0) return [];
      const { label, placeOf } = place(part);
      const name = fileOf(label);
      tally.add(part, placeOf, name);
      price.add(part);
      fixed.add(part);
      const text =
        rowsOf(part, options) <= most
          ? renderOne(head, part, { ...part, fixed: fixedOf(part) }, options)
          : renderRegions(head, part);
      return [{ name, text }];
    },
    end: (end) => {
      const note = 'Each account has a page of its own; states share some.';
      const text = renderRollUp({
        head,
        end,
        tally,
        price: price.text(),
        fixed,
        place: 'Account or state',
        note,
      });
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
  return renderRollUp({
    head,
    end: part,
    tally,
    price,
    fixed: fixedOf(part),
    place: 'Account and Region',
    note,
  });
}

function priceOf(part: Pick<ReportPart, 'findings' | 'keys'>): string | null {
  const price = openRotationPrice();
  price.add(part);
  return price.text();
}

/** What a part of a run is about. */
interface Place {
  readonly label: string;
  /** An account by its number, each state by its path. */
  readonly placeOf: PlaceNamer;
}

function placeNamer(): (part: ReportPart) => Place {
  return ({ account = null, paths = [], isCode }) => {
    const other = isCode === true ? 'configurations' : 'unknown';
    if (paths.length > 0) return { label: 'states', placeOf: ({ scope }) => scope };
    const label = account ?? other;
    return { label, placeOf: () => label };
  };
}

/** Names files by what they show, each by a name of its own. */
function fileNamer(): (label: string) => string {
  const given = new Set(['index']);
  return (label) => {
    const name = label.replaceAll(/[^\w-]+/g, '-');
    let free = name;
    for (let i = 2; given.has(free.toLowerCase()); i++) free = `${name}-${i}`;
    given.add(free.toLowerCase());
    return `${free}.html`;
  };
}

/** What of the parts stands on a page. */
type Shown = Pick<Report, 'findings' | 'keys' | 'recordedAt' | 'accountNames'>;

function rowsOf(part: ReportPart, options: ReportOptions): number {
  return reported(part, options).length + part.summary.keys;
}

function join(parts: readonly ReportPart[]): Shown {
  return {
    findings: parts.flatMap(({ findings }) => findings),
    keys: parts.flatMap(({ keys }) => keys),
    recordedAt: Object.assign({}, ...parts.map(({ recordedAt }) => recordedAt)),
    accountNames: Object.assign({}, ...parts.map(({ accountNames }) => accountNames)),
  };
}

/** The end of a report, with the failures that are there no more. */
type Ended = Omit<ReportEnd, 'fixed'> & { readonly fixed: Fixed };

function fixedOf(part: ReportPart): Fixed {
  const fixed = openFixed();
  fixed.add(part);
  return fixed;
}

function renderOne(
  head: ReportHead,
  { findings, keys, recordedAt = {}, accountNames = {} }: Shown,
  { gaps, summary, controls = [], asOf = null, scans = [], fixed }: Ended,
  options: ReportOptions,
): string {
  const rest = { findings, keys, recordedAt, accountNames, gaps, summary, controls, asOf, scans };
  const report: Report = { ...head, ...rest };
  const shown = orderForReading(reported(report, options));
  const data = toPageData(report, shown, options.groupBy);
  const price = priceOf({ findings, keys });
  return renderPage({ report, findings: shown, data, json: writePageData(data), price, fixed });
}
