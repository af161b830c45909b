import { severities } from '../../../model/finding.ts';
import { isActive, type ReportedFinding } from '../../../lint/report.ts';
import { renderBar } from './bar.ts';
import { formatCount, plural } from '../data/dates.ts';
import { groupBy } from '../data/group.ts';
import { clip, html, nothing, type Markup } from './markup.ts';
import type { PageInput } from './input.ts';

/** Findings of one rule, or of one account and Region. */
interface Count {
  readonly label: string;
  readonly title: string;
  readonly filter: string;
  /** By rank of severity. */
  readonly failures: readonly number[];
  readonly total: number;
  readonly open: number;
}

const most = 12;

/** Which rules found how much, the most frequent first. */
export function renderRuleTable({ findings, data }: PageInput): Markup {
  const own = groupBy(findings.filter(isActive), ({ ruleId }) => ruleId);
  const counts = data.rules.map(({ id, title }, rank) =>
    countOf(id, title, `rule=${rank}`, own.get(id) ?? []),
  );
  return renderTable('rules', 'By rule', 'Rule', counts, counts.length);
}

/** Where the findings are; nothing where they are all in one place. */
export function renderPlaceTable({ findings, data }: PageInput): Markup {
  const { account, region } = data.findings;
  const places = new Map(
    findings.map((finding, i) => [finding, `account=${account[i]}&region=${region[i]}`]),
  );
  const own = [...groupBy(findings.filter(isActive), (finding) => places.get(finding) ?? '')];
  if (own.length < 2) return nothing;
  const counts = own.map(([filter, group]) => {
    const parts = [group[0]?.account, group[0]?.region].filter((part) => typeof part === 'string');
    const label = parts.length === 0 ? 'not known' : clip(parts.join(' '), 60);
    return countOf(label, '', filter, group);
  });
  return renderTable('places', 'By account and Region', 'Place', counts, most);
}

function countOf(
  label: string,
  title: string,
  filter: string,
  findings: readonly ReportedFinding[],
): Count {
  const failures = severities.map(() => 0);
  let open = 0;
  for (const { kind, severity } of findings) {
    const rank = severities.indexOf(severity);
    if (kind === 'fail') failures[rank] = (failures[rank] ?? 0) + 1;
    if (kind === 'open') open += 1;
  }
  return { label, title, filter, failures, total: failures.reduce((a, b) => a + b, 0), open };
}

function renderTable(
  id: string,
  title: string,
  head: string,
  counts: readonly Count[],
  shown: number,
): Markup {
  const rows = counts
    .filter(({ total, open }) => total + open > 0)
    .toSorted((a, b) => (a.total === b.total ? b.open - a.open : b.total - a.total));
  if (rows.length === 0) return nothing;
  const longest = Math.max(...rows.map(({ total, open }) => total + open));
  const left = rows.length - shown;
  return html`<section class="panel" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <table class="bars">
      <thead>
        <tr>
          <th scope="col">${head}</th>
          <th scope="col" class="wide"><span class="unseen">Share</span></th>
          <th scope="col" class="count-cell">Failed</th>
          <th scope="col" class="count-cell">Open</th>
        </tr>
      </thead>
      <tbody>
        ${rows.slice(0, shown).map((count) => renderRow(count, longest))}
      </tbody>
    </table>
    ${left > 0 ? html`<p class="quiet">and ${plural(left, 'place')} with fewer</p>` : nothing}
  </section>`;
}

function renderRow(
  { label, title, filter, failures, total, open }: Count,
  longest: number,
): Markup {
  const parts = severities.map((name, i) => [name, failures[i] ?? 0] as const).toReversed();
  return html`<tr>
    <th scope="row"><a href="#findings" data-filter="${filter}" title="${title}">${label}</a></th>
    <td class="wide">${renderBar([...parts, ['open', open]], longest)}</td>
    <td class="count-cell">${formatCount(total)}</td>
    <td class="count-cell">${formatCount(open)}</td>
  </tr> `;
}
