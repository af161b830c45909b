import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';

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

/** The findings of one plan, but for automatic rotation, which is not the example's concern. */
async function judge(plan: string, ...more: readonly string[]) {
  let stdout = '';
  const io = {
    stdin: nothing(),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => true },
    directory: folder,
    env: {},
  };
  const args = [plan, '--skip-rule', 'rotation-disabled', '--format', 'json', ...more];
  const code = await main(args, io);
  const report: { findings: readonly Told[] } = JSON.parse(stdout);
  return { code, findings: report.findings };
}

async function* nothing() {}

const kinds = ({ findings }: { findings: readonly Told[] }) =>
  findings.map(({ ruleId, severity, subject }) => [ruleId, severity, subject]);

it('has a plan for every step', () => {
  expect(existsSync(folder)).toBe(true);
  expect(readdirSync(folder).toSorted()).toEqual([
    '1-current-alias.json',
    '2-dated-alias.json',
    '3-new-key.json',
    '4-alias-moved.json',
    '5-policy-copied.json',
    '6-old-key-disabled.json',
    '7-old-key-destroyed.json',
  ]);
});

it.each(['1-current-alias.json', '2-dated-alias.json', '3-new-key.json'])(
  '%s prepares the rotation and is clean',
  async (plan) => {
    expect(await judge(plan)).toEqual({ code: 0, findings: [] });
  },
);

it('names the statements that are lost when the alias moves without the policy', async () => {
  const result = await judge('4-alias-moved.json');
  expect(result.code).toBe(1);
  expect(kinds(result)).toEqual([['successor-policy-not-copied', 'high', successor]]);
  const [finding] = result.findings;
  expect(finding?.message).toContain(
    '"Allow use of the key": Allow kms:Encrypt, kms:Decrypt, kms:DescribeKey for arn:aws:iam::111122223333:role/ExampleRole',
  );
  expect(finding?.message).toContain('"Allow attachment of persistent resources"');
  expect(finding?.message).not.toContain('"Enable IAM User Permissions"');
  expect(finding?.message).toContain(`alias/application-current moves from ${old} to ${successor}`);
  expect(finding?.remedy.join('\n')).toContain('Sid = "Allow use of the key"');
  expect(finding?.remedy.join('\n')).toContain(
    'aws kms put-key-policy --key-id 0987dcba-09fe-87dc-65ba-ab0987654321',
  );
});

it('is clean once the policy is copied: the aliases still link the keys', async () => {
  expect(await judge('5-policy-copied.json')).toEqual({ code: 0, findings: [] });
  const { findings } = await judge('5-policy-copied.json', '--all');
  const verdict = findings.find(({ ruleId }) => ruleId === 'successor-policy-not-copied');
  expect(verdict).toMatchObject({ kind: 'pass', subject: successor });
});

it('is medium when the old key is disabled', async () => {
  const result = await judge('6-old-key-disabled.json');
  expect(kinds(result)).toEqual([['predecessor-unusable', 'medium', old]]);
  expect(result.findings[0]?.message).toContain('alias/application-20180606');
  expect(result.findings[0]?.remedy.at(-1)).toMatch(/^aws kms enable-key/);
});

it('is critical when the plan destroys the old key and its alias', async () => {
  const result = await judge('7-old-key-destroyed.json');
  expect(result.code).toBe(1);
  expect(kinds(result)).toEqual([
    ['key-destroyed', 'critical', old],
    ['predecessor-unusable', 'critical', old],
  ]);
  expect(result.findings[1]?.remedy).toContain(`  from = ${old}`);
});

it('uses the ids of the AWS documentation', () => {
  for (const name of readdirSync(folder)) {
    const text = readFileSync(`${folder}${name}`, 'utf8');
    expect(new Set(text.match(/\b\d{12}\b/g))).toEqual(new Set(['111122223333']));
  }
});
