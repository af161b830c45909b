import type { ReportEnd } from '../../../lint/report.ts';
import { pageUrl } from '../../print/links.ts';
import type { Fixed } from '../../trend/fixed.ts';
import { trendWords } from '../../trend/words.ts';
import { formatCount, plural } from '../data/dates.ts';
import { clip, html, nothing, type Markup } from '../page/markup.ts';

/** So many fixed findings, and accounts and Regions, are listed. */
const mostListed = 1000;

/** What became of findings since earlier snapshots, and which accounts and Regions were read; nothing without these. */
export function renderTrend({ summary, scans = [] }: ReportEnd, fixed: Fixed): Markup {
  const [words] = trendWords(summary);
  const absent = scans.filter(({ now }) => now === null);
  const isCompared = scans.some(({ previous }) => previous !== null);
  if (!isCompared) return nothing;
  return html`<section id="trend" aria-labelledby="trend-title">
    <h2 id="trend-title">What changed</h2>
    ${words === undefined ? nothing : html`<p>${words}.</p>`}
    ${
      absent.length === 0
        ? nothing
        : html`<p class="caveat">
            ${formatCount(absent.length)} of ${plural(scans.length, 'pair')} of account and Region
            ${absent.length === 1 ? 'was' : 'were'} read before, and not now.
          </p>`
    }
    ${fixed.count() === 0 ? nothing : renderFixed(fixed)} ${renderScans(scans)}
  </section>`;
}

function renderFixed(fixed: Fixed): Markup {
  const shown = fixed.list().slice(0, mostListed);
  return html`<details class="gap">
    <summary>
      <h3>Fixed</h3>
      <span class="quiet">${formatCount(fixed.count())}</span>
    </summary>
    <ul>
      ${shown.map(
        ({ severity, ruleId, subject }) =>
          html`<li>
            ${severity} <a href="${pageUrl(ruleId)}" rel="noreferrer">${ruleId}</a>
            <code>${clip(subject, 300)}</code>
          </li> `,
      )}
      ${moreThan(shown.length, fixed.count())}
    </ul>
  </details>`;
}

function renderScans(scans: NonNullable<ReportEnd['scans']>): Markup {
  const shown = scans.slice(0, mostListed);
  return html`<details class="gap">
    <summary>
      <h3>Accounts and Regions</h3>
      <span class="quiet">${formatCount(scans.length)}</span>
    </summary>
    <div class="scroll" tabindex="0" role="group" aria-label="Accounts and Regions">
      <table class="plain">
        <thead>
          <tr>
            ${['Account and Region', 'Read', 'Role', 'Read before'].map(
              (name) => html`<th scope="col">${name}</th> `,
            )}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ scope, now, previous }) =>
              html`<tr>
                <th scope="row">${clip(scope, 200)}</th>
                <td>${span(now)}</td>
                <td>${clip((now ?? previous)?.role ?? '', 200)}</td>
                <td>${span(previous)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    <ul>
      ${moreThan(shown.length, scans.length)}
    </ul>
  </details>`;
}

function moreThan(shown: number, all: number): Markup {
  return shown === all ? nothing : html`<li>…and ${formatCount(all - shown)} more</li>`;
}

/** From when to when; the texts are an input's. */
function span(
  times: { readonly startedAt: string | null; readonly finishedAt: string | null } | null,
): string {
  if (times === null) return 'not read';
  const [from, to] = [times.startedAt, times.finishedAt].map((time) =>
    time === null ? null : clip(time.replace(/\.\d+Z$/, 'Z'), 40),
  );
  if (from === null || from === undefined) return to ?? '–';
  return to === null || to === undefined ? from : `${from} – ${to}`;
}
