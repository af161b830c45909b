import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { at, readScratch } from '../support/judge/hcl-oracle.ts';
import { newKey, oldKey } from '../support/judge/judge-plan.ts';
import { buildPlan, type ResourceSpec } from '../support/build/plan-builder.ts';
import { inRepository, summaryOf } from '../support/cli/repository.ts';

const plan = (...resources: readonly ResourceSpec[]) => buildPlan({ resources });
const file = 'kmslint-baseline.json';
const config = { 'kmslint.config.json': { baseline: file } };
const root = 'terraform {\n  backend "s3" {}\n}\n';
const key = (name: string) => `resource "aws_kms_key" "${name}" {}\n`;

interface Entry {
  readonly place: string;
  readonly subject: string;
}

const subjects = (text: string): readonly string[] =>
  JSON.parse(text).findings.map(({ place, subject }: Entry) => `${place} ${subject}`);

test('a repository goes from findings to green, and only what is new makes it red', async () => {
  const files = { ...config, 'plan.json': plan(newKey('a')) };
  await inRepository(files, async ({ run, read, write }) => {
    expect(await run('plan.json')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `kmslint: ${file}: there is no such baseline; check the path, or take one with --update-baseline\n`,
    });
    expect(await run('plan.json', '--no-baseline')).toMatchObject({ code: 1 });
    const taken = await run('plan.json', '--update-baseline');
    expect(taken).toMatchObject({ code: 0, stderr: `${file}: 1 added, 0 removed, 0 kept\n` });
    const first = read(file);
    expect(await run('plan.json')).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(await run('plan.json'))).toBe('0 findings · 1 in the baseline · 1 key judged');
    write('plan.json', plan(newKey('b'), newKey('a')));
    const red = await run('plan.json', '-f', 'json', '-f', 'sarif=out.sarif');
    expect(red.code).toBe(1);
    expect(JSON.parse(red.stdout).findings).toMatchObject([
      { subject: 'aws_kms_key.a', baselineState: 'unchanged' },
      { subject: 'aws_kms_key.b', baselineState: 'new' },
    ]);
    expect(read('out.sarif')).toContain('"baselineState": "unchanged"');
    const suppression = { rule: 'rotation-disabled', subject: 'aws_kms_key.b', reason: 'why' };
    const until = (expires: string) => ({
      baseline: file,
      suppressions: [{ ...suppression, expires }],
    });
    write('kmslint.config.json', until('9999-12-31'));
    expect(await run('plan.json')).toMatchObject({ code: 0 });
    expect(await run('plan.json', '--update-baseline')).toMatchObject({
      stderr: `${file}: 0 added, 0 removed, 1 kept\n`,
    });
    expect(read(file)).toBe(first);
    write('kmslint.config.json', until('2024-12-31'));
    expect(await run('plan.json')).toMatchObject({ code: 1 });
    expect(await run('plan.json', '--update-baseline')).toMatchObject({ code: 1 });
    expect(subjects(read(file))).toEqual(['plan.json aws_kms_key.a', 'plan.json aws_kms_key.b']);
    write('plan.json', plan(newKey('b')));
    expect(await run('plan.json', '--update-baseline')).toMatchObject({
      stderr: `${file}: 0 added, 1 removed, 1 kept\n`,
    });
    expect(subjects(read(file))).toEqual(['plan.json aws_kms_key.b']);
  });
});

test('beside a module that is no longer at hand, what the others declared and no longer do is gone', async () => {
  const call = (source: string) => `module "kms" {\n  source = "${source}"\n}\n`;
  const files = { ...config, 'kms/main.tf': key('k'), 'main.tf': root + call('./kms') + key('a') };
  await inRepository(files, async ({ run, read, write }) => {
    await run('.', '--update-baseline');
    expect(subjects(read(file))).toEqual(['. aws_kms_key.a', '. module.kms.aws_kms_key.k']);
    write('main.tf', root + call('x/kms/aws'));
    write('kms/main.tf', '');
    expect(await run('.', '--update-baseline')).toMatchObject({
      code: 3,
      stderr: `${file}: 0 added, 1 removed, 1 kept\n`,
    });
    expect(subjects(read(file))).toEqual(['. module.kms.aws_kms_key.k']);
  });
});

