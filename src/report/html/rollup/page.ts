import { style } from '../../../generated/report-page.js';
import { severities } from '../../../model/finding.ts';
import type { ReportEnd, ReportHead } from '../../../lint/report.ts';
import { homepage, pageUrl } from '../../print/links.ts';
import { formatCount, formatDay, plural, toDay } from '../data/dates.ts';
import { contentPolicy, element } from '../page/document.ts';
import { renderFindingTable } from '../page/fallback.ts';
import { renderGaps } from '../page/gaps.ts';
import { clip, html, nothing, type Markup } from '../page/markup.ts';
import { renderControls } from '../page/control-table.ts';
import { renderPrice, renderSummary } from '../page/summary.ts';
import { renderTrend } from '../changes/changes.ts';
import type { Fixed } from '../../trend/fixed.ts';
import { trendWords } from '../../trend/words.ts';
import { byWorstCount, type Counts, type PlaceCount, type Tally } from './tally.ts';

/** What the page is about. */
export interface RollUp {
  readonly head: ReportHead;
  readonly end: ReportEnd;
  readonly tally: Tally;
  /** What it costs to mend what was found. */
  readonly price: string | null;
  /** Failures of earlier snapshots that are there no more. */
  readonly fixed: Fixed;
  /** What a place is: `Account`, `Account and Region`. */
  readonly place: string;
  /** What the page says of the pages of its places. */
  readonly note: string;
}

/** Counts by place, rule and control, and the worst findings: a page for what one page cannot hold. It has no script. */
export function renderRollUp({ head, end, tally, price, fixed, place, note }: RollUp): string {
  const { rules, tool } = head;
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const places = [...tally.places].toSorted(([, a], [, b]) => byWorstCount(a, b));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy({ style })}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="kmslint ${tool.version}" />
        <title>
          kmslint: ${plural(end.summary.fail, 'finding')} on ${plural(end.summary.keys, 'key')}
        </title>
        ${element('style', '', style)}
      </head>
      <body>
        <header class="top">
          <div class="title">
            <h1>KMS key rotation report</h1>
            <p>${describe(end, places.length, place)}</p>
          </div>
        </header>
        <main>
          ${renderSummary(end)}
          <p class="quiet">${note}</p>
          <section id="places" aria-labelledby="places-title">
            <h2 id="places-title">By ${place.toLowerCase()}</h2>
            <div class="scroll">
              <table class="plain">
                ${headRow([place, 'Keys', ...severityNames, 'Open', 'Not read', 'Recorded'])}
                <tbody>
                  ${places.map(([name, count]) => placeRow(name, count))}
                </tbody>
              </table>
            </div>
          </section>
          ${ruleTable(tally.rules, titles)} ${renderTrend(end, fixed)} ${renderPrice(price)}
          ${renderControls(end.controls ?? [])}
          <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title" tabindex="-1">The worst findings</h2>
            ${renderFindingTable(tally.worst(), `${plural(tally.worst().length, 'finding')} of ${formatCount(end.summary.fail + end.summary.open)}`)}
          </section>
          ${renderGaps(end.gaps)}
        </main>
        <footer>
          <p>
            Made by <a href="${homepage}" rel="noreferrer">kmslint</a> ${tool.version}. This page
            loads nothing and sends nothing.
          </p>
        </footer>
      </body>
    </html>`.markup;
}

const severityNames = severities.toReversed().map((name) => name[0]?.toUpperCase() + name.slice(1));

function describe(end: ReportEnd, places: number, place: string): string {
  const day = toDay(end.asOf);
  const parts = [
    `${formatCount(places)} ${place.toLowerCase()}${places === 1 ? '' : 's'}`,
    ...(day === null ? [] : [`recorded ${formatDay(day)}`]),
    ...trendWords(end.summary),
  ];
  return parts.join(' · ');
}

function headRow(names: readonly string[]): Markup {
  return html`<thead>
    <tr>
      ${names.map((name) => html`<th scope="col">${name}</th> `)}
    </tr>
  </thead>`;
}

function placeRow(name: string, count: PlaceCount): Markup {
  const label = clip(name, 200);
  const day = toDay(count.recordedAt);
  return html`<tr>
    <th scope="row">
      ${count.page === null ? label : html`<a href="${encodeURIComponent(count.page)}">${label}</a>`}
    </th>
    <td>${formatCount(count.keys)}</td>
    ${severityCells(count)}
    <td>${formatCount(count.open)}</td>
    <td>${formatCount(count.gaps)}</td>
    <td>${day === null ? '' : formatDay(day)}</td>
  </tr> `;
}

function severityCells({ bySeverity }: Counts): readonly Markup[] {
  return severities.toReversed().map((name) => html`<td>${formatCount(bySeverity[name])}</td> `);
}

function ruleCell(id: string, title: string): Markup {
  return html`<a href="${pageUrl(id)}" rel="noreferrer">${title}</a>`;
}

function ruleTable(
  counts: ReadonlyMap<string, Counts>,
  titles: ReadonlyMap<string, string>,
): Markup {
  if (counts.size === 0) return nothing;
  const rows = [...counts].toSorted(([, a], [, b]) => byWorstCount(a, b));
  return html`<section aria-labelledby="rules-title">
    <h2 id="rules-title">By rule</h2>
    <div class="scroll">
      <table class="plain">
        ${headRow(['Rule', ...severityNames, 'Open'])}
        <tbody>
          ${rows.map(
            ([id, count]) =>
              html`<tr>
                <th scope="row">${ruleCell(id, titles.get(id) ?? id)}</th>
                ${severityCells(count)}
                <td>${formatCount(count.open)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
