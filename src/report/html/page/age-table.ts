import type { KeySummary } from '../../../lint/report.ts';
import { groupByAge } from '../data/ages.ts';
import { renderBar } from './bar.ts';
import { formatCount, formatDay } from '../data/dates.ts';
import { html, nothing, type Markup } from './markup.ts';

/** How old the material of the keys is: a histogram that is a table. */
export function renderAges(keys: readonly KeySummary[], asOf: number | null): Markup {
  const ages = groupByAge(keys, asOf);
  if (ages === null || asOf === null) return nothing;
  const longest = Math.max(...ages.groups.map(({ rotating, others }) => rotating + others));
  const rows = ages.groups.map(
    ({ label, rotating, others }) =>
      html`<tr>
        <th scope="row">${label}</th>
        <td class="wide">
          ${renderBar(
            [
              ['rotating', rotating],
              ['resting', others],
            ],
            longest,
          )}
        </td>
        <td class="count-cell">${rotating}</td>
        <td class="count-cell">${others}</td>
      </tr> `,
  );
  return html`<section class="panel" aria-labelledby="ages-title">
    <h2 id="ages-title">Age of key material</h2>
    <table class="bars ages">
      <thead>
        <tr>
          <th scope="col">Since last rotation</th>
          <th scope="col" class="wide"><span class="unseen">Share</span></th>
          <th scope="col" class="count-cell"><span class="dot rotating"></span>Automatic</th>
          <th scope="col" class="count-cell"><span class="dot resting"></span>Other</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    <p class="quiet">
      Keys by the time from their last rotation, or their creation, to ${formatDay(asOf)}, when they
      were
      recorded.${
        ages.unknown === 0
          ? nothing
          : html` ${formatCount(ages.unknown)} more are left out: when they last rotated was not
            read.`
      }
    </p>
  </section>`;
}
