import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { judged } from '../support/cli/run-main.ts';
import { buildPlan, constant } from '../support/build/plan-builder.ts';
import {
  arnOf,
  buildSnapshot,
  keyId,
  notRotating,
  otherId,
  policy,
  printSnapshot,
} from '../support/build/snapshot-builder.ts';

// Code beside accounts, and under environments, as somebody at a terminal runs it.

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
}, 60_000);
afterAll(() => bench.remove());

const state = {
  arn: arnOf(keyId),
  key_id: keyId,
  enable_key_rotation: true,
  rotation_period_in_days: 365,
  is_enabled: true,
  policy: policy(),
};
const plan = JSON.stringify(
  buildPlan({
    resources: [
      {
        type: 'aws_kms_key',
        name: 'app',
        actions: ['no-op'],
        before: state,
        after: state,
        expressions: { enable_key_rotation: constant(true) },
      },
    ],
    top: { timestamp: '2026-01-30T06:00:00Z' },
  }),
);
const off = { answers: { GetKeyRotationStatus: notRotating } };

describe('a plan beside a snapshot', () => {
  beforeEach(() => {
    bench.write('drift/plan.json', plan);
    const keys = [off, { id: otherId }];
    bench.write('drift/account.json', printSnapshot(buildSnapshot({ keys })));
  });

  test('tells what was changed by hand, and the keys that nobody manages', () => {
    const { code, stdout, stderr } = bench.run(['--unmanaged', 'drift']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('changed outside of the code: automatic rotation is off');
    expect(stdout).toMatch(/2 keys judged · 1 unmanaged\n$/);
  });

  test('reads the plan from standard input too', () => {
    const argv = ['-f', 'json', '--unmanaged', '-', 'drift/account.json'];
    const { unmanaged, findings } = JSON.parse(bench.run(argv, { input: plan }).stdout);
    expect(unmanaged).toEqual([arnOf(otherId)]);
    const drifted = findings.find((one: { ruleId: string }) => one.ruleId === 'key-drifted');
    expect(drifted.related[0].subject).toBe(arnOf(keyId));
  });

  test('is needed for --unmanaged', () => {
    const { code, stdout, stderr } = bench.run(['--unmanaged', 'drift/plan.json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'kmslint: --unmanaged compares plans and states with snapshots of the accounts that they are about; name a snapshot besides\n',
    );
  });
});

test('a repository is judged under every environment of its configuration', async () => {
  const files = {
    'infra/main.tf': `terraform {
  backend "s3" {}
}
variable "rotate" {}
resource "aws_kms_key" "app" {
  enable_key_rotation = var.rotate
}
resource "aws_kms_key" "prod" {
  count = terraform.workspace == "prod" ? 1 : 0
}
`,
    'infra/env/prod.tfvars': 'rotate = true\n',
    'infra/env/dev.tfvars': 'rotate = false\n',
    'infra/env/old.tfvars': 'rotate = false\n',
    '.kmslint.yaml': `environments:
  prod:
    varFiles: [env/prod.tfvars]
    workspace: prod
  dev:
    varFiles: [env/dev.tfvars]
`,
  };
  const { code, out, err } = await judged(files, []);
  expect(code).toBe(1);
  expect(out).toMatch(/aws_kms_key\.app\n.*\(in the environment dev\)/);
  expect(out).toMatch(/aws_kms_key\.prod\[0\]\n.*\(in the environment prod\)/);
  expect(out).toContain('2 findings (2 high) · 2 keys judged');
  expect(err).toMatch(/^hint: infra\/env\/old\.tfvars gives values that nobody loads/);
});
