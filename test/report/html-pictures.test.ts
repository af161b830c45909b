import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/text/compare.ts';
import { groupByAge } from '../../src/report/html/data/ages.ts';
import { toDay } from '../../src/report/html/data/dates.ts';
import type { Drawing } from '../../src/report/html/draw/drawing.ts';
import { drawLineage } from '../../src/report/html/draw/lineage.ts';
import {
  axisOf,
  describeTimes,
  drawTimeline,
  yearsOn,
} from '../../src/report/html/draw/timeline.ts';
import { columnsOf, groupNodes } from '../../src/report/html/data/graph.ts';
import type { PageData } from '../../src/report/html/data/page-data.ts';
import type { KeySummary } from '../../src/lint/report.ts';
import { dataOf } from '../support/report/html-page.ts';
import { chainSample, datesSample, keySample, liveReport } from '../support/report/html-samples.ts';
import { quiet } from '../support/report/report-samples.ts';
import { renderHtml } from '../support/report/render.ts';

const day = (date: string): number => toDay(date) ?? Number.NaN;

function pageOf(keys: readonly KeySummary[]): PageData {
  return dataOf(renderHtml(liveReport(keys, []), quiet));
}

describe('a timeline', () => {
  const key = {
    created: day('2019-03-04'),
    rotations: [day('2020-03-04'), day('2026-07-19')],
    onDemand: [1],
    next: day('2027-03-04'),
    expires: null,
    deleted: day('2026-12-14'),
  };
  const asOf = day('2026-11-22');

  it('says in words what it shows', () => {
    expect(describeTimes(key, asOf)).toBe(
      'created 2019-03-04 (7.7 years before the record); rotated 2020-03-04, 2026-07-19 on demand; next rotation 2027-03-04; deletion 2026-12-14',
    );
    expect(
      describeTimes({ ...key, rotations: [], next: null, deleted: null, created: null }, null),
    ).toBe('never rotated');
    expect(
      describeTimes({ ...key, rotations: null, next: null, deleted: null, created: null }, null),
    ).toBe('rotations not read');
  });

  it('puts a mark for each date on the axis, in the order of the dates', () => {
    const axis = axisOf([key], asOf);
    if (axis === null) throw new Error('no axis');
    const marks = drawTimeline(key, axis, asOf).children.filter(
      (child): child is Drawing =>
        typeof child === 'object' && (child.attributes['class'] ?? '').startsWith('mark'),
    );
    const at = new Map(
      marks.map(({ attributes }) => [
        attributes['class'] ?? '',
        Number.parseFloat(attributes['x'] ?? ''),
      ]),
    );
    expect([...at.keys()].toSorted(compareText)).toEqual([
      'mark created',
      'mark deleted',
      'mark next',
      'mark on-demand',
      'mark rotated',
    ]);
    const order = ['created', 'rotated', 'on-demand', 'deleted', 'next'].map(
      (kind) => at.get(`mark ${kind}`) ?? -1,
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order.every((x) => x > 0 && x < 100)).toBe(true);
  });

  it('has no axis without dates, and few years on a long one', () => {
    const none = {
      created: null,
      rotations: null,
      onDemand: [],
      next: null,
      expires: null,
      deleted: null,
    };
    expect(axisOf([none], asOf)).toBeNull();
    expect(yearsOn({ from: day('2000-06-01'), to: day('2299-06-01') }).length).toBeLessThan(40);
    expect(toDay('9'.repeat(400))).toBeNull();
    expect(toDay('-271821-04-20')).toBeNull();
  });
});

