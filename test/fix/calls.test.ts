import { describe, expect, test } from 'vitest';
import { fixed } from '../support/cli/fixed.ts';

const inner = `variable "rotate" { default = false }
variable "spec" { default = "SYMMETRIC_DEFAULT" }
resource "aws_kms_key" "k" {
  customer_master_key_spec = var.spec
  enable_key_rotation      = var.rotate
}
`;

const call = (...lines: readonly string[]) =>
  `module "m" {\n  source = "./m"\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

async function after(main: string, module = inner): Promise<string> {
  const { files } = await fixed({ 'main.tf': main, 'm/main.tf': module });
  expect(files['m/main.tf']).toBe(module);
  return files['main.tf'] ?? '';
}

describe('where a call decides, the call is changed', () => {
  test('by the value that it passes', async () => {
    expect(await after(call('rotate = false'))).toBe(call('rotate = true'));
  });

  test('by a value that it could pass', async () => {
    expect(await after(call())).toBe('module "m" {\n  source = "./m"\n\n  rotate = true\n}\n');
  });

  test('to no rotation, where the key can have none', async () => {
    const from = call('rotate = true', 'spec   = "RSA_2048"');
    expect(await after(from)).toBe(call('rotate = false', 'spec   = "RSA_2048"'));
  });

  test('through calls that hand the value on as it is', async () => {
    const files = {
      'main.tf': 'module "o" {\n  source = "./o"\n  on     = false\n}\n',
      'o/main.tf': `variable "on" {}\nmodule "m" {\n  source = "../m"\n  rotate = var.on\n}\n`,
      'm/main.tf': inner.replace(/ {2}customer.*\n/, ''),
    };
    const { files: left } = await fixed(files);
    expect(left).toEqual({ ...files, 'main.tf': files['main.tf'].replace('false', 'true') });
  });

  test('of several keys behind one call, all or none', async () => {
    const other = `${inner}resource "aws_kms_key" "s" {
  customer_master_key_spec = "RSA_2048"
  enable_key_rotation      = var.rotate
}
`;
    expect(await after(call('rotate = false'), other)).toBe(call('rotate = false'));
    const files = { 'main.tf': call('rotate = false'), 'm/main.tf': other };
    expect((await fixed(files, '--rule', 'rotation-disabled')).files).toEqual(files);
  });
});

describe('what a call does not decide stays', () => {
  test.each([
    ['a value that the caller computes', call('rotate = 1 > 2')],
    [
      'a spec that the caller does not decide',
      `variable "s" { default = "SYMMETRIC_DEFAULT" }\n${call('rotate = false', 'spec   = var.s')}`,
    ],
  ])('%s', async (_, main) => {
    expect(await after(main)).toBe(main);
  });

  test('what the module makes of the value', async () => {
    const module = inner.replace('= var.rotate', '= !var.rotate');
    const main = call('rotate = true');
    expect(await after(main, module)).toBe(main);
  });

  test('a key of a module that other callers give another spec', async () => {
    const module = inner.replace('var.rotate', 'false');
    const main = call();
    expect(await after(main, module)).toBe(main);
  });
});
