import { describe, expect, test } from 'vitest';
import { inputs, kinds, module, moduleFile, root, source } from '../../support/build/terragrunt.ts';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

const unit = 'live/kms/terragrunt.hcl';
const gapsOf = async (files: Readonly<Record<string, string>>) =>
  (await judgeFiles(files)).present.gaps.map(({ what }) => what);
const include = (name: string, path: string, more = ''): string =>
  `include "${name}" {\n  path = "${path}"\n${more}}\n`;

describe('includes', () => {
  test('deeply merged lists follow one another', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/root.hcl': inputs('list = [true]\nrotate = true'),
      [unit]:
        include('root', '../root.hcl', '  merge_strategy = "deep"\n  expose = true\n') +
        source +
        inputs('list = [false]'),
      // Another unit reads what came of it.
      'live/other/terragrunt.hcl':
        `locals {\n  merged = read_terragrunt_config("../kms/terragrunt.hcl").inputs.list\n}\n` +
        source +
        inputs('keys = { for i, on in local.merged : i => on }'),
    });
    expect(kinds(judged)).toMatchObject({
      'live/other aws_kms_key.each["0"]': 'pass',
      'live/other aws_kms_key.each["1"]': 'fail',
    });
  });

  test('find_in_parent_folders begins above the unit', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/terragrunt.hcl': inputs('rotate = false'),
      [unit]: `include "root" {\n  path = find_in_parent_folders()\n}\n${source}`,
    });
    expect(kinds(judged)).toMatchObject({ 'live/kms aws_kms_key.this': 'fail' });
    expect(judged.present.gaps).toEqual([]);
  });

  test('only what is exposed can be referred to', async () => {
    const files = { ...module, 'live/root.hcl': 'locals {\n  on = false\n}\n' };
    const asking = source + inputs('rotate = include.root.locals.on');
    const hidden = await judgeFiles({ ...files, [unit]: root + asking });
    expect(kinds(hidden)).toMatchObject({ 'live/kms aws_kms_key.this': 'open' });
    const exposed = include('root', '../root.hcl', '  expose = true\n');
    const judged = await judgeFiles({ ...files, [unit]: exposed + asking });
    expect(kinds(judged)).toMatchObject({ 'live/kms aws_kms_key.this': 'fail' });
  });

  test('of two includes that declare a dependency the later one counts', async () => {
    const other = (name: string, rotate: boolean) => ({
      [`live/${name}/terragrunt.hcl`]: source + inputs(`rotate = ${rotate}`),
      [`live/${name}.hcl`]: `dependency "d" {\n  config_path = "../${name}"\n}\n`,
    });
    const judged = await judgeFiles({
      ...module,
      ...other('one', true),
      ...other('two', false),
      [unit]:
        include('a', '../one.hcl') +
        include('b', '../two.hcl') +
        source +
        inputs('rotate = dependency.d.outputs.rotate'),
    });
    expect(kinds(judged)).toMatchObject({ 'live/kms aws_kms_key.this': 'fail' });
  });
});

describe('generated files', () => {
  const generate = (more: string): string =>
    `generate "main" {\n  path     = "main.tf"\n${more}  contents = <<-EOF\n    resource "aws_kms_key" "made" {}\n  EOF\n}\n`;

  test.each([
    ['  if_exists = "overwrite"\n', ['live/kms aws_kms_key.made']],
    ['  if_exists = "skip"\n', ['live/kms aws_kms_key.this']],
  ])('%j', async (more, subjects) => {
    const judged = await judgeFiles({ ...module, [unit]: source + generate(more) });
    const found = Object.keys(kinds(judged)).filter((name) => name.startsWith('live/kms '));
    expect(found).toEqual(subjects);
  });
});

test('of several fetched copies nobody knows which one counts', async () => {
  const cached = (hash: string) => `live/kms/.terragrunt-cache/${hash}/def/kms/main.tf`;
  const written = 'terraform {\n  source = "git::https://git.example.com/m.git//kms?ref=v1"\n}\n';
  const copy = module[moduleFile] ?? '';
  expect(await gapsOf({ [unit]: written, [cached('abc')]: copy, [cached('abd')]: copy })).toEqual([
    expect.stringContaining('was not fetched'),
  ]);
});
