import type { ReportedFinding } from '../../../lint/report.ts';
import { compareText } from '../../../text/compare.ts';
import type { Day } from '../data/page-data.ts';
import { formatCount, formatSpan, toDay } from '../data/dates.ts';
import { clip, html, nothing, type Markup } from './markup.ts';

/** Days before its end in which a suppression wants to be looked at. */
const soon = 90;

const most = 50;

/**
 * Suppressions that end soon, the next first. Days count to the one on which the facts were recorded; where the inputs tell
 * none, every suppression with an end is listed, for a report is the same on any day.
 */
export function renderEndings(findings: readonly ReportedFinding[], asOf: Day): Markup {
  const ending = findings
    .flatMap((finding) => {
      const end = toDay(finding.suppression?.expires);
      return end === null ? [] : [{ finding, end }];
    })
    .filter(({ end }) => asOf === null || end - asOf <= soon)
    .toSorted((a, b) =>
      a.end === b.end ? compareText(a.finding.subject, b.finding.subject) : a.end - b.end,
    );
  if (ending.length === 0) return nothing;
  const left = ending.length - most;
  return html`<section id="endings" aria-labelledby="endings-title">
    <h2 id="endings-title">Suppressions that end${asOf === null ? '' : ' soon'}</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Suppressions with an end">
      <table class="plain tight">
        <thead>
          <tr>
            ${['Ends', 'Subject', 'Rule', 'Reason'].map((name) => html`<th scope="col">${name}</th> `)}
          </tr>
        </thead>
        <tbody>
          ${ending.slice(0, most).map(
            ({ finding, end }) =>
              html`<tr>
                <th scope="row">
                  ${finding.suppression?.expires ?? ''}
                  ${asOf === null || end < asOf ? nothing : html`<span class="quiet">in ${formatSpan(end - asOf)}</span>`}
                </th>
                <td><code>${clip(finding.subject, 300)}</code></td>
                <td>${finding.ruleId}</td>
                <td>${clip(finding.suppression?.reason ?? '', 500)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="quiet">and ${formatCount(left)} more that end later</p>` : nothing}
  </section>`;
}
