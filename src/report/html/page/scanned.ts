import type { Report } from '../../../lint/report.ts';
import { isActive } from '../../../lint/report.ts';
import { compareText } from '../../../text/compare.ts';
import { formatCount, formatDay, plural, toDay } from '../data/dates.ts';
import { clip, html, nothing, type Markup } from './markup.ts';

/** A page that lists more of them is a page of nothing else. */
const most = 300;

/** More than these are folded. */
const mostOpen = 8;

interface Judged {
  keys: number;
  fail: number;
  open: number;
  gaps: number;
}

const counted = ['Keys', 'Findings', 'Undecided', 'Not read'];

/** What was judged: accounts and Regions, root modules and plans, those too in which nothing was found. */
export function renderScanned(report: Report): Markup {
  const judged = countByScope(report);
  if (judged.size === 0) return nothing;
  const { accountNames = {}, recordedAt = {}, scans = [] } = report;
  const roles = new Map(scans.map(({ scope, now }) => [scope, now?.role ?? '']));
  const all = [...judged].toSorted(([a], [b]) => compareText(a, b));
  const left = all.length - most;
  const hasNames = Object.keys(accountNames).length > 0;
  const hasRoles = [...roles.values()].some((role) => role !== '');
  const heads = [
    'Account and Region, or root module',
    ...(hasNames ? ['Name'] : []),
    ...counted,
    'Recorded',
    ...(hasRoles ? ['Read by'] : []),
  ];
  const rows = all.slice(0, most).map(([scope, counts]) => {
    const day = toDay(recordedAt[scope]);
    return html`<tr>
      <th scope="row">${clip(scope, 200)}</th>
      ${hasNames ? html`<td>${accountNames[scope] ?? ''}</td>` : nothing}
      ${[counts.keys, counts.fail, counts.open, counts.gaps].map(
        (count) => html`<td class="count-cell">${formatCount(count)}</td> `,
      )}
      <td>${day === null ? '' : formatDay(day)}</td>
      ${hasRoles ? html`<td>${clip(roles.get(scope) ?? '', 200)}</td>` : nothing}
    </tr> `;
  });
  return html`<section id="scanned" aria-labelledby="scanned-title">
    <h2 id="scanned-title">What was judged</h2>
    <details class="panel" ${all.length <= mostOpen ? html` open` : nothing}>
      <summary>${plural(all.length, 'place')}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label="Places that were judged">
        <table class="plain tight">
          <thead>
            <tr>
              ${heads.map((name) =>
                counted.includes(name)
                  ? html`<th scope="col" class="count-cell">${name}</th> `
                  : html`<th scope="col">${name}</th> `,
              )}
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
      ${left > 0 ? html`<p class="quiet">and ${formatCount(left)} more, which -f scans lists</p>` : nothing}
    </details>
  </section>`;
}

function countByScope({
  findings,
  keys,
  gaps,
  recordedAt = {},
}: Report): ReadonlyMap<string, Judged> {
  const judged = new Map<string, Judged>();
  const at = (scope: string): Judged => {
    const found = judged.get(scope) ?? { keys: 0, fail: 0, open: 0, gaps: 0 };
    judged.set(scope, found);
    return found;
  };
  for (const scope of Object.keys(recordedAt)) at(scope);
  for (const { scope } of keys) at(scope).keys += 1;
  for (const { scope, unanswered } of gaps) at(scope).gaps += unanswered?.count ?? 1;
  for (const finding of findings.filter(isActive)) {
    if (finding.kind === 'fail') at(finding.scope).fail += 1;
    if (finding.kind === 'open') at(finding.scope).open += 1;
  }
  return judged;
}
