import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, covered, parseSymbols, role } from '../support/build/policies.ts';
import type { Json } from '../support/build/policies.ts';
import {
  apart,
  documentOf,
  holds,
  numRuns,
  shapes,
  textOf,
  write,
} from '../support/build/policy-shapes.ts';
import type { Shape } from '../support/build/policy-shapes.ts';

test('a policy covers itself', () => {
  fc.assert(
    fc.property(shapes, (list) => {
      expect(holds(list, list)).toBe(true);
    }),
    { numRuns },
  );
});

test('order, Sids, scalars, the case of actions and the spelling of accounts are no difference', () => {
  const spelling = fc.record({
    scalar: fc.boolean(),
    upper: fc.boolean(),
    sid: fc.string(),
    id: fc.boolean(),
  });
  const pair = shapes.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray([...list.keys()], { minLength: list.length }),
      fc.array(spelling, { minLength: list.length, maxLength: list.length }),
    ),
  );
  fc.assert(
    fc.property(pair, ([list, order, spellings]) => {
      const other = order.map((at, i): Json => {
        const s = list[at];
        const how = spellings[i];
        if (s === undefined || how === undefined) throw new Error('an index out of range');
        const json = write(s);
        const scalar = (items: readonly string[]) =>
          how.scalar && items.length === 1 ? items[0] : items.toReversed();
        const account = (p: string) => (how.id && p.endsWith(':root') ? (p.split(':')[4] ?? p) : p);
        return {
          ...json,
          Sid: how.sid.replaceAll(/[^ -~]/gu, ''),
          Action: scalar(s.actions.map((a) => (how.upper ? a.toUpperCase() : a))),
          Principal: { AWS: scalar(s.principals.map(account)) },
        };
      });
      const [a, b] = [documentOf(list), parseSymbols(textOf(other))];
      expect([covered(a, b), covered(b, a)]).toEqual([true, true]);
    }),
    { numRuns },
  );
});

const index = (list: readonly unknown[], pick: number) => pick % list.length;

type Change = (list: readonly Shape[], pick: number) => readonly Shape[] | null;

const replace = (
  list: readonly Shape[],
  pick: number,
  change: (s: Shape) => Shape | null,
): readonly Shape[] | null => {
  const at = index(list, pick);
  const s = list[at];
  const other = s === undefined ? null : change(s);
  return other === null ? null : list.with(at, other);
};

describe('where no statement covers another', () => {
  test.each<[string, Change]>([
    ['removing any Allow or Deny', (list, pick) => list.toSpliced(index(list, pick), 1)],
    [
      'removing a principal',
      (list, pick) =>
        replace(list, pick, (s) =>
          s.principals.length < 2
            ? null
            : { ...s, principals: s.principals.toSpliced(pick % 2, 1) },
        ),
    ],
    [
      'removing an action',
      (list, pick) =>
        replace(list, pick, (s) =>
          s.actions.length < 2
            ? null
            : { ...s, actions: s.actions.toSpliced(index(s.actions, pick), 1) },
        ),
    ],
    [
      'adding a condition to an Allow',
      (list, pick) =>
        replace(list, pick, (s) =>
          s.effect === 'Deny'
            ? null
            : {
                ...s,
                condition: { StringEquals: { 'kms:ViaService': ['s3.us-east-1.amazonaws.com'] } },
              },
        ),
    ],
    [
      'adding a Deny that overlaps an Allow',
      (list, pick) => {
        const allows = list.filter((s) => s.effect === 'Allow');
        const s = allows[pick % Math.max(1, allows.length)];
        const principals = pick % 2 === 0 ? ['*'] : (s?.principals.slice(0, 1) ?? []);
        return s === undefined
          ? null
          : [...list, { ...s, effect: 'Deny', actions: s.actions.slice(0, 1), principals }];
      },
    ],
  ])('%s loses something', (_, change) => {
    fc.assert(
      fc.property(apart, fc.nat(), (list, pick) => {
        const other = change(list, pick);
        fc.pre(other !== null);
        expect(holds(list, other)).toBe(false);
        expect(compare(documentOf(list), documentOf(other)).lost.length).toBeGreaterThan(0);
      }),
      { numRuns },
    );
  });

  test('adding an Allow loses nothing, and is gained', () => {
    const further: Shape = {
      effect: 'Allow',
      principals: [role('z')],
      actions: ['kms:Sign'],
      condition: {},
    };
    fc.assert(
      fc.property(apart, (list) => {
        const result = compare(documentOf(list), documentOf([further, ...list]));
        expect([result.covered.is, result.gained.map((g) => g.principals)]).toEqual([
          true,
          [[role('z')]],
        ]);
      }),
      { numRuns: 100 },
    );
  });
});
