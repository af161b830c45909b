import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding, VerdictKind } from '../../src/model/finding.ts';
import { parsePlan } from '../../src/read/input/recognise.ts';
import { judgeDirectory, judgeFiles } from '../support/judge/judge-hcl.ts';
import { judgePlan } from '../support/judge/judge-plan.ts';
import { stacks, type Stack } from '../support/laws/stacks.ts';

// The equivalence law: the same keys written as HCL and as plan get the same verdicts wherever both know the facts.

const runs = Math.max(100, Math.floor(Number(process.env['KMSLINT_RUNS'] ?? '1000') / 8));
const both = new Set(rules.filter(({ sources }) => sources.includes('hcl')).map(({ id }) => id));

/** What a plan leaves open because it does not tell a condition from its branches. */
const isBlind =
  /^(?:manual-rotation-alias-missing .*, (?:open|pass)|(?:predecessor-\w+|successor-policy-not-copied|key-still-used) .*)$/;

type Verdicts = ReadonlyMap<string, VerdictKind>;

function verdicts(findings: readonly Finding[], scope?: string): Verdicts {
  return new Map(
    findings
      .filter((f) => both.has(f.ruleId) && (scope === undefined || f.scope === scope))
      .map((f) => [`${f.ruleId} ${f.subject}`, f.kind] as const),
  );
}

/** `verdict: kind by the configuration, kind by the plan`. */
function differences(hcl: Verdicts, plan: Verdicts): readonly string[] {
  return [...new Set([...hcl.keys(), ...plan.keys()])]
    .filter((verdict) => hcl.get(verdict) !== plan.get(verdict))
    .map((verdict) => `${verdict}: ${hcl.get(verdict)}, ${plan.get(verdict)}`);
}

/** Each configuration is a root module of one repository: the parser is started once for all. */
async function breaches(all: readonly Stack[]): Promise<readonly string[]> {
  const files = Object.fromEntries(all.map(({ hcl }, i) => [`s${i}/main.tf`, hcl]));
  const { findings, present } = await judgeFiles(files);
  expect(present.gaps).toEqual([]);
  return all.flatMap(({ hcl, plan, hasCondition }, i) =>
    differences(verdicts(findings, `s${i}`), verdicts(judgePlan(plan).findings))
      .filter((difference) => !(hasCondition && isBlind.test(difference)))
      .map((difference) => `${difference}\n${hcl}`),
  );
}

/** The same stacks on every run, unless more than usual are asked for. */
const seed = process.env['KMSLINT_RUNS'] === undefined ? 1 : Date.now();

test(`equivalence: a configuration and its plan are judged alike (${runs} stacks, seed ${seed})`, async () => {
  const all = fc.sample(stacks, { numRuns: runs, seed });
  expect((await breaches(all)).slice(0, 3)).toEqual([]);
});

test('the stacks of the law get every kind of verdict by every rule', async () => {
  const seen = new Set<string>();
  for (const { plan } of fc.sample(stacks, { numRuns: 300, seed: 1 })) {
    for (const [verdict, kind] of verdicts(judgePlan(plan).findings)) {
      seen.add(`${verdict.split(' ')[0]} ${kind}`);
    }
  }
  const judged = [...both].filter(
    (id) =>
      !/polic|predecessor|suppression|-not-copied|confidential-text|unguarded|unmonitored/.test(id),
  );
  const missing = judged.flatMap((id) =>
    ['fail', 'open', 'pass']
      .filter((kind) => !seen.has(`${id} ${kind}`))
      .map((kind) => `${id} ${kind}`),
  );
  expect(missing).toEqual([]);
});

test('the demo gets the same verdicts as its plan', async () => {
  const demo = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));
  const { findings } = await judgeDirectory(`${demo}source/`, ['main.tf']);
  const plan = parsePlan(readFileSync(`${demo}plan.json`, 'utf8'), 'plan.json');
  expect(differences(verdicts(findings), verdicts(judgePlan(plan).findings))).toEqual([]);
});