describe('what was moved keeps its entry', () => {
  test('by moved blocks', async () => {
    const moved = (from: string, to: string) => `moved {\n  from = ${from}\n  to = ${to}\n}\n`;
    const call = 'module "m" {\n  source = "./m"\n  for_each = toset(["x"])\n}\n';
    const before = `${root}${key('a')}${key('b')}`;
    const after = `${root}${key('c')}${call}`;
    await inRepository(
      { ...config, 'main.tf': before, 'm/main.tf': key('k') },
      async (repository) => {
        const { run, write } = repository;
        await run('main.tf', '--update-baseline');
        write('main.tf', after);
        expect((await run('main.tf')).code).toBe(1);
        const chain =
          moved('aws_kms_key.a', 'aws_kms_key.x') + moved('aws_kms_key.x', 'aws_kms_key.c');
        const inside = moved('aws_kms_key.b', 'module.old["x"].aws_kms_key.k');
        write('main.tf', after + chain + inside + moved('module.old', 'module.m'));
        expect(await run('main.tf')).toMatchObject({ code: 0 });
        expect((await run('main.tf', '--update-baseline')).stderr).toContain(
          '0 added, 0 removed, 2 kept',
        );
      },
    );
  });

  test('whatever a moved block moves', async () => {
    const files = {
      'main.tf': `
module "new" {
  source = "./m"
}
resource "aws_kms_key" "list" {
  count = 1
}
moved {
  from = module.old
  to   = module.new
}
moved {
  from = aws_kms_key.single
  to   = aws_kms_key.list[0]
}`,
      'm/main.tf': `
resource "aws_kms_key" "k" {}
moved {
  from = aws_kms_key.j
  to   = aws_kms_key.k
}
moved {
  from = aws_kms_key.k
  to   = aws_kms_key.j
}`,
    };
    const reading = await readScratch(files);
    expect(at(reading, 'aws_kms_key.list[0]').formerly).toEqual(['aws_kms_key.single']);
    expect(new Set(at(reading, 'module.new.aws_kms_key.k').formerly)).toEqual(
      new Set(['module.new.aws_kms_key.j', 'module.old.aws_kms_key.j', 'module.old.aws_kms_key.k']),
    );
  });

  test('by a plan', async () => {
    const files = { ...config, 'plan.json': plan(oldKey('a', 'id-a')) };
    await inRepository(files, async ({ run, write }) => {
      await run('plan.json', '--update-baseline');
      const extra = { previous_address: 'aws_kms_key.a' };
      write('plan.json', plan(oldKey('b', 'id-a')));
      expect((await run('plan.json')).code).toBe(1);
      write('plan.json', plan(oldKey('b', 'id-a', { extra })));
      expect((await run('plan.json')).code).toBe(0);
      write('plan.json', plan(oldKey('b', 'id-a', { extra }), newKey('a')));
      expect(summaryOf(await run('plan.json'))).toContain('1 finding (1 high) · 1 in the baseline');
    });
  });
});

test('two root modules have entries of their own, and a run over one leaves the other alone', async () => {
  const files = { ...config, 'east/main.tf': root + key('a'), 'west/main.tf': root + key('a') };
  await inRepository(files, async ({ run, read, write, remove }) => {
    await run('.', '--update-baseline');
    expect(subjects(read(file))).toEqual(['east aws_kms_key.a', 'west aws_kms_key.a']);
    write('east/main.tf', root);
    expect((await run('west', '--update-baseline')).stderr).toContain('0 removed, 2 kept');
    expect((await run('in:east', '.', '--update-baseline')).stderr).toContain('1 removed, 1 kept');
    expect(subjects(read(file))).toEqual(['west aws_kms_key.a']);
    remove('west');
    expect((await run('.', '--update-baseline')).stderr).toContain('1 removed, 0 kept');
  });
});

