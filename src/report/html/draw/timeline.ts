import { formatDay, formatSpan, startOfYear, yearOf } from '../data/dates.ts';
import type { Day, KeyRow } from '../data/page-data.ts';
import { draw, percent, type Drawing } from './drawing.ts';

export type KeyTimes = Pick<
  KeyRow,
  'created' | 'rotations' | 'onDemand' | 'next' | 'expires' | 'deleted'
>;

/** The days that all timelines of a page cover. */
export interface Axis {
  readonly from: number;
  readonly to: number;
}

/** From the oldest date to the latest, with the day of the record; null where there is no date at all. */
export function axisOf(keys: readonly KeyTimes[], asOf: Day): Axis | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const key of keys) {
    for (const day of daysOf(key)) {
      from = Math.min(from, day);
      to = Math.max(to, day);
    }
  }
  if (to < from) return null;
  if (asOf !== null) [from, to] = [Math.min(from, asOf), Math.max(to, asOf)];
  const margin = Math.max(20, (to - from) * 0.03);
  return { from: from - margin, to: to + margin };
}

function daysOf({ created, rotations, next, expires, deleted }: KeyTimes): readonly number[] {
  return [created, ...(rotations ?? []), next, expires, deleted].filter((day) => day !== null);
}

/** Years that get a line: all of them, or every second, fifth, tenth where there are many. */
export function yearsOn({ from, to }: Axis): readonly number[] {
  const years = yearOf(to) - yearOf(from);
  const step = years <= 8 ? 1 : years <= 16 ? 2 : years <= 40 ? 5 : 10;
  const start = Math.ceil((yearOf(from) + 1) / step) * step;
  const shown: number[] = [];
  for (let year = start; startOfYear(year) < to; year += step) shown.push(year);
  return shown;
}

const middle = 17;

/** The life of a key: created, rotated, to be rotated, expiring, deleted, over the axis of the page. */
export function drawTimeline(key: KeyTimes, axis: Axis, asOf: Day): Drawing {
  const at = (day: number): string => percent((day - axis.from) / (axis.to - axis.from));
  const mark = (day: Day, kind: string, shape: string): readonly Drawing[] =>
    day === null
      ? []
      : [
          draw(
            'svg',
            { x: at(day), y: middle, overflow: 'visible', class: `mark ${kind}` },
            draw('path', { d: shape }),
          ),
        ];
  const { created, rotations, onDemand, next, expires, deleted } = key;
  const end = deleted ?? asOf;
  return draw(
    'svg',
    {
      class: 'timeline',
      role: 'img',
      'aria-label': describeTimes(key, asOf),
      width: '100%',
      height: 34,
    },
    ...yearsOn(axis).map((year) => vertical(at(startOfYear(year)), 'year')),
    ...(asOf === null ? [] : [vertical(at(asOf), 'now')]),
    ...(created === null || end === null ? [] : [span(at(created), at(end), 'life')]),
    ...(next === null || asOf === null ? [] : [span(at(Math.min(asOf, next)), at(next), 'ahead')]),
    ...mark(created, 'created', circle(4)),
    ...(rotations ?? []).flatMap((day, i) =>
      onDemand.includes(i) ? mark(day, 'on-demand', diamond) : mark(day, 'rotated', circle(4)),
    ),
    ...mark(next, 'next', circle(4)),
    ...mark(expires, 'expires', triangle),
    ...mark(deleted, 'deleted', cross),
  );
}

/** The years under which the timelines stand. */
export function drawAxis(axis: Axis, asOf: Day): Drawing {
  const at = (day: number): string => percent((day - axis.from) / (axis.to - axis.from));
  return draw(
    'svg',
    { class: 'axis', 'aria-hidden': 'true', width: '100%', height: 18 },
    ...yearsOn(axis).map((year) =>
      draw('text', { x: at(startOfYear(year)), y: 13, class: 'year-label' }, String(year)),
    ),
    ...(asOf === null ? [] : [vertical(at(asOf), 'now')]),
  );
}

function vertical(x: string, kind: string): Drawing {
  return draw('line', { x1: x, x2: x, y1: 0, y2: '100%', class: kind });
}

function span(from: string, to: string, kind: string): Drawing {
  return draw('line', { x1: from, x2: to, y1: middle, y2: middle, class: kind });
}

function circle(radius: number): string {
  return `M${-radius} 0a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0`;
}

const diamond = 'M0-5.5L5.5 0L0 5.5L-5.5 0Z';
const triangle = 'M0-6L6 5L-6 5Z';
const cross = 'M-5-5L5 5M5-5L-5 5';

/** All that the picture shows, in words; `today` is the day of the record. */
export function describeTimes(key: KeyTimes, asOf: Day): string {
  const { created, rotations, onDemand, next, expires, deleted } = key;
  const told = (rotations ?? []).map(
    (day, i) => `${formatDay(day)}${onDemand.includes(i) ? ' on demand' : ''}`,
  );
  const past = (day: number): string =>
    asOf === null || day > asOf ? '' : ` (${formatSpan(asOf - day)} before the record)`;
  const parts = [
    ...(created === null ? [] : [`created ${formatDay(created)}${past(created)}`]),
    ...(rotations === null ? ['rotations not read'] : []),
    ...(rotations?.length === 0 ? ['never rotated'] : []),
    ...(told.length === 0 ? [] : [`rotated ${told.join(', ')}`]),
    ...(next === null ? [] : [`next rotation ${formatDay(next)}`]),
    ...(expires === null ? [] : [`key material expires ${formatDay(expires)}`]),
    ...(deleted === null ? [] : [`deletion ${formatDay(deleted)}`]),
  ];
  return parts.join('; ');
}
