import { script, style } from '../../../generated/report-page.js';
import { homepage } from '../../print/links.ts';
import { renderAges } from './age-table.ts';
import { renderControls } from './control-table.ts';
import { contentPolicy, element } from './document.ts';
import { formatDay, plural } from '../data/dates.ts';
import { renderForm, renderKeyForm } from './form.ts';
import { renderGaps } from './gaps.ts';
import { html, nothing, type Markup } from './markup.ts';
import type { Report } from '../../../lint/report.ts';
import type { PageData } from '../data/page-data.ts';
import type { PageInput } from './input.ts';
import { renderPlaceTable, renderRuleTable } from './count-tables.ts';
import { renderEndings } from './endings.ts';
import { renderFallback } from './fallback.ts';
import { renderMade } from './made.ts';
import { renderScanned } from './scanned.ts';
import { renderPrice, renderSummary } from './summary.ts';
import { renderTrend } from '../changes/changes.ts';
import { trendWords } from '../../trend/words.ts';

/** The whole document. Style and script are allowed by their hashes, everything else is forbidden. */
export function renderPage(input: PageInput): string {
  const { report, findings, data, json, price } = input;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy({ script, style })}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="kmslint ${report.tool.version}" />
        <title>${titleOf(report)}</title>
        ${element('style', '', style)}
      </head>
      <body>
        <a class="skip" href="#findings">Skip to the findings</a>
        ${renderHeader(input)}
        <main>
          ${renderSummary(report)}
          <div class="pair">
            ${renderRuleTable(input)} ${renderPlaceTable(input)}
            ${renderAges(report.keys, data.asOf)}
          </div>
          ${renderTrend(report, input.fixed)} ${renderPrice(price)}
          ${renderControls(report.controls ?? [])}
          <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title" tabindex="-1">Findings</h2>
            ${renderForm(input)}
            <ol class="findings" id="finding-list"></ol>
            <nav class="pages" id="finding-pages" aria-label="Pages of findings" hidden></nav>
            ${renderFallback(input)}
          </section>
          ${report.keys.length === 0 ? nothing : renderKeySections(data)} ${renderGaps(report.gaps)}
          ${renderEndings(findings, data.asOf)} ${renderScanned(report)} ${renderMade(report)}
        </main>
        <footer>
          <p>
            Made by <a href="${homepage}" rel="noreferrer">kmslint</a> ${report.tool.version}. This
            file is complete in itself: it loads nothing and sends nothing.
          </p>
        </footer>
        ${element('script', ' type="application/json" id="data"', json)}
        ${element('script', '', script)}
      </body>
    </html>`.markup;
}

function titleOf({ summary }: Report): string {
  return `kmslint: ${plural(summary.fail, 'finding')} on ${plural(summary.keys, 'key')}`;
}

function renderHeader({ report, data }: PageInput): Markup {
  const accounts = new Set(report.keys.flatMap(({ account }) => account ?? []));
  const regions = new Set(report.keys.flatMap(({ region }) => region ?? []));
  const parts = [
    ...(accounts.size === 0 ? [] : [plural(accounts.size, 'account')]),
    ...(regions.size === 0 ? [] : [plural(regions.size, 'Region')]),
    plural(report.rules.length, 'rule'),
    ...(data.asOf === null ? [] : [`recorded ${formatDay(data.asOf)}`]),
    ...trendWords(report.summary),
  ];
  return html`<header class="top">
    <div class="title">
      <h1>KMS key rotation report</h1>
      <p>${parts.join(' · ')}</p>
    </div>
    <nav aria-label="Sections">
      <a href="#findings">Findings</a>${
        report.keys.length === 0
          ? nothing
          : html`<a href="#keys">Keys</a><a href="#lineages">Lineage</a>`
      }${report.gaps.length === 0 ? nothing : html`<a href="#gaps">Not read</a>`}<a href="#scanned"
        >Scope</a
      >
    </nav>
  </header>`;
}

function renderKeySections({ lineages }: PageData): Markup {
  return html`<section id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title" tabindex="-1">Keys</h2>
      ${renderKeyForm()}
      <div class="axis-row" id="key-axis"></div>
      <ol class="keys" id="key-list"></ol>
      <nav class="pages" id="key-pages" aria-label="Pages of keys" hidden></nav>
      <noscript><p class="quiet">The list of keys needs JavaScript.</p></noscript>
    </section>
    <section id="lineages" aria-labelledby="lineages-title">
      <h2 id="lineages-title" tabindex="-1">Lineage</h2>
      <p class="quiet">
        Which key replaced which, and the aliases that point at each, where aliases, the plan or
        tags show it.
      </p>
      ${
        lineages.length === 0
          ? nothing
          : html`<ul class="legend">
              <li class="sign rotated">alias that moves</li>
              <li class="sign created">alias of one version</li>
              <li class="sign out">key out of use</li>
            </ul>`
      }
      <p class="count" id="lineage-count" role="status"></p>
      <ol class="lineages" id="lineage-list"></ol>
      <nav class="pages" id="lineage-pages" aria-label="Pages of lineages" hidden></nav>
      <noscript><p class="quiet">The pictures of lineages need JavaScript.</p></noscript>
    </section>`;
}
