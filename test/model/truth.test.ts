import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  all,
  any,
  explain,
  holds,
  isValue,
  no,
  not,
  truth,
  undecided,
  yes,
  type Truth,
} from '../../src/model/truth.ts';
import { judge, notAsked, type Verdict } from '../../src/rule/rule.ts';
import { at, sampleKey, told, untold } from '../support/build/sample.ts';

const a = untold('var.a');
const b = untold('var.b');
const kleene = { true: yes, false: no, unknown: undecided(a) };
type Name = keyof typeof kleene;

/** False, unknown, true as 0, 1, 2: conjunction is the minimum, disjunction the maximum. */
function rank(t: Truth): number {
  return t.is === 'unknown' ? 1 : t.is ? 2 : 0;
}

const settled = fc.constantFrom(yes, no);
const anyTruth = fc.oneof(
  settled,
  fc.constantFrom('x', 'y', 'z').map((what) => undecided(untold(what))),
);
const manyTruths = fc.array(anyTruth, { maxLength: 6 });

/** Truths, some of them unknown, and the same ones with some of the unknown ones settled. */
const refinements = fc
  .array(fc.tuple(anyTruth, fc.boolean(), settled), { maxLength: 6 })
  .map((steps) => ({
    before: steps.map(([t]) => t),
    after: steps.map(([t, isSettled, to]) => (t.is === 'unknown' && isSettled ? to : t)),
  }));

describe('Kleene logic', () => {
  const names: readonly Name[] = ['false', 'unknown', 'true'];
  const pairs = names.flatMap((x) => names.map((y): [Name, Name] => [x, y]));

  it.each(pairs)('%s with %s: minimum and maximum', (x, y) => {
    const operands = [kleene[x], kleene[y]];
    expect(rank(all(...operands))).toBe(Math.min(...operands.map(rank)));
    expect(rank(any(...operands))).toBe(Math.max(...operands.map(rank)));
  });

  it('negates', () => {
    expect([not(yes).is, not(no).is, not(undecided(a)).is]).toEqual([false, true, 'unknown']);
    fc.assert(
      fc.property(anyTruth, (t) => {
        expect(not(not(t))).toEqual(t);
      }),
    );
  });

  it('has true for an empty conjunction and false for an empty disjunction', () => {
    expect([all().is, any().is]).toEqual([true, false]);
  });

  it('does not depend on order', () => {
    const shuffled = manyTruths.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(all(...other).is).toBe(all(...list).is);
        expect(any(...other).is).toBe(any(...list).is);
      }),
    );
  });

  it('does not depend on grouping', () => {
    fc.assert(
      fc.property(manyTruths, manyTruths, (left, right) => {
        expect(all(all(...left), all(...right)).is).toBe(all(...left, ...right).is);
        expect(any(any(...left), any(...right)).is).toBe(any(...left, ...right).is);
      }),
    );
  });

  it('obeys De Morgan', () => {
    fc.assert(
      fc.property(manyTruths, (list) => {
        expect(not(all(...list)).is).toBe(any(...list.map(not)).is);
        expect(not(any(...list)).is).toBe(all(...list.map(not)).is);
      }),
    );
  });

  it('is monotone: settling an unknown never changes what was settled', () => {
    fc.assert(
      fc.property(refinements, ({ before, after }) => {
        for (const combine of [all, any]) {
          const [early, late] = [combine(...before), combine(...after)];
          expect(early.is === 'unknown' ? late.is : early.is).toBe(late.is);
        }
      }),
    );
  });
});

