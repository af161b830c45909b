import { describe, expect, test } from 'vitest';
import { inputs, kinds, module, moduleFile, root, source } from '../../support/build/terragrunt.ts';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

describe('what cannot be told is told', () => {
  test.each([
    ['git::https://git.example.com/modules.git//kms?ref=v1', 'was not fetched'],
    ['tfr:///terraform-aws-modules/kms/aws?version=4.0.0', 'was not fetched'],
    ['../../elsewhere', 'there is no module at'],
    ['${get_env("MODULES")}/kms', 'terraform.source: it is not known'],
  ])('a source: %s', async (written, told) => {
    const judged = await judgeFiles({
      'live/kms/terragrunt.hcl': `terraform {\n  source = "${written}"\n}\n`,
    });
    const gaps = judged.present.gaps.map(({ what }) => what);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toContain('live/kms/terragrunt.hcl: ');
    expect(gaps[0]).toContain(told);
  });

  test('a fetched module is read where Terragrunt keeps it', async () => {
    const judged = await judgeFiles({
      'live/kms/terragrunt.hcl':
        'terraform {\n  source = "git::https://git.example.com/modules.git//kms?ref=v1"\n}\n' +
        inputs('rotate = false'),
      'live/kms/.terragrunt-cache/abc/def/kms/main.tf': module[moduleFile] ?? '',
    });
    expect(kinds(judged)).toEqual({ 'live/kms aws_kms_key.this': 'fail' });
  });

  test.each(['get_env("ROTATE", "true")', 'run_cmd("./rotate.sh")', 'get_aws_account_id() == ""'])(
    'what the outside decides is open: %s',
    async (expression) => {
      const judged = await judgeFiles({
        ...module,
        'live/kms/terragrunt.hcl': `${source}${inputs(`rotate = ${expression}`)}`,
      });
      expect(kinds(judged)).toEqual({ 'live/kms aws_kms_key.this': 'open' });
    },
  );

  test('an include that is not there is an error, and what the unit itself says counts', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/kms/terragrunt.hcl': root + source + inputs('rotate = false'),
    });
    expect(kinds(judged)).toEqual({ 'live/kms aws_kms_key.this': 'fail' });
    expect(judged.present.gaps.map(({ what }) => what)).toEqual([
      'live/kms/terragrunt.hcl: include "root": no folder above has a root.hcl',
    ]);
  });

  test('an input that is an error takes no other along', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/kms/terragrunt.hcl': `${source}${inputs('rotate = false\nperiod = local.nowhere')}`,
    });
    expect(kinds(judged)).toEqual({ 'live/kms aws_kms_key.this': 'fail' });
    expect(kinds(judged, 'rotation-period-out-of-range')).toEqual({
      'live/kms aws_kms_key.this': 'open',
    });
  });

  test('a file that does not parse is a gap, and hides no other unit', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/bad/terragrunt.hcl': 'inputs = {\n',
      'live/kms/terragrunt.hcl': `${source}${inputs('rotate = false')}`,
    });
    expect(kinds(judged)).toEqual({ 'live/kms aws_kms_key.this': 'fail' });
    expect(judged.present.gaps.map(({ at }) => at)).toMatchObject([
      { path: 'live/bad/terragrunt.hcl', line: 2 },
    ]);
  });

  test('one that is included does not parse: that is told once, where it is', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/root.hcl': 'locals {\n  name = \n}\n',
      'live/a/terragrunt.hcl': root + source + inputs('rotate = false'),
    });
    expect(kinds(judged)).toEqual({
      'live/a aws_kms_key.this': 'fail',
      'live/a aws_kms_key.each[*]': 'open',
    });
    expect(judged.present.gaps.map(({ at }) => at)).toMatchObject([
      { path: 'live/root.hcl', line: 2 },
    ]);
  });

  test('a root.hcl alone, or one that only serves others, is no unit', async () => {
    const judged = await judgeFiles({ ...module, 'live/terragrunt.hcl': inputs('rotate = false') });
    expect(judged.present.gaps).toEqual([]);
    expect(new Set(judged.findings.map(({ scope }) => scope))).toEqual(new Set(['modules/kms']));
  });
});

describe('a hostile branch', () => {
  test('nothing outside of the repository is read', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/kms/terragrunt.hcl': `include "root" {\n  path = "../../../../../../../../etc/hostname"\n}
${source}${inputs('name = file("../../../../../../../../etc/hostname")')}`,
    });
    const [alias] = judged.present.aliases;
    expect(alias?.name.known).toBe(false);
    expect(judged.present.gaps.map(({ what }) => what)).toEqual([
      expect.stringMatching(
        /^live\/kms\/terragrunt\.hcl: include "root": .* outside the repository$/,
      ),
    ]);
  });

  test('a file that includes itself ends', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/kms/terragrunt.hcl': `include "self" {\n  path = "./terragrunt.hcl"\n}\n${source}`,
    });
    expect(judged.present.gaps.some(({ what }) => what.includes('too deeply'))).toBe(true);
  });

  test('the environment is not read', async () => {
    process.env['KMSLINT_CANARY'] = 'canary';
    const judged = await judgeFiles({
      ...module,
      'live/kms/terragrunt.hcl': `${source}${inputs('name = get_env("KMSLINT_CANARY")')}`,
    });
    expect(JSON.stringify([judged.findings, judged.present])).not.toContain('"canary"');
    delete process.env['KMSLINT_CANARY'];
  });
});
