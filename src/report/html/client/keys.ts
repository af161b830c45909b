import { wordsOf } from '../data/filter.ts';
import { formatDay, plural } from '../data/dates.ts';
import { axisOf, drawAxis, drawTimeline, type Axis } from '../draw/timeline.ts';
import type { KeyRow, PageData } from '../data/page-data.ts';
import { find, make, paint } from './dom.ts';
import { renderOwner } from './owner.ts';
import { datesOf, keyHeads, ownerOf, toLine } from './key-row.ts';
import { makeList, type PagedList } from './list.ts';

/** Brings the list of keys and its search to life; null where there is no key. */
export function showKeys(data: PageData): PagedList | null {
  const { texts, asOf } = data;
  const keys = rowsOf(data);
  if (keys.length === 0) return null;
  const text = (id: number): string => texts[id] ?? '';
  const axis = axisOf(keys, asOf);
  if (axis !== null) find('key-axis', HTMLElement).append(...renderLegend(axis, asOf));
  const haystacks = keys.map((key) =>
    [
      key.subject,
      key.account,
      key.accountName,
      key.region,
      ...key.facts,
      key.state,
      key.rotation,
      ...key.aliases,
      key.description,
      ...key.owner.flat(),
    ]
      .map((id) => text(id))
      .join('\n')
      .toLowerCase(),
  );
  const count = find('key-count', HTMLElement);
  const list = makeList({
    list: 'key-list',
    pages: 'key-pages',
    size: 25,
    render: (i) => {
      const key = keys[i];
      return key === undefined ? make('li', '') : renderKey(key, text, axis, asOf);
    },
    heads: keyHeads,
    lines: (i) => {
      const key = keys[i];
      return key === undefined ? [] : [toLine(key, text)];
    },
    announce: (total, from, to) => {
      count.textContent =
        total === 0
          ? 'No key matches'
          : `${plural(total, 'key')}${total > to - from + 1 ? `, ${from} to ${to} shown` : ''}${axis === null ? '; the inputs tell no dates' : ''}`;
    },
  });
  const form = find('key-filter', HTMLFormElement);
  const refresh = (): void => {
    const wanted = new FormData(form).get('text');
    const words = wordsOf(typeof wanted === 'string' ? wanted : '');
    list.show(
      haystacks.flatMap((haystack, i) =>
        words.every((word) => haystack.includes(word)) ? [i] : [],
      ),
    );
  };
  form.hidden = keys.length < 2;
  form.addEventListener('input', refresh);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.querySelector('button')?.addEventListener('click', () => {
    form.reset();
    refresh();
  });
  refresh();
  return list;
}

function rowsOf({ keys }: PageData): readonly KeyRow[] {
  return keys.subject.map((subject, i) => ({
    subject,
    account: keys.account[i] ?? -1,
    region: keys.region[i] ?? -1,
    facts: keys.facts[i] ?? [],
    state: keys.state[i] ?? -1,
    rotation: keys.rotation[i] ?? -1,
    aliases: keys.aliases[i] ?? [],
    owner: keys.owner[i] ?? [],
    description: keys.description[i] ?? -1,
    accountName: keys.accountName[i] ?? -1,
    created: keys.created[i] ?? null,
    rotations: keys.rotations[i] ?? null,
    onDemand: keys.onDemand[i] ?? [],
    next: keys.next[i] ?? null,
    expires: keys.expires[i] ?? null,
    deleted: keys.deleted[i] ?? null,
    failures: keys.failures[i] ?? 0,
    open: keys.open[i] ?? 0,
  }));
}

const marks = [
  ['created', 'created'],
  ['rotated', 'rotated'],
  ['on-demand', 'rotated on demand'],
  ['next', 'next rotation'],
  ['expires', 'material expires'],
  ['deleted', 'deletion'],
] as const;

function renderLegend(axis: Axis, asOf: number | null): readonly Node[] {
  const names = marks.map(([kind, name]) => make('li', `sign ${kind}`, name));
  if (asOf !== null) names.push(make('li', 'sign now', `recorded ${formatDay(asOf)}`));
  return [make('ul', 'legend', ...names), paint(drawAxis(axis, asOf))];
}

function renderKey(
  key: KeyRow,
  text: (id: number) => string,
  axis: Axis | null,
  asOf: number | null,
): HTMLElement {
  const { failures, open } = key;
  const place = [text(key.account), text(key.accountName), text(key.region)].filter(
    (part) => part !== '',
  );
  const facts = [...place, ...key.facts.map((id) => text(id)), text(key.rotation)];
  const heading = make('div', 'heading', make('h3', 'subject', text(key.subject)));
  const about = make('div', 'about', heading);
  const meta = make('p', 'meta', ...facts.map((fact) => make('span', '', fact)));
  const state = text(key.state);
  if (state !== '' && state !== 'Enabled') meta.prepend(make('span', 'state', state));
  about.append(meta);
  about.append(
    ...renderOwner({
      owner: ownerOf(key, text),
      aliases: key.aliases.map((id) => text(id)),
      description: text(key.description),
    }),
  );
  if (failures + open > 0) {
    const parts = [
      ...(failures === 0 ? [] : [plural(failures, 'finding')]),
      ...(open === 0 ? [] : [`${open} undecided`]),
    ];
    const link = make('a', 'count-link', parts.join(', '));
    link.href = '#findings';
    link.dataset['filter'] = new URLSearchParams({ text: text(key.subject) }).toString();
    heading.append(link);
  }
  const item = make('li', failures > 0 ? 'key failing' : 'key', about);
  if (axis !== null && hasDates(key)) {
    item.append(make('div', 'life-line', paint(drawTimeline(key, axis, asOf)), renderDates(key)));
  }
  return item;
}

function hasDates({ created, rotations, next, expires, deleted }: KeyRow): boolean {
  return [created, next, expires, deleted].some((day) => day !== null) || rotations !== null;
}

/** The dates that matter most; the picture's own text has them all. */
function renderDates(key: KeyRow): HTMLElement {
  return make(
    'p',
    'dates',
    ...datesOf(key).map(([name, value]) => make('span', '', `${name} `, make('b', '', value))),
  );
}
