import { severities } from '../../../model/finding.ts';
import type { ReportEnd } from '../../../lint/report.ts';
import { formatCount, plural } from '../data/dates.ts';
import { html, nothing, type Markup } from './markup.ts';

/** What a reader needs first: whether something is wrong, how bad, and how much of it was seen at all. */
export function renderSummary(report: Pick<ReportEnd, 'summary'>): Markup {
  const { keys, open, suppressed, unchanged: old, gaps, bySeverity } = report.summary;
  return html`<section id="summary" aria-labelledby="summary-title">
    <h2 id="summary-title" class="verdict">${verdictOf(report)}</h2>
    ${caveatOf(report)}
    <ul class="tiles severities">
      ${severities
        .toReversed()
        .map((severity) =>
          tile(
            severity,
            bySeverity[severity],
            capital(severity),
            `kind=0&severity=${severities.indexOf(severity)}`,
          ),
        )}
    </ul>
    <ul class="tiles others">
      ${tile('judged', keys, 'Keys judged', null)} ${tile('open', open, 'Undecided', 'kind=1')}
      ${tile('suppressed', suppressed, 'Suppressed', 'status=1')}
      ${old === 0 ? nothing : tile('suppressed', old, 'In the baseline', 'status=2')}
      ${tile('gaps', gaps, 'Not read', null, '#gaps')}
    </ul>
  </section>`;
}

/** A link to what it counts; with JavaScript it also sets the filter. */
function tile(
  kind: string,
  count: number,
  label: string,
  filter: string | null,
  target = '#findings',
): Markup {
  const inner = html`<span class="number">${formatCount(count)}</span>
    <span class="name">${label}</span>`;
  const classes = `tile ${kind}${count === 0 ? ' none' : ''}`;
  if (count === 0 || (filter === null && target !== '#gaps'))
    return html`<li><span class="${classes}">${inner}</span></li>`;
  if (filter === null) return html`<li><a class="${classes}" href="${target}">${inner}</a></li>`;
  return html`<li><a class="${classes}" href="${target}" data-filter="${filter}">${inner}</a></li>`;
}

function verdictOf({ summary }: Pick<ReportEnd, 'summary'>): string {
  const { fail, bySeverity } = summary;
  const urgent = bySeverity.critical + bySeverity.high;
  if (fail === 0) return 'No finding';
  if (urgent === 0) return `${plural(fail, 'finding')}, none critical or high`;
  if (urgent === fail)
    return `${plural(fail, 'finding')}, ${fail === 1 ? '' : 'all '}critical or high`;
  return `${plural(fail, 'finding')}, ${formatCount(urgent)} critical or high`;
}

/** What keeps the verdict from being the whole truth. */
function caveatOf({ summary }: Pick<ReportEnd, 'summary'>): Markup {
  const { open, gaps } = summary;
  const parts = [
    ...(open === 0 ? [] : [`${plural(open, 'verdict')} could not be decided`]),
    ...(gaps === 0
      ? []
      : [`${plural(gaps, 'part')} could not be read, and what they hold is not judged`]),
  ];
  return parts.length === 0 ? nothing : html`<p class="caveat">${parts.join('; ')}.</p>`;
}

/** What it costs to mend what was found; nothing where it costs nothing. */
export function renderPrice(price: string | null): Markup {
  return price === null ? nothing : html`<p class="quiet price">${capital(price)}.</p>`;
}

/** `Critical` */
export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
