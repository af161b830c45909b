import { describe, expect, it } from 'vitest';
import { readScratch } from '../support/judge/hcl-oracle.ts';

const key = (description: string): string =>
  `resource "aws_kms_key" "k" {\n  description = ${description}\n}\n`;
const repeat = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
const doubling = (first: string, twice: (before: string) => string, last: string): string =>
  `variable "u" {}\nlocals {\n  a0 = ${first}\n${repeat(40, (i) => `  a${i + 1} = ${twice(`local.a${i}`)}\n`)}}\n${key(last)}`;

const open: Readonly<Record<string, string>> = {
  'a huge range': key('join("", [for x in range(1000000000) : x])'),
  'loops in loops': key('length([for x in range(20000) : [for y in range(20000) : y]])'),
  'a count of a billion': `resource "aws_kms_key" "k" {\n  count       = 1000000000\n  description = upper(range(count.index + 1000000)[0])\n}\n`,
  'a template that doubles': doubling('"text"', (a) => `"\${${a}}\${${a}}"`, 'local.a40'),
  'a list that doubles': doubling('[1]', (a) => `concat(${a}, ${a})`, 'jsonencode(local.a40)'),
  'a tree that doubles': doubling('[1]', (a) => `[${a}, ${a}]`, 'jsonencode(local.a40)'),
  'an unknown tree that doubles': doubling('[var.u]', (a) => `{ x = ${a}, y = ${a} }`, 'local.a40'),
  'locals a thousand deep': `locals {\n  a0 = "x"\n${repeat(1000, (i) => `  a${i + 1} = "\${local.a${i}}"\n`)}}\n${key('local.a1000')}`,
  'a cycle': `locals {\n  a = local.b\n  b = local.a\n}\n${key('local.a')}`,
  'a huge heredoc with templates': key(`<<EOT\n${'${var.x} y\n'.repeat(30_000)}EOT`),
};

describe('what would take too long is open', () => {
  it.each(Object.entries(open))('%s', async (_, source) => {
    const { modules } = await readScratch({ 'main.tf': source });
    expect(modules[0]?.resources[0]?.attribute('description').value).toMatchObject({
      known: false,
      reason: 'evaluation-limit',
    });
  });
});

describe('what would take too long is a gap', () => {
  const gapsOf = async (files: Readonly<Record<string, string>>) => {
    const { modules } = await readScratch(files);
    return modules.flatMap(({ gaps }) => gaps.map(({ reason, what }) => `${reason}: ${what}`));
  };

  it('modules that multiply', async () => {
    const call = (path: string) => `module "m" {\n  source = "${path}"\n  count  = 20000\n}\n`;
    const none = 'resource "aws_kms_key" "k" {\n  count = 0\n}\n';
    const gaps = await gapsOf({
      'main.tf': call('./a'),
      'a/main.tf': call('../b'),
      'b/main.tf': none,
    });
    expect(gaps).toContainEqual(
      expect.stringMatching(/^evaluation-limit: .*some were not judged$/),
    );
  });

  it('a module of many large files', async () => {
    const comment = `# ${'x'.repeat(78)}\n`.repeat(12_000);
    const gaps = await gapsOf({ 'a.tf': key('1'), 'b.tf': comment, 'c.tf': comment });
    expect(gaps).toEqual([expect.stringMatching(/^evaluation-limit: c\.tf: .* larger than/)]);
  });
});

it('makes a gap of a number that only Terraform reads, and of nothing beside it', async () => {
  const numbers = '1.5 + 1.0e3 + 2.5E-3';
  const { modules } = await readScratch({
    'a.tf': `locals {\n  a = 1e3\n}\n`,
    'b.tf': key(numbers),
  });
  expect(modules[0]?.resources).toHaveLength(1);
  expect(modules[0]?.gaps.map(({ at }) => at.kind === 'source' && at.path)).toEqual(['a.tf']);
});
