import { percentageOf, type ControlCounts } from '../../../lint/report.ts';
import { formatCount } from '../data/dates.ts';
import { clip, html, nothing, type Markup } from './markup.ts';

const heads = ['Control', 'Pass', 'Fail', 'Cannot be told', 'Do not apply', 'Share'];

/** How many keys meet each control that the rules answer; nothing where none applies. */
export function renderControls(controls: readonly ControlCounts[]): Markup {
  const shown = controls.filter(({ pass, fail, open }) => pass + fail + open > 0);
  if (shown.length === 0) return nothing;
  return html`<section id="controls" aria-labelledby="controls-title">
    <h2 id="controls-title">By control</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Keys by control">
      <table class="plain controls">
        <thead>
          <tr>
            ${heads.map((name) => html`<th scope="col">${name}</th> `)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(renderRow)}
        </tbody>
      </table>
    </div>
    <p class="quiet">
      Keys by the verdicts of the rules that answer a control. A finding that is suppressed or in
      the baseline still fails. The share is of the keys that a control applies to.
    </p>
  </section>`;
}

function renderRow(counts: ControlCounts): Markup {
  const { control, pass, fail, open, notApplicable } = counts;
  const percentage = percentageOf(counts);
  return html`<tr>
    <th scope="row">${clip(control, 200)}</th>
    ${[pass, fail, open, notApplicable].map((count) => html`<td>${formatCount(count)}</td> `)}
    <td>${percentage === null ? '–' : `${percentage} %`}</td>
  </tr> `;
}
