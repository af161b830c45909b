import { expect, test } from 'vitest';
import { accounts, failing, snapshotOf } from '../support/build/organisation.ts';
import { judged } from '../support/cli/run-main.ts';

const files = Object.fromEntries(
  accounts.map((account, i) => [
    `${account}.snapshot.json`,
    snapshotOf(account, { ...failing, top: i === 0 ? { accountName: 'Payments Prod' } : {} }),
  ]),
);

test('groups go over accounts, in any number of threads', async () => {
  const argv = ['.', '--no-config', '--group-by', 'account'];
  const { out } = await judged(files, argv);
  const heads = out.split('\n').filter((line) => /^\d{12} /.test(line));
  expect(heads).toEqual([
    expect.stringMatching(/^111122223333 Payments Prod {2}\d+ findings?$/),
    expect.stringMatching(/^444455556666 {2}\d+ findings?$/),
    expect.stringMatching(/^777788889999 {2}\d+ findings?$/),
  ]);
  const rules = (await judged(files, ['.', '--no-config', '--group-by', 'rule'])).out;
  expect(rules.split('\n').filter((line) => line.startsWith('rotation-disabled'))).toEqual([
    'rotation-disabled  3 findings',
  ]);
});

test.each([
  [['--group-by', 'acount'], '--group-by knows no "acount" (did you mean account?); there are'],
  [['--group-by', 'owner'], '--group-by knows no "owner"'],
  [['--group-by', 'tag:'], '--group-by "tag:" names no tag; write it as in tag:Owner'],
  [['--group-by', 'tag:\u001b[2J', '-f', 'json'], '--group-by arranges text, markdown, html'],
  [['--group-by', 'rule', '-f', 'csv=a.csv'], '--group-by arranges text, markdown, html'],
])('a mistake in it is told: %s', async (argv, message) => {
  const { code, err, out } = await judged(files, ['.', ...argv]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(message);
  expect(err).not.toContain('\u001b');
});

test('a tag to group by is shown, though nobody chose it', async () => {
  const key = `resource "aws_kms_key" "k" {
  enable_key_rotation = false
  tags = { CostCenter = "42" }
}
`;
  const hcl = { 'main.tf': `provider "aws" {\n region = "eu-west-1"\n}\n${key}` };
  const argv = ['.', '--group-by', 'tag:costcenter'];
  const { out } = await judged(hcl, argv);
  expect(out).toContain('costcenter=42  1 finding\n\nmain.tf\n');
  expect(out).toContain('CostCenter=42');
  const json = await judged(hcl, [...argv, '-f', 'text=a.txt', '-f', 'json']);
  expect(JSON.parse(json.out).findings[0].ownerTags).toEqual({ CostCenter: '42' });
});
