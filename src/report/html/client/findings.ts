import { formatCount, plural } from '../data/dates.ts';
import { filterColumns, select, type FilterColumn } from '../data/filter.ts';
import { groupsOf, inGroups, nameGroup } from '../data/grouping.ts';
import type { PageData } from '../data/page-data.ts';
import { find } from './dom.ts';
import { renderFinding } from './finding.ts';
import { filterInAddress, readForm, tellAddress, writeForm } from './fragment.ts';
import { findingHeads, toLine } from './finding-row.ts';
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
      ...(findings.owner[i] ?? []).map(([name, value]) => `${text(name)}=${text(value)}`),
      ...(findings.aliases[i] ?? []).map((id) => text(id)),
      findings.fingerprint[i] ?? '',
    ]
      .join('\n')
      .toLowerCase(),
  );
  let by = '';
  let groups: readonly (string | null)[] = [];
  let found = 0;
  let blocks: Blocks = new Map();
  const list = makeList({
    list: 'finding-list',
    pages: 'finding-pages',
    size: 50,
    render: (i) => renderFinding(data, blocks.get(i) ?? [i]),
    heads: findingHeads,
    lines: (i) => (blocks.get(i) ?? [i]).map((one) => toLine(data, one)),
    groupOf: (i) => (by === '' ? null : nameGroup(groups[i] ?? null, by)),
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
  const show = (strangers: readonly string[] = []): void => {
    const chosen = new FormData(form).get('group');
    const wanted = typeof chosen === 'string' ? chosen : '';
    if (wanted !== by) {
      by = wanted;
      groups = by === '' ? [] : groupsOf(data, by);
    }
    const selected = select(findings, haystacks, wantedOf(form));
    found = selected.length;
    blocks = blocksOf(by === '' ? selected : inGroups(selected, groups), findings.fault, groups);
    list.show([...blocks.keys()]);
    if (strangers.length > 0) {
      count.textContent = `${count.textContent}; this report has no ${strangers.join(', ')}`;
    }
  };
  const refresh = (): void => {
    tellAddress(writeForm(form));
    show();
  };
  const follow = (): void => {
    const said = filterInAddress();
    if (said !== null) show(readForm(form, said));
  };
  form.hidden = false;
  form.addEventListener('input', refresh);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('button')?.addEventListener('click', () => {
    form.reset();
    refresh();
  });
  addEventListener('hashchange', follow);
  followLinks(form, refresh);
  searchOnSlash(form);
  show();
  follow();
  return list;
}

/** Findings of one entry, by the first of them. */
type Blocks = ReadonlyMap<number, readonly number[]>;

/** Findings of one fault make one entry in each group, where the first of them stands. */
function blocksOf(
  selected: readonly number[],
  faults: readonly number[],
  groups: readonly (string | null)[],
): Blocks {
  const blocks = new Map<number, number[]>();
  const firsts = new Map<string, number>();
  for (const i of selected) {
    const name = JSON.stringify([faults[i] ?? -1, groups[i] ?? null]);
    const first = firsts.get(name) ?? i;
    firsts.set(name, first);
    const block = blocks.get(first);
    if (block === undefined) blocks.set(first, [i]);
    else block.push(i);
  }
  return blocks;
}

function wantedOf(form: HTMLFormElement) {
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
  document.addEventListener('click', (event) => {
    const { target } = event;
    const link = target instanceof Element ? target.closest('[data-filter]') : null;
    const wanted = link?.getAttribute('data-filter');
    if (wanted === null || wanted === undefined) return;
    // The address tells the filter, and not where it leads.
    event.preventDefault();
    form.reset();
    for (const [name, value] of new URLSearchParams(wanted)) {
      const control = form.elements.namedItem(name);
      if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) {
        control.value = value;
      }
    }
    refresh();
    const title = find('findings-title', HTMLElement);
    title.focus({ preventScroll: true });
    title.scrollIntoView();
  });
}

/** As on the pages of code hosts; not where somebody writes. */
function searchOnSlash(form: HTMLFormElement): void {
  const search = form.elements.namedItem('text');
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    const isWriting =
      target instanceof Element && target.closest('input, select, textarea') !== null;
    if (key !== '/' || ctrlKey || metaKey || altKey || isWriting) return;
    if (!(search instanceof HTMLInputElement)) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}
