import { severities } from '../../../model/finding.ts';
import { html, nothing, type Markup } from './markup.ts';
import { groupings, kinds, statuses, type PageData } from '../data/page-data.ts';
import type { PageInput } from './input.ts';
import { capital } from './summary.ts';

/** A name stays the same from one report to the next; values are indexes of this one. */
type Choice = readonly [value: number, label: string, count: number, name: string];

const kindNames: Readonly<Record<(typeof kinds)[number], string>> = {
  fail: 'Failed',
  open: 'Undecided',
  pass: 'Passed',
  notApplicable: 'Not applicable',
};

const statusNames: Readonly<Record<(typeof statuses)[number], string>> = {
  active: 'Counts',
  suppressed: 'Suppressed',
  baseline: 'In the baseline',
};

/** The filter of the findings; the page's script shows it, since it works with the script alone. */
export function renderForm({ data }: PageInput): Markup {
  const { findings, rules, texts } = data;
  if (findings.rule.length === 0) return html`<p class="empty">Nothing to report.</p>`;
  const named = (column: readonly number[]): readonly Choice[] =>
    [...countIn(column)]
      .map(([id, count]): Choice => [
        id,
        id === -1 ? 'not known' : (texts[id] ?? ''),
        count,
        id === -1 ? '' : (texts[id] ?? ''),
      ])
      .toSorted((a, b) => (a[1] < b[1] ? -1 : 1));
  const bySeverity = listed(findings.severity, severities.map(capital), severities).toReversed();
  return html`<form class="filter" id="filter" role="search" aria-label="Findings" hidden>
      <label class="search"
        ><span>Search</span
        ><input
          type="search"
          name="text"
          autocomplete="off"
          spellcheck="false"
          aria-keyshortcuts="/"
          title="Press / to search"
          placeholder="key, alias, owner, account, message, place"
      /></label>
      ${choose('severity', 'Severity', bySeverity)}
      ${choose(
        'kind',
        'Verdict',
        listed(
          findings.kind,
          kinds.map((kind) => kindNames[kind]),
          kinds,
        ),
      )}
      ${choose(
        'rule',
        'Rule',
        listed(
          findings.rule,
          rules.map(({ id }) => id),
        ),
      )}
      ${choose('account', 'Account', named(findings.account))}
      ${choose('region', 'Region', named(findings.region))}
      ${choose(
        'status',
        'Status',
        listed(
          findings.status,
          statuses.map((status) => statusNames[status]),
          statuses,
        ),
        0,
      )}
      ${groupChoice(data)}
      <button type="button">Clear</button>
    </form>
    <p class="count" id="count" role="status"></p>`;
}

/** What the findings may be grouped by: their columns, and the tags that there are. */
function groupChoice({ findings, texts, groupBy }: PageData): Markup {
  const tags = new Set(findings.owner.flat().map(([name]) => texts[name] ?? ''));
  if (groupBy !== null && groupBy.startsWith('tag:')) tags.add(groupBy.slice('tag:'.length));
  const spellings = new Map([...tags].toSorted().map((tag) => [tag.toLowerCase(), tag]));
  if (groupBy !== null && groupBy.startsWith('tag:')) {
    const asked = groupBy.slice('tag:'.length);
    spellings.set(asked.toLowerCase(), asked);
  }
  const choices = [
    ...groupings.map((name) => [name, groupingNames[name]] as const),
    ...[...spellings.values()].map((tag) => [`tag:${tag}`, `Tag ${tag}`] as const),
  ];
  return html`<label
    ><span>Group by</span
    ><select name="group">
      <option value="" data-name="">Nothing</option>
      ${choices.map(
        ([name, label]) =>
          html`<option
            value="${name}"
            data-name="${name}"
            ${name === groupBy ? html` selected` : nothing}
          >
            ${label.length > 40 ? `${label.slice(0, 39)}…` : label}
          </option>`,
      )}
    </select></label
  >`;
}

const groupingNames: Readonly<Record<(typeof groupings)[number], string>> = {
  account: 'Account',
  region: 'Region',
  rule: 'Rule',
  root: 'Root module or input',
};

/** The search over keys. */
export function renderKeyForm(): Markup {
  return html`<form class="filter" id="key-filter" role="search" aria-label="Keys" hidden>
      <label class="search"
        ><span>Search keys</span
        ><input
          type="search"
          name="text"
          autocomplete="off"
          spellcheck="false"
          placeholder="key, alias, owner, description, account, key spec"
      /></label>
      <button type="button">Clear</button>
    </form>
    <p class="count" id="key-count" role="status"></p>`;
}

/** Those of the names that occur in the column, in their own order. */
function listed(
  column: readonly number[],
  labels: readonly string[],
  names: readonly string[] = labels,
): readonly Choice[] {
  const counts = countIn(column);
  return labels.flatMap((label, i): Choice[] =>
    counts.has(i) ? [[i, label, counts.get(i) ?? 0, names[i] ?? '']] : [],
  );
}

function countIn(column: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const id of column) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** One choice alone is no choice. */
function choose(
  name: string,
  label: string,
  choices: readonly Choice[],
  initial: number | null = null,
): Markup {
  if (choices.length < 2) return nothing;
  return html`<label
    ><span>${label}</span
    ><select name="${name}">
      <option value="">All</option>
      ${choices.map(
        ([value, text, count, stable]) =>
          html`<option
            value="${value}"
            data-name="${stable}"
            ${value === initial ? html` selected` : nothing}
          >
            ${text.length > 40 ? `${text.slice(0, 39)}…` : text} (${count})
          </option>`,
      )}
    </select></label
  >`;
}