describe('reasons', () => {
  it('names the facts that would settle it, each once', () => {
    expect(all(undecided(a), yes, undecided(b, a))).toEqual(undecided(a, b));
    expect(any(undecided(a), no, undecided(b))).toEqual(undecided(a, b));
  });

  it('an unknown truth always has a reason', () => {
    fc.assert(
      fc.property(manyTruths, (list) => {
        const t = all(...list);
        expect(t.is === 'unknown' ? t.because.length : 1).toBeGreaterThan(0);
      }),
    );
  });

  it('carries what a settled truth assumes, and prefers what assumes nothing', () => {
    const assumed = holds({ ...told(true), assumed: a }, (on) => on);
    expect(assumed).toEqual({ is: true, assuming: [a] });
    expect(not(assumed)).toEqual({ is: false, assuming: [a] });
    expect(all(assumed, yes)).toEqual({ is: true, assuming: [a] });
    expect(any(assumed, yes)).toEqual(yes);
    expect(all(not(assumed), no)).toEqual(no);
  });

  it('carries why it is false, and no reason of what it negates', () => {
    const off = explain(no, 'it is off');
    const away = explain(not(yes), () => 'it is away');
    expect(all(yes, off, away)).toEqual({ ...no, why: 'it is off' });
    expect(any(off, away, off)).toEqual({ ...no, why: 'it is off, and it is away' });
    expect(any(off, no, yes)).toEqual(yes);
    expect([not(off), all(undecided(a), off)]).toEqual([yes, off]);
    expect([explain(yes, 'never'), explain(undecided(a), 'never')]).toEqual([yes, undecided(a)]);
    const assumed = explain(
      holds({ ...told(false), assumed: a }, (on) => on),
      'by default',
    );
    expect(any(assumed, off)).toEqual({
      is: false,
      assuming: [a],
      why: 'by default, and it is off',
    });
  });

  it('takes a value that AWS added later for another one', () => {
    expect(isValue({ ...untold('NEW'), reason: 'unrecognised-value' }, 'OLD')).toEqual(no);
    expect([isValue(told('OLD'), 'OLD'), isValue(told('NEW'), 'OLD')]).toEqual([yes, no]);
    expect(isValue<string>(a, 'OLD')).toEqual(undecided(a));
  });

  it('asks known values alone', () => {
    expect(holds(told(3), (n) => n > 2)).toEqual(yes);
    expect(holds(told(2), (n) => n > 2)).toEqual(no);
    expect(holds<number>(a, () => true)).toEqual(undecided(a));
    expect([truth(true), truth(false)]).toEqual([yes, no]);
  });
});

describe('judge', () => {
  const table: readonly (readonly [Name, Name, string])[] = [
    ['true', 'true', 'pass'],
    ['true', 'false', 'fail'],
    ['true', 'unknown', 'open'],
    ['unknown', 'true', 'pass'],
    ['unknown', 'false', 'open'],
    ['unknown', 'unknown', 'open'],
    ['false', 'true', 'notApplicable'],
    ['false', 'false', 'notApplicable'],
    ['false', 'unknown', 'notApplicable'],
  ];

  it.each(table)('applies %s, complies %s: %s', (applies, complies, kind) => {
    expect(verdict(kleene[applies], kleene[complies]).kind).toBe(kind);
  });

  it('says what is wrong, what holds, or why it does not apply', () => {
    const texts = [
      verdict(yes, no),
      verdict(yes, yes),
      verdict(explain(no, 'it is away'), no),
      verdict(no, yes),
      verdict(undecided(a), no),
    ].map(({ message }) => message);
    expect(texts).toEqual(['wrong', 'right', 'it is away', notAsked, '']);
  });

  it('an open verdict names what would settle it', () => {
    expect(verdict(undecided(a), undecided(b)).because).toEqual([a, b]);
    expect(verdict(yes, no).because).toEqual([]);
  });

  it('a failure that rests on an assumption is open; a pass may rest on one', () => {
    const assumedOff: Truth = { is: false, assuming: [a] };
    expect(verdict(yes, assumedOff)).toMatchObject({ kind: 'open', because: [a] });
    expect(verdict(yes, not(assumedOff))).toMatchObject({ kind: 'pass', because: [] });
    expect(verdict(not(assumedOff), no)).toMatchObject({ kind: 'open', because: [a] });
  });

  it('settling an unknown never takes a failure back, and never makes one of a pass', () => {
    const pair = fc.tuple(anyTruth, fc.boolean(), settled);
    fc.assert(
      fc.property(pair, pair, (applies, complies) => {
        const refine = ([t, isSettled, to]: typeof applies): Truth =>
          t.is === 'unknown' && isSettled ? to : t;
        const early = verdict(applies[0], complies[0]).kind;
        const late = verdict(refine(applies), refine(complies)).kind;
        expect(early === 'fail' ? late : 'fail').toBe('fail');
        expect(['pass', 'notApplicable'].includes(early) && late === 'fail').toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

function verdict(applies: Truth, complies: Truth): Verdict {
  return judge(sampleKey(), {
    applies,
    complies,
    at,
    message: 'wrong',
    holds: 'right',
    remedy: () => [],
  });
}
