import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VerdictKind } from '../../src/model/finding.ts';
import { judgePlan } from '../support/judge/judge-plan.ts';
import { pairs, type Pair } from '../support/laws/plans.ts';
import { runsOf } from '../support/laws/runs.ts';

const runs = runsOf(1000);

function verdicts(plan: Pair['settled']): ReadonlyMap<string, VerdictKind> {
  return new Map(
    judgePlan(plan).findings.map((f) => [`${f.ruleId} ${f.subject}`, f.kind] as const),
  );
}

/** A link that is certain at last lets another rule tell of a key that is disabled and in use: one cause is one finding. */
function toldInstead(verdict: string): string {
  return verdict.replace('key-still-used', 'predecessor-unusable');
}

/** What settling an unknown may not do to a verdict. */
function breaches({ unsettled, settled }: Pair): readonly string[] {
  const after = verdicts(settled);
  return [...verdicts(unsettled)].flatMap(([verdict, kind]) => {
    const now = after.get(verdict);
    const isLost = now !== 'fail' && after.get(toldInstead(verdict)) !== 'fail';
    const isBroken = kind === 'fail' ? isLost : kind !== 'open' && now === 'fail';
    return isBroken ? [`${verdict}: ${kind}, then ${now ?? 'nothing'}`] : [];
  });
}

test(`refinement: what is settled later contradicts no verdict (${runs.numRuns} plans)`, () => {
  fc.assert(
    fc.property(pairs, (pair) => {
      expect(breaches(pair)).toEqual([]);
    }),
    runs,
  );
});

test('the plans of the law have every kind of verdict, and settling decides some', () => {
  const sample = fc.sample(pairs, { numRuns: 200, seed: 1 });
  const moves = new Set(
    sample.flatMap(({ unsettled, settled }) => {
      const after = verdicts(settled);
      return [...verdicts(unsettled)].map(([verdict, kind]) => `${kind} → ${after.get(verdict)}`);
    }),
  );
  const needed = [
    'open → pass',
    'open → fail',
    'open → notApplicable',
    'fail → fail',
    'pass → pass',
  ];
  expect(needed.filter((move) => !moves.has(move))).toEqual([]);
  const judged = new Set(sample.flatMap(({ settled }) => [...verdicts(settled).keys()]));
  const failing = new Set([...judged].map((verdict) => verdict.split(' ')[0]));
  expect(failing.size).toBe(24);
});
