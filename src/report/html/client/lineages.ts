import { plural } from '../data/dates.ts';
import { drawLineage } from '../draw/lineage.ts';
import type { LineageData, PageData } from '../data/page-data.ts';
import { find, make, paint } from './dom.ts';
import { makeCell, type Line } from './paper.ts';
import { makeList, type PagedList } from './list.ts';

/** More keys than this make no picture that a person could read; the list of links stays. */
const mostKeys = 60;

/** Brings the pictures of lineages to life; null where there is no key at all. */
export function showLineages(data: PageData): PagedList | null {
  const { lineages, texts, keys } = data;
  if (keys.subject.length === 0) return null;
  const count = find('lineage-count', HTMLElement);
  const text = (id: number): string => texts[id] ?? '';
  const list = makeList({
    list: 'lineage-list',
    pages: 'lineage-pages',
    size: 10,
    render: (i) => {
      const lineage = lineages[i];
      return lineage === undefined ? make('li', '') : renderLineage(lineage, i, text);
    },
    heads: ['Lineage', 'Keys and why'],
    lines: (i) => {
      const lineage = lineages[i];
      return lineage === undefined
        ? []
        : [{ title: null, note: '', cells: toCells(lineage, text) }];
    },
    announce: (total, from, to) => {
      count.textContent =
        total === 0
          ? 'No key is known to replace another, and no version alias tells of manual rotation.'
          : `${plural(total, 'lineage')}${total > to - from + 1 ? `, ${from} to ${to} shown` : ''}`;
    },
  });
  list.show(lineages.map((_, i) => i));
  return list;
}

/** A lineage on paper: its keys and the evidence, without a picture. */
function toCells(
  { stems, account, region, nodes, links }: LineageData,
  text: Texts,
): Line['cells'] {
  const names = stems.map((id) => text(id));
  const place = [text(account), text(region)].filter((part) => part !== '').join(' · ');
  return [
    makeCell(names.length === 0 ? text(nodes[0]?.label ?? -1) : names.join(', '), place),
    makeCell(
      nodes.map(({ label }) => text(label)).join(', '),
      ...links.map(
        ({ evidence, certain }) => `${text(evidence)}${certain ? '' : ' (not certain)'}`,
      ),
    ),
  ];
}

type Texts = (id: number) => string;

function renderLineage(lineage: LineageData, i: number, text: (id: number) => string): HTMLElement {
  const { stems, nodes, links } = lineage;
  const names = stems.map((id) => text(id));
  const title = names.length === 0 ? text(nodes[0]?.label ?? -1) : names.join(', ');
  const place = [text(lineage.account), text(lineage.region)].filter((part) => part !== '');
  const item = make(
    'li',
    'lineage-item',
    make('h3', 'subject', title),
    make(
      'p',
      'meta',
      ...[...place, plural(nodes.length, 'key')].map((part) => make('span', '', part)),
    ),
  );
  if (nodes.length <= mostKeys) {
    const box = make('div', 'scroll');
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', `Lineage of ${title}`);
    box.append(paint(drawLineage(lineage, text, `arrow-${i}`)));
    item.append(box);
  } else {
    item.append(make('p', 'quiet', `Too many keys for a picture; the list says the same.`));
  }
  if (links.length > 0) {
    item.append(
      make(
        'ul',
        'evidence',
        ...links.map(({ evidence, certain }) =>
          make(
            'li',
            certain ? '' : 'doubtful',
            `${text(evidence)}${certain ? '' : ' (not certain)'}`,
          ),
        ),
      ),
    );
  }
  return item;
}
