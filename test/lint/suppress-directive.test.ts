import { describe, expect, it, test } from 'vitest';
import { readDirectives } from '../../src/lint/suppress/directive.ts';

describe('what a directive says', () => {
  const valid = { rules: ['a', 'b'], until: null, reason: 'why' };
  test.each([
    ['# kmslint:ignore a,b -- why', valid],
    ['#kmslint:ignore a , b -- why', valid],
    ['//   kmslint:ignore  a,  b  --  why\r', valid],
    ['/* kmslint:ignore a,b -- why */', valid],
    ['/*\n * kmslint:ignore a,b -- why\n */', valid],
    ['/** kmslint:ignore a,b,a -- why **/', valid],
    ['# kmslint:ignore a,b -- see -- there', { ...valid, reason: 'see -- there' }],
    ['# kmslint:ignore a,b until=2026-02-28 -- why', { ...valid, until: '2026-02-28' }],
    ['# kmslint:ignore a,b until=2024-02-29 -- why', { ...valid, until: '2024-02-29' }],
  ])('%j', (comment, directive) => {
    expect(readDirectives(comment).map(({ parsed }) => parsed)).toEqual([directive]);
  });

  test.each([
    ['# kmslint:ignore', ['it names no rule', 'it gives no reason after " -- "']],
    ['# kmslint:ignore -- why', ['it names no rule']],
    ['# kmslint:ignore until=2026-01-01 -- why', ['it names no rule']],
    ['# kmslint:ignore a', ['it gives no reason after " -- "']],
    ['# kmslint:ignore a --', ['it gives no reason after " -- "']],
    [
      '# kmslint:ignore a — why',
      ['it gives no reason after " -- "', '"— why" stands before the reason'],
    ],
    ['# kmslint:ignore a b -- why', ['"b" stands before the reason']],
    ['# kmslint:ignore a until=soon -- why', ['"soon" is no day of the form YYYY-MM-DD']],
    ['# kmslint:ignore a until= -- why', ['"" is no day of the form YYYY-MM-DD']],
    [
      '# kmslint:ignore a until=2026-02-29 -- why',
      ['"2026-02-29" is no day of the form YYYY-MM-DD'],
    ],
    [
      '# kmslint:ignore a until=2026-13-01 -- why',
      ['"2026-13-01" is no day of the form YYYY-MM-DD'],
    ],
    [
      '# kmslint:ignore a until=2026-01-01 until=2027-01-01 -- why',
      ['it says until= more than once'],
    ],
    [
      '# kmslint: ignore a -- why',
      ['"kmslint:" is no directive of kmslint (did you mean kmslint:ignore?)'],
    ],
    [
      '# kmslint:disable a -- why',
      ['"kmslint:disable" is no directive of kmslint (did you mean kmslint:ignore?)'],
    ],
  ])('%j is refused', (comment, faults) => {
    expect(readDirectives(comment).map(({ parsed }) => parsed)).toEqual([{ faults }]);
  });

  test.each(['# see kmslint:ignore', '# kmslint judges this', '# kmslint: see below', '/**/', '#'])(
    '%j is prose',
    (comment) => expect(readDirectives(comment)).toEqual([]),
  );

  it('may stand in one comment with others, each with its reason', () => {
    const lines = readDirectives('/* kmslint:ignore a -- one\n   kmslint:ignore b -- two */');
    expect(lines.map(({ parsed }) => parsed)).toMatchObject([{ reason: 'one' }, { reason: 'two' }]);
  });
});
