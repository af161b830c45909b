import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { check } from '../../src/lint/check.ts';
import type { Finding, VerdictKind } from '../../src/model/finding.ts';
import { emptyInventory } from '../../src/model/inventory.ts';
import { isObject, member } from '../../src/read/input/json.ts';
import { decodeInput, parsePlan } from '../../src/read/input/recognise.ts';
import { completeOptions } from '../../src/rule/options.ts';
import { judgeDirectory } from '../support/judge/judge-hcl.ts';
import { judgePlan } from '../support/judge/judge-plan.ts';
import { isAsked } from '../support/judge/opt-in.ts';
import { judgeState } from '../support/judge/judge-state.ts';

// Configurations, and the plans that the real provider made of them, with the right verdict for every subject.

const corpus = fileURLToPath(new URL('../../../shared/corpus/provider', import.meta.url));
const isHere = existsSync(join(corpus, 'expected.tsv'));

type Verdicts = Map<string, string>;

/** A field of the table: quoted, with its quotes doubled, where the address holds some. */
function unquote(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}

/** The right verdicts by case and source, and in each by rule and address. */
function readExpected(): ReadonlyMap<string, Verdicts> {
  const groups = new Map<string, Verdicts>();
  const [, ...rows] = readFileSync(join(corpus, 'expected.tsv'), 'utf8').trim().split('\n');
  for (const row of rows) {
    const [name = '', source = '', rule = '', address = '', kind = ''] = row.split('\t');
    const group: Verdicts = groups.get(`${name} ${source}`) ?? new Map<string, string>();
    groups.set(`${name} ${source}`, group.set(`${rule} ${unquote(address)}`, kind));
  }
  return groups;
}

/** Rows that the catalogue of rules has overtaken since they were written, and what it says. */
const overtaken: ReadonlyMap<string, VerdictKind> = new Map([
  // The key store beside it is an external one, which is no reason to doubt whose cluster this is.
  ['keystore-create hcl hsm-cluster-under-two-hsms aws_cloudhsm_v2_cluster.bare', 'fail'],
  // An unknown principal is taken to be well-formed, and the pass says so.
  ['rotate-oneshot-2-unknown-policy hcl key-policy-malformed aws_kms_key.v2', 'pass'],
]);

/** What rules say that are younger than the table, where it is something. */
const younger: ReadonlyMap<string, VerdictKind> = new Map([
  ['drift-2-plan plan key-drifted aws_kms_key.a', 'fail'],
  ['drift-2-refresh-only plan key-drifted aws_kms_key.a', 'fail'],
  ['drift-2-refresh-only plan key-drifted aws_kms_key.b', 'fail'],
  ['gone-2-plan plan key-drifted aws_kms_key.a', 'fail'],
]);

/** Keys of which the plan knows more than their state: where one was before it moved, and that somebody disabled one. */
const onlyInPlans: ReadonlySet<string> = new Set([
  'rotate-oneshot-2-moved aws_kms_key.v1',
  'keys-settled aws_kms_external_key.rsa_off',
]);

const worst: readonly VerdictKind[] = ['fail', 'open', 'pass', 'notApplicable'];

/** One verdict for a rule and a subject: the worst, where a key is in several links. */
function verdictsOf(findings: readonly Finding[]): Verdicts {
  const verdicts: Verdicts = new Map();
  for (const kind of worst) {
    for (const { ruleId, subject } of findings.filter((f) => f.kind === kind)) {
      // Nobody has asked opt-in rules, and the table has no row for them.
      if (!isAsked({ ruleId })) continue;
      const name = `${ruleId} ${subject}`;
      if (!verdicts.has(name)) verdicts.set(name, kind);
    }
  }
  return verdicts;
}

async function judge(name: string, source: string): Promise<readonly Finding[]> {
  if (source === 'hcl') return (await judgeDirectory(join(corpus, name, 'source'))).findings;
  const path = join(corpus, name, 'plan.json');
  return judgePlan(parsePlan(decodeInput(readFileSync(path), path), path)).findings;
}

const read = new Set(rules.filter(({ sources }) => sources.includes('state')).map(({ id }) => id));
const defaultsOf = (rule: (typeof rules)[number]) => completeOptions(rule, {});
const expected = isHere ? readExpected() : new Map<string, Verdicts>();

describe.skipIf(!isHere)('plans of the real provider', () => {
  test.each([...expected.keys()])('%s', async (group) => {
    const [name = '', source = ''] = group.split(' ');
    const found = verdictsOf(await judge(name, source));
    const later = [...younger].flatMap(([row, kind]) =>
      row.startsWith(`${group} `) ? [[row.slice(group.length + 1), kind] as const] : [],
    );
    const wanted = new Map([...(expected.get(group) ?? []), ...later]);
    const asked = [...wanted].flatMap(([row, labelled]) => {
      const right = overtaken.get(`${group} ${row}`) ?? labelled;
      const answer = found.get(row) ?? 'notApplicable';
      return answer === right ? [] : [`${row}: ${right}, found ${answer}`];
    });
    const alarms = [...found].flatMap(([row, kind]) =>
      wanted.has(row) || (kind !== 'fail' && kind !== 'open') ? [] : [`${row}: ${kind}, not asked`],
    );
    expect([...asked, ...alarms]).toEqual([]);
  });

  test('leave states that are judged as the prior state of the next plan is', () => {
    const names = [...new Set([...expected.keys()].map((group) => group.split(' ')[0] ?? ''))];
    let judged = 0;
    const differences = names.flatMap((name) => {
      const path = join(corpus, name, 'plan.json');
      if (!existsSync(path)) return [];
      const plan = parsePlan(decodeInput(readFileSync(path), path), path);
      const state = member(plan, 'prior_state');
      if (!isObject(state)) return [];
      const { findings } = judgeState({ ...state, terraform_version: '1.11.4' });
      judged += findings.length;
      const found = verdictsOf(findings);
      const { prior } = judgePlan(plan);
      // What a state and a prior state of a plan both do not tell is what the plan does next.
      const present = {
        ...prior,
        keys: prior.keys.filter(({ change }) => change?.outside !== true),
      };
      const own = check(present, { rules, prior: emptyInventory, optionsOf: defaultsOf });
      return [...verdictsOf(own.filter(({ ruleId }) => read.has(ruleId)))]
        .filter(([row]) => !onlyInPlans.has(`${name} ${row.split(' ')[1] ?? ''}`))
        .filter(([row, kind]) => found.get(row) !== kind)
        .map(([row, kind]) => `${name} ${row}: ${kind}, in the state ${found.get(row) ?? 'none'}`);
    });
    expect(judged).toBeGreaterThan(500);
    expect(differences).toEqual([]);
  });

  test('are all here', () => {
    expect(expected.size).toBeGreaterThan(100);
  });
});

if (!isHere) process.stdout.write('provider plans: skipped, ../shared/corpus is not here\n');
