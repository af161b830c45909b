import type { Gap } from '../../../model/inventory.ts';
import { unknownReasons } from '../../../model/value.ts';
import { causesOf, tellCause, type Cause } from '../../print/causes.ts';
import { formatCount, plural } from '../data/dates.ts';
import { groupBy } from '../data/group.ts';
import { clip, html, nothing, type Markup } from './markup.ts';
import { describePlace } from './place.ts';

/** What should have been read and was not, by reason. */
export function renderGaps(gaps: readonly Gap[]): Markup {
  if (gaps.length === 0) return nothing;
  const groups = [...groupBy(gaps, ({ reason }) => reason).values()];
  return html`<section id="gaps" aria-labelledby="gaps-title">
    <h2 id="gaps-title" tabindex="-1">Not read</h2>
    <p class="quiet">
      A key that stands in one of these was not judged, and an alias in one of these is not counted
      as missing.
    </p>
    ${groups.map(
      (own) =>
        html`<details class="gap" open>
          <summary>
            <h3>${own[0] === undefined ? '' : unknownReasons[own[0].reason]}</h3>
            <span class="quiet">${formatCount(countOf(own))}</span>
          </summary>
          <ul>
            ${causesOf(own).map(renderCause)}
          </ul>
        </details> `,
    )}
  </section>`;
}

/** A gap with what waits for it; of several with one cause, the cause, and each of them folded. */
function renderCause(cause: Cause): Markup {
  const [gap, ...others] = cause;
  const { text, opens } = tellCause(cause);
  if (others.length === 0) return renderGap(gap, opens);
  return html`<li>
    <code>${clip(text, 1000)}</code>
    <span class="quiet">${clip(opens.replace(/^; /, ''), 1000)}</span>
    <details>
      <summary>${plural(cause.length, 'place')}</summary>
      <ul>
        ${cause.map((one) => renderGap(one, ''))}
      </ul>
    </details>
  </li> `;
}

function renderGap({ what, hides, at }: Gap, opens: string): Markup {
  const held = hides.length === 0 ? '' : `; may hold: ${hides.join(', ')}`;
  return html`<li>
    <code>${clip(what, 1000)}</code>
    <span class="quiet">${clip(describePlace(at), 1000)}${held}${opens}</span>
  </li> `;
}

/** How many answers or inputs are missing: one gap may stand for the same refusal about many keys. */
function countOf(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { unanswered }) => sum + (unanswered?.count ?? 1), 0);
}
