import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { judged, kmslint } from '../support/cli/run-main.ts';
import { applied } from '../support/runbook/configurations.ts';

// AWS support's example of a manual rotation, as the plans that carry it out one after the other.

const folder = fileURLToPath(new URL('../../fixtures/manual-rotation/', import.meta.url));
const old = 'aws_kms_key.application_2018';
const successor = 'aws_kms_key.application_2019';

interface Told {
  readonly ruleId: string;
  readonly kind: string;
  readonly severity: string;
  readonly subject: string;
  readonly message: string;
  readonly remedy: readonly string[];
}

/** The findings of one input. */
async function judge(input: string, ...more: readonly string[]) {
  const { code, out } = await kmslint(folder, [input, '--format', 'json', ...more]);
  const report: { findings: readonly Told[] } = JSON.parse(out);
  return { code, findings: report.findings };
}

const kinds = ({ findings }: { findings: readonly Told[] }) =>
  findings.map(({ ruleId, severity, subject }) => [ruleId, severity, subject]);

const steps = [
  ['1-no-alias.json', 1, [['manual-rotation-alias-missing', 'medium', old]]],
  ['2-current-alias.json', 0, []],
  ['3-dated-alias.json', 0, []],
  ['4-new-key.json', 1, [['manual-rotation-alias-missing', 'medium', successor]]],
  ['5-alias-moved.json', 1, [['successor-policy-not-copied', 'high', successor]]],
  ['6-policy-copied.json', 0, []],
] as const;

it('has a plan for every step, and tells each', () => {
  const plans = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(plans.toSorted()).toEqual(steps.map(([plan]) => plan));
  const page = readFileSync(`${folder}README.md`, 'utf8');
  for (const [plan, code, findings] of steps) {
    const row = page.split('\n').find((line) => line.includes(`\`${plan}\``)) ?? '';
    expect(row.trimEnd()).toMatch(new RegExp(`\\| ${code} +\\|$`));
    for (const [ruleId] of findings) expect(row).toContain(ruleId);
  }
});

it.each(steps)('%s ends with %i', async (plan, code, findings) => {
  const result = await judge(plan);
  expect([result.code, kinds(result)]).toEqual([code, findings]);
});

it('ends clean', () => {
  expect(steps.at(-1)).toEqual(['6-policy-copied.json', 0, []]);
});

it('names the statements that are lost when the alias moves without the policy', async () => {
  const result = await judge('5-alias-moved.json');
  const [finding] = result.findings;
  expect(finding?.message).toContain(
    '"Allow use of the key": Allow kms:Sign, kms:Verify, kms:GetPublicKey, kms:DescribeKey for arn:aws:iam::111122223333:role/ExampleRole',
  );
  expect(finding?.message).toContain('"Allow attachment of persistent resources"');
  expect(finding?.message).not.toContain('"Enable IAM User Permissions"');
  expect(finding?.message).toContain(`alias/application-current moves from ${old} to ${successor}`);
  expect(finding?.remedy.join('\n')).toContain('Sid = "Allow use of the key"');
  expect(finding?.remedy[0]).toBe(`# change in ${successor}:`);
});

it('is clean once the policy is copied: the aliases still link the keys', async () => {
  const { findings } = await judge('6-policy-copied.json', '--all');
  const verdict = findings.find(({ ruleId }) => ruleId === 'successor-policy-not-copied');
  expect(verdict).toMatchObject({ kind: 'pass', subject: successor });
});

it('is medium when the old key is disabled', async () => {
  const result = await judge('wrong/old-key-disabled.json');
  expect(kinds(result)).toEqual([['predecessor-unusable', 'medium', old]]);
  expect(result.findings[0]?.message).toContain('alias/application-20180606');
  expect(result.findings[0]?.remedy).toContain('  is_enabled = true');
});

it('is critical when the plan destroys the old key and its alias', async () => {
  const result = await judge('wrong/old-key-destroyed.json');
  expect(result.code).toBe(1);
  expect(kinds(result)).toEqual([
    ['key-destroyed', 'critical', old],
    ['predecessor-unusable', 'critical', old],
  ]);
  expect(result.findings[1]?.remedy).toContain(`  from = ${old}`);
});

it('is written down by the runbook: what it adds and changes is clean as well', async () => {
  const before = { 'main.tf': readFileSync(`${folder}source/main.tf`, 'utf8') };
  const args = ['runbook', 'alias/application-current', 'source', '--format', 'hcl'];
  const { code, out } = await kmslint(folder, [...args, '--date', '20180606']);
  expect(code).toBe(0);
  const after = applied(before, out.replaceAll('source/main.tf', 'main.tf'));
  expect(after['main.tf']).toContain('name          = "alias/application-20180606"');
  const told = await judged(after, ['.', '--all', '--format', 'json']);
  const { findings }: { findings: readonly Told[] } = JSON.parse(told.out);
  expect([told.code, findings.filter(({ kind }) => kind === 'fail')]).toEqual([0, []]);
  const copied = findings.find(({ ruleId }) => ruleId === 'successor-policy-not-copied');
  expect(copied).toMatchObject({ kind: 'pass', subject: 'aws_kms_key.application_20180606' });
});

it('is written down for the plan and by commands too', async () => {
  const plan = ['runbook', 'alias/application-current', '3-dated-alias.json', '--format', 'sh'];
  const { code, out } = await kmslint(folder, plan);
  expect(code).toBe(0);
  expect(out).toContain('--key-spec RSA_2048');
  expect(out).toContain('# alias/application-20180606 is on the old key, and stays there.');
  expect(out).toContain('--alias-name alias/application-current');
  expect(out).not.toContain('create-alias');
});

it('uses the ids of the AWS documentation', () => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((one) => /\.(?:json|tf)$/.test(one))) {
    const text = readFileSync(`${folder}${name}`, 'utf8');
    expect(new Set(text.match(/\b\d{12}\b/g))).toEqual(new Set(['111122223333']));
  }
});
