import { formatCount, plural } from '../data/dates.ts';
import { filterColumns, select, type FilterColumn } from '../data/filter.ts';
import type { PageData } from '../data/page-data.ts';
import { find } from './dom.ts';
import { renderFinding } from './finding.ts';
import { makeList, type PagedList } from './list.ts';

/** Brings the list of findings and its filter to life; null where there is nothing to list. */
export function showFindings(data: PageData): PagedList | null {
  const { findings, texts, rules } = data;
  if (findings.rule.length === 0) return null;
  const form = find('filter', HTMLFormElement);
  const count = find('count', HTMLElement);
  const text = (id: number | undefined): string => texts[id ?? -1] ?? '';
  const haystacks = findings.subject.map((subject, i) =>
    [
      text(subject),
      text(findings.message[i]),
      rules[findings.rule[i] ?? -1]?.id ?? '',
      text(findings.account[i]),
      text(findings.region[i]),
      text(findings.place[i]),
      text(findings.origin[i]),
      text(findings.reason[i]),
      text(findings.accountName[i]),
      text(findings.description[i]),
      ...(findings.owner[i] ?? []).map((id) => text(id)),
      ...(findings.aliases[i] ?? []).map((id) => text(id)),
      findings.fingerprint[i] ?? '',
    ]
      .join('\n')
      .toLowerCase(),
  );
  let found = 0;
  let blocks = blocksOf([], findings.fault);
  const list = makeList({
    list: 'finding-list',
    pages: 'finding-pages',
    size: 50,
    render: (i) => renderFinding(data, blocks.get(findings.fault[i] ?? -1) ?? [i]),
    announce: (total, from, to) => {
      const shown =
        total > to - from + 1 ? `, ${formatCount(from)} to ${formatCount(to)} shown` : '';
      const faults = total === found ? '' : `, ${plural(total, 'fault')}`;
      count.textContent =
        total === 0
          ? 'No finding matches the filter'
          : `${plural(found, 'finding')}${faults}${shown}`;
    },
  });
  const refresh = (): void => {
    const selected = select(findings, haystacks, readForm(form));
    found = selected.length;
    blocks = blocksOf(selected, findings.fault);
    list.show([...blocks.values()].flatMap(([first]) => first ?? []));
  };
  form.hidden = false;
  form.addEventListener('input', refresh);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('button')?.addEventListener('click', () => {
    form.reset();
    refresh();
  });
  followLinks(form, refresh);
  refresh();
  return list;
}

/** Findings of one fault make one entry, where its first stands. */
function blocksOf(
  selected: readonly number[],
  faults: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const blocks = new Map<number, number[]>();
  for (const i of selected) {
    const fault = faults[i] ?? -1;
    const block = blocks.get(fault);
    if (block === undefined) blocks.set(fault, [i]);
    else block.push(i);
  }
  return blocks;
}

function readForm(form: HTMLFormElement) {
  const entries = new FormData(form);
  const columns: Partial<Record<FilterColumn, number>> = {};
  for (const name of filterColumns) {
    const value = entries.get(name);
    if (typeof value === 'string' && value !== '') columns[name] = Number(value);
  }
  const text = entries.get('text');
  return { text: typeof text === 'string' ? text : '', columns };
}

/** Counts and rules lead to their findings. */
function followLinks(form: HTMLFormElement, refresh: () => void): void {
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('[data-filter]') : null;
    const wanted = link?.getAttribute('data-filter');
    if (wanted === null || wanted === undefined) return;
    form.reset();
    for (const [name, value] of new URLSearchParams(wanted)) {
      const control = form.elements.namedItem(name);
      if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) {
        control.value = value;
      }
    }
    refresh();
    find('findings-title', HTMLElement).focus({ preventScroll: true });
  });
}