test('plans have entries of their own', async () => {
  const files = { ...config, 'x.json': plan(newKey('a')), 'y.json': plan(newKey('b')) };
  await inRepository(files, async ({ run, read, write }) => {
    await run('x.json', 'y.json', '--update-baseline');
    expect(subjects(read(file))).toEqual(['x.json aws_kms_key.a', 'y.json aws_kms_key.b']);
    write('x.json', plan(newKey('a', { after: { enable_key_rotation: true } })));
    write('y.json', plan(newKey('c')));
    expect((await run('x.json', '--update-baseline')).stderr).toContain('1 removed, 1 kept');
    expect((await run('y.json', '--update-baseline')).stderr).toContain(
      '1 added, 1 removed, 0 kept',
    );
    expect(subjects(read(file))).toEqual(['y.json aws_kms_key.c']);
  });
});

test('rules that are off, and subjects that are ignored, keep their entries', async () => {
  await inRepository({ ...config, 'plan.json': plan(newKey('a')) }, async ({ run, write }) => {
    await run('plan.json', '--update-baseline');
    for (const more of [
      { rules: { 'rotation-disabled': 'off' } },
      { ignore: { subjects: ['*'] } },
    ]) {
      write('kmslint.config.json', { baseline: file, ...more });
      expect((await run('plan.json', '--update-baseline')).stderr).toContain('0 removed, 1 kept');
    }
  });
});

test('a directory that is ignored keeps its entries', async () => {
  const files = { ...config, 'main.tf': root, 'old/main.tf': root + key('a') };
  await inRepository(files, async ({ run, write }) => {
    await run('.', '--update-baseline');
    write('kmslint.config.json', { baseline: file, ignore: { paths: ['old'] } });
    expect((await run('.', '--update-baseline')).stderr).toContain('0 removed, 1 kept');
  });
});

test('what is wrong with suppressions is not taken in', async () => {
  const files = { ...config, 'main.tf': `${root}# kmslint:ignore\n${key('a')}` };
  await inRepository(files, async ({ run, read }) => {
    expect(await run('.', '--update-baseline')).toMatchObject({ code: 1 });
    expect(subjects(read(file))).toEqual(['. aws_kms_key.a']);
  });
});

test.each([
  ['{', '1:2: not valid JSON: it ends too early'],
  ['{ "version": 2, "findings": [] }', '1:14: version is "2", and must be one of 1'],
  ['{\n  "version": 1,\n  "findings": [\n    { "rule": "x" }\n  ]\n}', '4:5: "subject" is missing'],
  ['{ "version": 1, "finding": [] }', '"findings" is missing'],
])('a mistake in it is told with its place: %s', async (text, mistake) => {
  await inRepository(
    { ...config, [file]: text, 'plan.json': plan(newKey('a')) },
    async ({ run, read }) => {
      const ran = await run('plan.json', '--update-baseline');
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain(`${file}:`);
      expect(ran.stderr).toContain(mistake);
      expect(read(file)).toBe(text);
    },
  );
});

test('a baseline must be named to be updated', async () => {
  await inRepository({ 'plan.json': plan(newKey('a')) }, async ({ run, read }) => {
    const unnamed = await run('plan.json', '--update-baseline');
    expect(unnamed).toMatchObject({ code: 2, stdout: '' });
    expect(unnamed.stderr).toMatch(/^kmslint: no baseline is named to be updated; give --baseline/);
    expect(await run('plan.json', '--baseline', 'b.json', '--update-baseline')).toMatchObject({
      code: 0,
    });
    const schema = new URL('../../schema/baseline.schema.json', import.meta.url);
    const known = JSON.parse(readFileSync(schema, 'utf8'));
    const written = JSON.parse(read('b.json'));
    expect(new Ajv({ strict: false }).validate(known, written)).toBe(true);
  });
});
