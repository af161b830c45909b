import { expect, test } from 'vitest';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

// Terraform, "Stacks": components in `*.tfcomponent.hcl`, deployments in `*.tfdeploy.hcl`.

const files = {
  'kms/main.tf': `variable "rotate" {
  type    = bool
  default = true
}
resource "aws_kms_key" "k" {
  enable_key_rotation = var.rotate
}
`,
  'components.tfcomponent.hcl': `variable "rotate" {
  type = bool
}
variable "regions" {
  type    = set(string)
  default = ["eu-west-1"]
}
component "keys" {
  for_each = var.regions
  source   = "./kms"
  inputs = {
    rotate = var.rotate
  }
  providers = {
    aws = provider.aws.by[each.value]
  }
}
`,
};
const deployment = (name: string, inputs: string): string =>
  `deployment "${name}" {\n  inputs = {\n${inputs}\n  }\n}\n`;

async function kinds(more: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { findings } = await judgeFiles({ ...files, ...more });
  return Object.fromEntries(
    findings
      .filter(({ ruleId }) => ruleId === 'rotation-disabled')
      .map(({ scope, subject, kind }) => [`${scope} ${subject}`, kind]),
  );
}

test('each deployment runs each component with its inputs', async () => {
  const found = await kinds({
    'x.tfdeploy.hcl':
      deployment('prod', 'rotate = true\nregions = ["eu-west-1", "us-east-1"]') +
      deployment('dev', 'rotate = false'),
  });
  expect(found).toEqual({
    '. (dev: component.keys["eu-west-1"]) aws_kms_key.k': 'fail',
    '. (prod: component.keys["eu-west-1"]) aws_kms_key.k': 'pass',
    '. (prod: component.keys["us-east-1"]) aws_kms_key.k': 'pass',
  });
});

test('without a deployment the inputs are not known', async () => {
  expect(Object.values(await kinds({}))).toEqual(['open']);
});

test('an input that the platform decides is open', async () => {
  const found = await kinds({
    'x.tfdeploy.hcl': deployment('prod', 'rotate = store.varset.kms.rotate'),
  });
  expect(Object.values(found)).toEqual(['open']);
});

test('a component whose module is not there is a gap', async () => {
  const { present } = await judgeFiles({
    ...files,
    'y.tfcomponent.hcl': 'component "more" {\n  source = "app.terraform.io/example/kms/aws"\n}\n',
    'x.tfdeploy.hcl': deployment('prod', 'rotate = true'),
  });
  expect(present.gaps.map(({ what }) => what)).toEqual([
    'y.tfcomponent.hcl: prod: component.more: the module app.terraform.io/example/kms/aws was not fetched; a registry module of a stack is not read',
  ]);
});

test('what is wrong with a component is told once, however many deployments run it', async () => {
  const { present } = await judgeFiles({
    ...files,
    'x.tfdeploy.hcl': deployment('prod', 'rotate = true') + deployment('dev', 'rotate = false'),
    'more.tfcomponent.hcl': `locals {
  here  = local.there
  there = local.here
}
component "circle" {
  source = "./kms"
  inputs = {
    rotate = local.here
  }
}
`,
  });
  expect(present.gaps.map(({ what }) => what)).toEqual([
    expect.stringContaining('component "circle"'),
  ]);
});
