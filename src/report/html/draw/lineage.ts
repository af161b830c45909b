import { formatDay } from '../data/dates.ts';
import type { LineageAlias, LineageData, LineageLink, LineageNode } from '../data/page-data.ts';
import { draw, shorten, type Drawing } from './drawing.ts';

const width = 308;
const gapAcross = 76;
const gapDown = 20;
const head = 46;
const line = 24;
/** More aliases of one key than this are counted, not drawn. */
const mostAliases = 8;
/** Letters that fit into a box. */
const letters = 39;

type TextOf = (id: number) => string;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Keys as boxes with their aliases inside, and an arrow from each key to the one that replaced it. */
export function drawLineage(lineage: LineageData, text: TextOf, id: string): Drawing {
  const boxes = placeBoxes(lineage.nodes);
  const right = Math.max(...boxes.map(({ x }) => x + width)) + 1;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 1;
  return draw(
    'svg',
    {
      class: 'lineage',
      role: 'img',
      'aria-label': describeLineage(lineage, text),
      viewBox: `0 0 ${right} ${bottom}`,
      width: right,
      height: bottom,
    },
    draw('defs', {}, arrowHead(id)),
    ...lineage.links.map((link) => drawLink(link, boxes, id)),
    ...lineage.nodes.flatMap((node, i) => {
      const box = boxes[i];
      return box === undefined ? [] : [drawNode(node, box, text)];
    }),
  );
}

/** Rows of one column stand below each other; columns are centred against the highest one. */
function placeBoxes(nodes: readonly LineageNode[]): readonly Box[] {
  const heights = nodes.map(heightOf);
  const filled = new Map<number, number>();
  const order = nodes.map((_, i) => i).toSorted((a, b) => rowOf(nodes, a) - rowOf(nodes, b));
  const tops: number[] = [];
  for (const i of order) {
    const column = nodes[i]?.column ?? 0;
    const top = filled.get(column) ?? 1;
    tops[i] = top;
    filled.set(column, top + (heights[i] ?? 0) + gapDown);
  }
  const highest = Math.max(...filled.values());
  return nodes.map(({ column }, i) => ({
    x: 1 + column * (width + gapAcross),
    y: (tops[i] ?? 1) + (highest - (filled.get(column) ?? highest)) / 2,
    height: heights[i] ?? head,
  }));
}

function rowOf(nodes: readonly LineageNode[], i: number): number {
  return nodes[i]?.row ?? 0;
}

function heightOf(node: LineageNode): number {
  const lines = Math.min(node.aliases.length, mostAliases + 1);
  return headOf(node) + (lines === 0 ? 0 : lines * line + 6);
}

/** The state has a line of its own where it tells something. */
function headOf({ state }: LineageNode): number {
  return state === -1 ? head : head + 16;
}

function drawNode(node: LineageNode, box: Box, text: TextOf): Drawing {
  const { aliases } = node;
  const label = text(node.label);
  const state = text(node.state);
  const top = headOf(node);
  const shown = aliases.slice(0, mostAliases);
  const more = aliases.length - shown.length;
  return draw(
    'g',
    { class: state === '' ? 'node' : 'node out', transform: `translate(${box.x} ${box.y})` },
    draw('title', {}, label),
    draw('rect', { class: 'box', width, height: box.height, rx: 8 }),
    draw('text', { class: 'label', x: 12, y: 20 }, shorten(label, letters)),
    draw('text', { class: 'facts', x: 12, y: 36 }, shorten(text(node.facts), 46)),
    ...(state === '' ? [] : [draw('text', { class: 'state', x: 12, y: 52 }, shorten(state, 46))]),
    ...shown.map((alias, i) => drawAlias(alias, top + i * line, text)),
    ...(more === 0
      ? []
      : [
          draw(
            'text',
            { class: 'facts', x: 12, y: top + shown.length * line + 15 },
            `and ${more} more aliases`,
          ),
        ]),
  );
}

function drawAlias({ name, isVersion, since }: LineageAlias, y: number, text: TextOf): Drawing {
  const day = since === null ? '' : formatDay(since);
  const full = text(name);
  return draw(
    'g',
    { class: isVersion ? 'alias version' : 'alias moving' },
    draw('title', {}, since === null ? full : `${full}, here since ${day}`),
    draw('rect', { x: 8, y, width: width - 16, height: line - 4, rx: 10 }),
    draw('circle', { cx: 19, cy: y + 10, r: 3 }),
    draw('text', { x: 29, y: y + 14 }, shorten(full, since === null ? 36 : 26)),
    ...(since === null ? [] : [draw('text', { class: 'since', x: width - 16, y: y + 14 }, day)]),
  );
}

function drawLink({ from, to, certain }: LineageLink, boxes: readonly Box[], id: string): Drawing {
  const [start, end] = [boxes[from], boxes[to]];
  if (start === undefined || end === undefined) return draw('g', {});
  const [x1, y1] = [start.x + width, start.y + start.height / 2];
  const [x2, y2] = [end.x - 7, end.y + end.height / 2];
  const bend = Math.max(36, Math.abs(x2 - x1) / 2);
  return draw('path', {
    class: certain ? 'link' : 'link doubtful',
    d: `M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${round(x2)} ${round(y2)}`,
    'marker-end': `url(#${id})`,
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function arrowHead(id: string): Drawing {
  return draw(
    'marker',
    {
      id,
      viewBox: '0 0 8 8',
      refX: 1,
      refY: 4,
      markerWidth: 8,
      markerHeight: 8,
      orient: 'auto',
      markerUnits: 'userSpaceOnUse',
    },
    draw('path', { class: 'tip', d: 'M0 0L8 4L0 8Z' }),
  );
}

/** The picture in words. */
export function describeLineage({ nodes, links }: LineageData, text: TextOf): string {
  const label = (i: number): string => text(nodes[i]?.label ?? -1);
  const replaced = links.map(
    ({ from, to, certain }) =>
      `${label(to)} ${certain ? 'replaces' : 'may replace'} ${label(from)}`,
  );
  return [`${nodes.length} key${nodes.length === 1 ? '' : 's'}`, ...replaced].join('; ');
}
