import { describe, expect, test } from 'vitest';
import { buildPlan, type ResourceSpec } from '../support/build/plan-builder.ts';
import { judged, key } from '../support/cli/run-main.ts';
import { newKey } from '../support/judge/judge-plan.ts';

// A plan finds the configuration that it was made from, and what both tell is told once, by the plan.

type Files = Readonly<Record<string, string>>;

const rule = ['--rule', 'rotation-disabled', '-f', 'json', '--no-config'];

function planOf(resources: readonly ResourceSpec[], top = {}): string {
  return JSON.stringify(buildPlan({ resources, top, modules: [{ path: 'm' }] }));
}

/** `source subject place` of each finding, and how many keys were judged. */
async function told(files: Files, argv: readonly string[]) {
  const { out, err } = await judged(files, [...argv, ...rule]);
  expect(err).toBe('');
  const { findings, summary, gaps } = JSON.parse(out);
  const rows = findings.map(
    (f: {
      source: string;
      subject: string;
      location: { path: string; source: { path: string } | null };
    }) => `${f.source} ${f.subject} ${f.location.source?.path ?? f.location.path}`,
  );
  return { rows: rows.toSorted(), keys: summary.keys, gaps: gaps.length };
}

const plan = planOf([newKey('k')]);
const infra = { 'infra/main.tf': key('') };

describe('a plan finds its configuration', () => {
  const found = { rows: ['plan aws_kms_key.k infra/main.tf'], keys: 1, gaps: 0 };

  test.each<[string, Files, readonly string[]]>([
    ['by --source', { ...infra, 'p.json': plan }, ['p.json', '--source', 'infra']],
    [
      'by --source, judged or not',
      { ...infra, 'p.json': plan },
      ['p.json', 'infra', '--source', 'infra'],
    ],
    ['beside it', { ...infra, 'infra/p.json': plan }, ['infra']],
    ['among the directories named with it', { ...infra, 'p.json': plan }, ['p.json', 'infra']],
    ['among the directories below', { ...infra, 'plans/p.json': plan }, ['.']],
    [
      'by its addresses, among several',
      {
        ...infra,
        'other/main.tf': key('enable_key_rotation = true').replaceAll('"k"', '"o"'),
        'p.json': plan,
      },
      ['p.json', '.'],
    ],
  ])('%s', async (_, files, argv) => {
    const { rows, keys, gaps } = await told(files, argv);
    expect(rows).toEqual(found.rows);
    expect(gaps).toBe(0);
    expect(keys).toBe(argv.includes('.') && 'other/main.tf' in files ? 2 : 1);
  });

  test('and none where two fit it alike: then each is judged', async () => {
    const files = { ...infra, 'copy/main.tf': key(''), 'p.json': plan };
    const { rows, keys } = await told(files, ['.']);
    expect(rows).toEqual([
      'hcl aws_kms_key.k copy/main.tf',
      'hcl aws_kms_key.k infra/main.tf',
      'plan aws_kms_key.k p.json',
    ]);
    expect(keys).toBe(3);
  });

  test('and none where a block is missing that no unread module may hold', async () => {
    const two = planOf([newKey('k'), newKey('l')]);
    const { rows } = await told({ ...infra, 'p.json': two }, ['.']);
    expect(rows).toContain('hcl aws_kms_key.k infra/main.tf');
  });

  test('not in the directory that it lies in, if that declares something else', async () => {
    const files = {
      ...infra,
      'plans/main.tf': key('').replace('"k"', '"o"'),
      'plans/p.json': plan,
    };
    const { rows } = await told(files, ['.']);
    expect(rows).toEqual(['hcl aws_kms_key.o plans/main.tf', 'plan aws_kms_key.k infra/main.tf']);
  });
});

describe('what the plan tells is not told again', () => {
  test('where it knows better than the configuration', async () => {
    const on = newKey('k', { after: { enable_key_rotation: true } });
    const variable = `${key('enable_key_rotation = var.r')}variable "r" {\n  default = false\n}\n`;
    const files = { 'main.tf': variable, 'p.json': planOf([on]) };
    expect(await told(files, ['.'])).toMatchObject({ rows: [], keys: 1 });
    expect(await told(files, ['main.tf'])).toMatchObject({ keys: 1 });
  });

  test('of a module that was not fetched: the plan holds what it makes', async () => {
    const module = 'module "m" {\n  source = "terraform-aws-modules/kms/aws"\n}\n';
    const files = { 'main.tf': `${key('')}${module}` };
    const inside = newKey('x', { module: 'module.m' });
    expect((await told(files, ['.'])).gaps).toBe(1);
    const { rows, gaps } = await told({ ...files, 'p.json': planOf([newKey('k'), inside]) }, ['.']);
    expect(gaps).toBe(0);
    expect(rows).toContain('plan module.m.aws_kms_key.x p.json');
  });

  test('of an instance that it proves absent', async () => {
    const counted = `${key('count = var.n')}variable "n" {}\n`;
    const declared: ResourceSpec = { ...newKey('k'), declaredOnly: true };
    const files = (complete?: boolean) => ({
      'main.tf': counted,
      'p.json': planOf([declared], { complete }),
    });
    expect(await told(files(true), ['.'])).toMatchObject({ rows: [], keys: 0 });
    expect((await told(files(), ['.'])).rows).toEqual(['hcl aws_kms_key.k[0] main.tf']);
  });
});

describe('what the plan does not tell is judged as it is written', () => {
  const two = `${key('')}${key('').replace('"k"', '"later"')}`;

  test('a block that its configuration does not hold', async () => {
    const { rows, keys } = await told({ 'main.tf': two, 'p.json': plan }, ['.']);
    expect(rows).toEqual(['hcl aws_kms_key.later main.tf', 'plan aws_kms_key.k main.tf']);
    expect(keys).toBe(2);
  });

  test('a block that a targeted plan leaves out', async () => {
    const targeted = planOf([newKey('k'), { ...newKey('later'), declaredOnly: true }], {
      complete: false,
    });
    const { rows, keys } = await told({ 'main.tf': two, 'p.json': targeted }, ['.']);
    expect(rows).toEqual(['hcl aws_kms_key.later main.tf', 'plan aws_kms_key.k main.tf']);
    expect(keys).toBe(2);
  });

  test('with what it has from covered blocks', async () => {
    const rsa = 'customer_master_key_spec = "RSA_2048"\n  key_usage = "SIGN_VERIFY"';
    const alias =
      'resource "aws_kms_alias" "a" {\n  name = "alias/a"\n  target_key_id = aws_kms_key.k.id\n}\n';
    const spec: ResourceSpec = {
      type: 'aws_kms_alias',
      name: 'a',
      after: { name: 'alias/a', target_key_id: 'elsewhere' },
      expressions: {},
    };
    const files = { 'main.tf': `${key(rsa)}${alias}`, 'p.json': planOf([spec]) };
    const { out } = await judged(files, ['.', '--rule', 'manual-rotation-alias-missing']);
    expect(out).toContain('0 findings');
  });
});

describe('a source that is none', () => {
  test.each([
    ['a directory without configuration', ['p.json', '--source', 'empty'], 'holds'],
    ['no plan among the inputs', ['infra', '--source', 'infra'], 'no plan'],
  ])('%s', async (_, argv) => {
    const files = { ...infra, 'p.json': plan, 'empty/README': '' };
    const { code, err } = await judged(files, argv);
    expect(code).toBe(2);
    expect(err).toMatch(/^kmslint: --source \w+: no .*; name /);
  });
});