describe('ages', () => {
  it('count from the last rotation, else from creation, and leave out what was not read', () => {
    const rotated = (at: string) => datesSample({ rotations: [{ at, type: 'AUTOMATIC' }] });
    const ages = groupByAge(
      [
        keySample({ dates: rotated('2026-10-01T00:00:00Z') }),
        keySample({ dates: rotated('2026-03-04T00:00:00Z') }),
        keySample({ dates: datesSample(), rotationEnabled: false }),
        keySample({ dates: datesSample({ rotations: null }) }),
        keySample({
          dates: datesSample({ rotations: null }),
          keySpec: 'RSA_2048',
          rotationEnabled: false,
        }),
        keySample(),
      ],
      day('2026-11-22'),
    );
    const told = ages?.groups.filter(({ rotating, others }) => rotating + others > 0);
    expect(told).toEqual([
      { label: 'up to 90 days', rotating: 1, others: 0 },
      { label: '181 to 365 days', rotating: 1, others: 0 },
      { label: 'over 5 years', rotating: 0, others: 2 },
    ]);
    expect(ages?.unknown).toBe(2);
    expect(groupByAge([keySample({ dates: datesSample() })], null)).toBeNull();
  });
});

describe('a lineage', () => {
  const { lineages, texts } = pageOf([...chainSample(), keySample({ aliases: ['alias/alone'] })]);
  const text = (id: number): string => texts[id] ?? '';

  it('is one for each stem, with keys from left to right as they replaced each other', () => {
    expect(lineages).toHaveLength(1);
    const [lineage] = lineages;
    expect(lineage?.stems.map(text)).toEqual(['alias/payments']);
    expect(lineage?.nodes.map(({ column }) => column)).toEqual([0, 1, 2]);
    expect(lineage?.links).toMatchObject([
      { from: 0, to: 1, certain: true },
      { from: 1, to: 2, certain: true },
    ]);
    const aliases = lineage?.nodes[2]?.aliases.map(({ name, isVersion, since }) => [
      text(name),
      isVersion,
      since,
    ]);
    expect(aliases).toEqual([
      ['alias/payments-current', false, day('2025-09-08')],
      ['alias/payments-20250901', true, day('2025-09-01')],
    ]);
  });

  it('is drawn with every key, alias and link, and told in words', () => {
    const [lineage] = lineages;
    if (lineage === undefined) throw new Error('no lineage');
    const drawing = drawLineage(lineage, text, 'arrow');
    const classes = all(drawing).map(({ attributes }) => attributes['class'] ?? '');
    expect(classes.filter((kind) => kind.startsWith('node'))).toHaveLength(3);
    expect(classes.filter((kind) => kind.startsWith('alias'))).toHaveLength(4);
    expect(classes.filter((kind) => kind === 'link')).toHaveLength(2);
    const [first, second] = lineage.nodes.map(({ label }) => text(label));
    expect(drawing.attributes['aria-label']).toContain(`3 keys; ${second} replaces ${first};`);
  });

  it('shows a key that the plan takes away, and what is not certain', () => {
    const gone = { subject: 'aws_kms_key.gone', evidence: 'alias/a moves', certain: false };
    const key = keySample({ source: 'plan', subject: 'aws_kms_key.new', replaces: [gone] });
    const told = pageOf([key]);
    expect(told.lineages).toMatchObject([
      {
        nodes: [{ state: -1, column: 1 }, { column: 0 }],
        links: [{ from: 1, to: 0, certain: false }],
      },
    ]);
    const node = told.lineages[0]?.nodes[1];
    expect(told.texts[node?.label ?? -1]).toBe('aws_kms_key.gone');
    expect(told.texts[node?.state ?? -1]).toBe('taken away by the plan');
  });

  it('groups by label and edge, and ends in a cycle', () => {
    expect(groupNodes([['a'], ['b'], ['a', 'c'], [], ['c']], [{ from: 3, to: 1 }])).toEqual([
      [0, 2, 4],
      [1, 3],
    ]);
    expect(
      columnsOf(4, [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
        { from: 2, to: 1 },
        { from: 0, to: 3 },
      ]),
    ).toEqual([0, 1, 0, 1]);
  });
});

function all(drawing: Drawing): readonly Drawing[] {
  return [
    drawing,
    ...drawing.children.flatMap((child) => (typeof child === 'string' ? [] : all(child))),
  ];
}
