import { clip, html, nothing, type Markup } from './markup.ts';
import type { ReportedFinding } from '../../../lint/report.ts';
import type { PageInput } from './input.ts';
import { describeOrigin } from '../../print/blocks/calls.ts';
import { wholeMessage } from '../../print/related.ts';
import { ownerLines } from '../../groups/owner.ts';
import { describePlace } from './place.ts';

const most = 100;

/** The worst findings as a plain table, for where no script runs. */
export function renderFallback({ findings }: PageInput): Markup {
  if (findings.length === 0) return nothing;
  const left = findings.length - most;
  const more = left > 0 ? `; ${left} more are shown where JavaScript is on` : '';
  const table = renderFindingTable(findings.slice(0, most), `The worst findings${more}`);
  return html`<noscript>${table}</noscript>`;
}

/** Findings as a plain table. */
export function renderFindingTable(findings: readonly ReportedFinding[], caption: string): Markup {
  const rows = findings.map((finding) => {
    const { kind, severity, ruleId, subject, location, suppression } = finding;
    return html`<tr>
      <td>
        <span class="badge ${kind === 'fail' ? severity : kind}"
          >${kind === 'fail' ? severity : kind}</span
        >
      </td>
      <td><code>${clip(subject, 300)}</code></td>
      <td>
        ${clip(wholeMessage(finding), 1000)}${suppression === null ? '' : ' (suppressed)'}<br /><span
          class="quiet"
          >${[
            ruleId,
            clip(describePlace(location, subject), 300),
            clip(describeOrigin(finding), 300),
            ...ownerLines(finding),
          ]
            .filter((part) => part !== '')
            .join(' · ')}</span
        >
      </td>
    </tr> `;
  });
  return html`<div class="scroll">
    <table class="plain">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">Subject</th>
          <th scope="col">Message</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
