import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Finding, VerdictKind } from '../../src/model/finding.ts';
import { decodeInput, parsePlan } from '../../src/read/input/recognise.ts';
import { judgeDirectory } from '../support/judge/judge-hcl.ts';
import { judgePlan } from '../support/judge/judge-plan.ts';

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

const worst: readonly VerdictKind[] = ['fail', 'open', 'pass', 'notApplicable'];

/** One verdict for a rule and a subject: the worst, where a key is in several links. */
function verdictsOf(findings: readonly Finding[]): Verdicts {
  const verdicts: Verdicts = new Map();
  for (const kind of worst) {
    for (const { ruleId, subject } of findings.filter((finding) => finding.kind === kind)) {
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

  test('are all here', () => {
    expect(expected.size).toBeGreaterThan(100);
  });
});

if (!isHere) process.stdout.write('provider plans: skipped, ../shared/corpus is not here\n');
