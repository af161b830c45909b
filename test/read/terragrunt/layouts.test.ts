import { describe, expect, test } from 'vitest';
import { inputs, kinds, module, moduleFile, root, source } from '../../support/build/terragrunt.ts';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

// Layouts that teams use with Terragrunt (its documentation: "Keep your Terragrunt architecture DRY", "Stacks").

describe('the variables of a unit are its inputs', () => {
  test('live/environment/region/unit below a root.hcl and a region.hcl', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/root.hcl': inputs('rotate = true\nperiod = 30'),
      'live/prod/eu-west-1/region.hcl': 'locals {\n  region = "eu-west-1"\n  period = 90\n}\n',
      'live/prod/eu-west-1/kms/terragrunt.hcl': `${root}${source}
locals {
  region = read_terragrunt_config(find_in_parent_folders("region.hcl"))
}
${inputs('period = local.region.locals.period')}`,
      'live/dev/eu-west-1/kms/terragrunt.hcl': root + source,
    });
    expect(kinds(judged, 'rotation-period-out-of-range')).toEqual({
      'live/dev/eu-west-1/kms aws_kms_key.this': 'fail',
      'live/prod/eu-west-1/kms aws_kms_key.this': 'pass',
    });
  });

  test('_envcommon: an exposed include among two, the later one overriding', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/root.hcl': `locals {\n  strict = true\n}\n${inputs('rotate = false')}`,
      'live/_envcommon/kms.hcl': `locals {\n  rotate = true\n}\n${source}${inputs('rotate = local.rotate')}`,
      'live/prod/kms/terragrunt.hcl': `${root}
include "common" {
  path   = "\${dirname(find_in_parent_folders("root.hcl"))}/_envcommon/kms.hcl"
  expose = true
}
${inputs('keys = { strict = include.common.locals.rotate, off = false }')}`,
    });
    expect(kinds(judged)).toEqual({
      'live/prod/kms aws_kms_key.each["off"]': 'fail',
      'live/prod/kms aws_kms_key.each["strict"]': 'pass',
      'live/prod/kms aws_kms_key.this': 'pass',
    });
  });

  test.each([
    ['shallow', { app: 'fail' }],
    ['deep', { app: 'fail', shared: 'pass' }],
    ['no_merge', { app: 'fail' }],
  ])('merge_strategy %s', async (strategy, expected) => {
    const judged = await judgeFiles({
      ...module,
      'live/root.hcl': inputs('keys = { shared = true, app = true }'),
      'live/kms/terragrunt.hcl': `include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "${strategy}"
}
${source}${inputs('keys = { app = false }')}`,
    });
    const each = Object.entries(expected).map(([name, kind]) => [
      `live/kms aws_kms_key.each["${name}"]`,
      kind,
    ]);
    expect(kinds(judged)).toMatchObject(Object.fromEntries(each));
    expect(Object.keys(kinds(judged)).length).toBe(each.length + 1);
  });

  test('a module beside the unit, its tfvars before the inputs', async () => {
    const judged = await judgeFiles({
      'live/kms/main.tf': module[moduleFile] ?? '',
      'live/kms/terragrunt.hcl': inputs('rotate = false\nperiod = 30'),
      'live/kms/terraform.tfvars': 'rotate = true\n',
    });
    expect(kinds(judged)).toEqual({ 'live/kms aws_kms_key.this': 'pass' });
    expect(kinds(judged, 'rotation-period-out-of-range')).toEqual({
      'live/kms aws_kms_key.this': 'fail',
    });
  });

  test('files of variables that extra_arguments pass', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/common.tfvars': 'rotate = false\n',
      'live/kms/terragrunt.hcl': `terraform {
  source = "../../modules//kms"
  extra_arguments "common" {
    commands           = ["plan", "apply"]
    required_var_files = ["\${get_terragrunt_dir()}/../common.tfvars"]
  }
}
`,
    });
    expect(kinds(judged)).toEqual({ 'live/kms aws_kms_key.this': 'fail' });
  });

  test('paths between unit and root name what they make', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/root.hcl': inputs('name = replace(path_relative_to_include(), "/", "-")'),
      'live/prod/kms/terragrunt.hcl': root + source,
    });
    const names = judged.present.aliases.map(({ name }) => (name.known ? name.value : null));
    expect(names).toEqual(['alias/prod-kms']);
  });

  test('what is generated is part of the module', async () => {
    const judged = await judgeFiles({
      ...module,
      'live/root.hcl': `generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<EOT
provider "aws" {
  region = "eu-central-1"
}
resource "aws_kms_key" "generated" {
}
EOT
}
`,
      'live/kms/terragrunt.hcl': root + source,
    });
    expect(kinds(judged)).toEqual({
      'live/kms aws_kms_key.generated': 'fail',
      'live/kms aws_kms_key.this': 'pass',
    });
    const found = judged.findings.find(({ kind }) => kind === 'fail');
    expect(found?.region).toBe('eu-central-1');
    expect(found?.location).toMatchObject({ path: 'live/root.hcl', line: 4 });
  });
});

describe('what other units give', () => {
  const settings = { 'live/settings/terragrunt.hcl': `${source}${inputs('rotate = false')}` };
  const dependency = `dependency "settings" {
  config_path  = "../settings"
  mock_outputs = { rotate = true, id = "mock" }
}
`;

  test('an output that its configuration tells is a fact, a mock is none', async () => {
    const judged = await judgeFiles({
      ...module,
      ...settings,
      'live/kms/terragrunt.hcl': `${dependency}${source}${inputs('rotate = dependency.settings.outputs.rotate')}`,
    });
    expect(kinds(judged)['live/kms aws_kms_key.this']).toBe('fail');
  });

  test.each(['id', 'absent'])(
    'an output that is known after apply is not known: %s',
    async (name) => {
      const judged = await judgeFiles({
        ...module,
        ...settings,
        'live/kms/terragrunt.hcl': `${dependency}${source}${inputs(`rotate = dependency.settings.outputs.${name} != ""`)}`,
      });
      expect(kinds(judged)['live/kms aws_kms_key.this']).toBe('open');
    },
  );

  test('units that depend on each other are not followed for ever', async () => {
    const of = (other: string): string => `dependency "other" {\n  config_path = "../${other}"\n}
${source}${inputs('rotate = dependency.other.outputs.rotate')}`;
    const judged = await judgeFiles({
      ...module,
      'live/a/terragrunt.hcl': of('b'),
      'live/b/terragrunt.hcl': of('a'),
    });
    expect(Object.values(kinds(judged))).toEqual(['open', 'open']);
  });
});

describe('stacks of units', () => {
  test('values reach the unit, and its template is not judged by itself', async () => {
    const unit = (name: string, rotate: boolean): string => `unit "${name}" {
  source = "../units/kms"
  path   = "${name}"
  values = { rotate = ${rotate} }
}
`;
    const judged = await judgeFiles({
      ...module,
      'units/kms/terragrunt.hcl': `${source}${inputs('rotate = values.rotate')}`,
      'live/terragrunt.stack.hcl': unit('on', true) + unit('off', false),
    });
    expect(kinds(judged)).toEqual({
      'live/.terragrunt-stack/off aws_kms_key.this': 'fail',
      'live/.terragrunt-stack/on aws_kms_key.this': 'pass',
    });
  });
});
