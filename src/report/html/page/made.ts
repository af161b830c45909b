import type { ReportHead } from '../../../lint/report.ts';
import { pageUrl } from '../../print/links.ts';
import { plural } from '../data/dates.ts';
import { clip, html, type Markup } from './markup.ts';

/** How the report was made: by which version, by which rules, and what it was asked for. */
export function renderMade({ tool, rules, settings = [] }: ReportHead): Markup {
  return html`<section id="made" aria-labelledby="made-title">
    <h2 id="made-title">How this report was made</h2>
    <details class="panel">
      <summary>kmslint ${tool.version}, ${plural(rules.length, 'rule')}</summary>
      <dl class="settings">
        ${settings.map(
          ([what, how]) =>
            html`<div>
              <dt>${what}</dt>
              <dd>${clip(how, 500)}</dd>
            </div> `,
        )}
      </dl>
      <ul class="rules">
        ${rules.map(
          ({ id, title, severity }) =>
            html`<li>
              <a href="${pageUrl(id)}" rel="noreferrer">${id}</a>
              <span class="quiet">${severity} · ${title}</span>
            </li> `,
        )}
      </ul>
    </details>
  </section>`;
}
