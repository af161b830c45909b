import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { judgePlan } from '../support/judge/judge-plan.ts';
import { judgeState } from '../support/judge/judge-state.ts';
import { isOpenEnded, rawAfter, shownAfter } from '../support/laws/applied.ts';
import { stacks } from '../support/laws/stacks.ts';

// The equivalence law, for states: what a plan leaves behind is judged as the plan was, in both ways to write a state.

const runs = Math.max(100, Math.floor(Number(process.env['KMSLINT_RUNS'] ?? '1000') / 8));
const read = new Set(rules.filter(({ sources }) => sources.includes('state')).map(({ id }) => id));

type Verdicts = ReadonlyMap<string, string>;

/** What is certain of each subject; a plan may leave open what its apply settles. */
function verdicts(findings: readonly Finding[]): Verdicts {
  return new Map(
    findings
      .filter(({ ruleId }) => read.has(ruleId))
      .map(({ ruleId, subject, kind }) => [`${ruleId} ${subject}`, kind] as const),
  );
}

/** The provider stores no period of a key that does not rotate, and every key has the policy that AWS gave it. */
const onlyWritten = /^(?:rotation-period-out-of-range|key-policy-malformed) /;

function differences(a: Verdicts, b: Verdicts): readonly string[] {
  return [...a].flatMap(([verdict, kind]) => {
    const other = b.get(verdict);
    const isWritten = onlyWritten.test(verdict) && (kind === 'fail') === (other === 'fail');
    const isPeriod = verdict.startsWith('rotation-period') && other === 'notApplicable';
    return kind === 'open' || kind === other || isWritten || isPeriod
      ? []
      : [`${verdict}: ${kind}, ${other ?? 'none'}`];
  });
}

const decided = stacks.filter(({ plan, hasCondition }) => !isOpenEnded(plan) && !hasCondition);

test(`equivalence: a plan and the state that it leaves behind are judged alike (${runs} stacks)`, () => {
  fc.assert(
    fc.property(decided, ({ plan }) => {
      const planned = verdicts(judgePlan(plan).findings);
      const shown = verdicts(judgeState(shownAfter(plan)).findings);
      expect(differences(planned, shown)).toEqual([]);
      expect(verdicts(judgeState(rawAfter(plan)).findings)).toEqual(shown);
    }),
    { numRuns: runs, seed: 1 },
  );
});

test('the states of the law get every kind of verdict but open', () => {
  const seen = new Set(
    fc
      .sample(decided, { numRuns: 200, seed: 1 })
      .flatMap(({ plan }) => judgeState(shownAfter(plan)).findings)
      .map(({ kind }) => kind),
  );
  expect([...seen].toSorted()).toEqual(expect.arrayContaining(['fail', 'notApplicable', 'pass']));
});
