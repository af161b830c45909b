import { describe, expect, it } from 'vitest';
import { addresses, at, evaluated, readScratch } from '../support/judge/hcl-oracle.ts';

const key = (body = '', name = 'k') => `resource "aws_kms_key" "${name}" {\n${body}\n}\n`;

describe('variables', () => {
  const files = {
    'main.tf': `variable "a" {\n  type = string\n  default = "d"\n}\nvariable "n" {\n  type = number\n}\n${key('description = var.a\n  rotation_period_in_days = var.n')}`,
  };
  const description = async (more: Record<string, string>, options = {}) =>
    at(await readScratch({ ...files, ...more }, options), 'aws_kms_key.k').attribute('description')
      .value;

  const period = async (more: Record<string, string>) => {
    const reading = await readScratch({ ...files, ...more });
    return at(reading, 'aws_kms_key.k').attribute('rotation_period_in_days').value;
  };

  it('take their values in the order of precedence', async () => {
    expect(await description({})).toMatchObject({ value: 'd' });
    const environment = { TF_VAR_a: 'env' };
    expect(await description({}, { environment })).toMatchObject({ value: 'env' });
    expect(
      await description({ 'terraform.tfvars': 'a = "tfvars"' }, { environment }),
    ).toMatchObject({ value: 'tfvars' });
    const auto = { 'terraform.tfvars': 'a = "tfvars"', 'x.auto.tfvars.json': '{"a": "auto"}' };
    expect(await description(auto)).toMatchObject({ value: 'auto' });
    const assignments = [{ kind: 'value', name: 'a', value: 'spoken' }] as const;
    expect(await description(auto, { assignments })).toMatchObject({ value: 'spoken' });
  });

  it('are unknown without a value, and convert to their type', async () => {
    expect(await period({})).toMatchObject({
      known: false,
      reason: 'unset-variable',
      symbol: 'var.n',
    });
    expect(await period({ 'terraform.tfvars': 'n = "90"' })).toMatchObject({ value: 90 });
  });

  it('keep sensitive, nullable and optional() attributes', async () => {
    const beside =
      'variable "s" {\n  default = "x"\n  sensitive = true\n}\nvariable "o" {\n  type = object({ a = optional(string, "y"), b = optional(number) })\n  default = {}\n}\n';
    expect((await evaluated('upper(var.s)', beside)).value).toMatchObject({
      value: 'X',
      sensitive: true,
    });
    expect((await evaluated('var.o', beside)).value).toMatchObject({ value: { a: 'y', b: null } });
  });

  it('of an uncalled module that is no root are assumptions', async () => {
    const module = `variable "on" {\n  default = false\n}\n${key('enable_key_rotation = var.on')}`;
    const reading = await readScratch({
      'mod/main.tf': module,
      'root/main.tf': `terraform {\n  backend "s3" {}\n}\n${module}`,
    });
    const [first, second] = reading.modules.map(
      ({ resources }) => resources[0]?.attribute('enable_key_rotation').value,
    );
    expect(first).toMatchObject({
      value: false,
      assumed: { reason: 'unset-variable', what: 'var.on' },
    });
    expect(second).toMatchObject({ value: false });
    expect(second).not.toHaveProperty('assumed');
  });
});

describe('unknown values', () => {
  it('never carry what is sensitive', async () => {
    const beside = 'variable "s" {\n  default = "hush"\n  sensitive = true\n}\nvariable "u" {}\n';
    const texts = [
      '"${var.s}${var.u}"',
      'join(var.s, [var.u, var.u])',
      'jsonencode([var.s, var.u])',
    ];
    const errors = [
      '{}[var.s]',
      'parseint(var.s, 10)',
      'cidrhost(var.s, 1)',
      'file(var.s)',
      'tonumber(var.s)',
    ];
    for (const expression of [...texts, ...errors]) {
      const attribute = await evaluated(expression, beside);
      expect(attribute.value.known).toBe(false);
      expect(JSON.stringify(attribute)).not.toContain('hush');
    }
  });

  it('keep the known parts of a text, and the symbol of the account', async () => {
    const beside = 'data "aws_caller_identity" "c" {}\n';
    const { value } = await evaluated(
      '"arn:aws:iam::${data.aws_caller_identity.c.account_id}:root"',
      beside,
    );
    expect(value).toMatchObject({
      known: false,
      parts: ['arn:aws:iam::', { symbol: 'account of aws' }, ':root'],
    });
    const json = await evaluated(
      'jsonencode({ AWS = "x-${data.aws_caller_identity.c.account_id}" })',
      beside,
    );
    expect(json.value).toMatchObject({ parts: ['{"AWS":"x-', { symbol: 'account of aws' }, '"}'] });
  });

  it('refer to resource instances through conditionals, try, join and modules', async () => {
    const beside = `variable "c" {}\n${key('', 'a')}${key('count = 2', 'b')}module "m" {\n  source = "./m"\n  id = aws_kms_key.a.id\n}\n`;
    const files = (expression: string) => ({
      'main.tf': `resource "aws_kms_alias" "x" {\n  target_key_id = ${expression}\n}\n${beside}`,
      'm/main.tf': 'variable "id" {}\noutput "id" {\n  value = var.id\n}\n',
    });
    const references = async (expression: string) =>
      at(await readScratch(files(expression)), 'aws_kms_alias.x').attribute('target_key_id')
        .references;
    const a = { identities: ['aws_kms_key.a'] };
    expect(await references('var.c ? aws_kms_key.a.id : aws_kms_key.b[1].arn')).toEqual({
      branches: [a, { identities: ['aws_kms_key.b[1]'] }],
      complete: true,
    });
    expect(await references('try(aws_kms_key.b[7].id, module.m.id)')).toEqual({
      branches: [a],
      complete: true,
    });
    expect(await references('join("", aws_kms_key.b[*].id)')).toMatchObject({ complete: true });
    expect(await references('aws_kms_key.b[var.c].id')).toEqual({
      branches: [{ identities: ['aws_kms_key.b[0]', 'aws_kms_key.b[1]'] }],
      complete: true,
    });
    expect(await references('var.c ? aws_kms_key.a.id : "alias/x"')).toEqual({
      branches: [a],
      complete: false,
    });
  });

  it('of a conditional are known where both branches agree', async () => {
    const beside = 'variable "c" {}\n';
    expect((await evaluated('var.c ? "x" : lower("X")', beside)).value).toMatchObject({
      value: 'x',
    });
    expect((await evaluated('var.c || true', beside)).value).toMatchObject({ value: true });
    expect((await evaluated('var.c == var.c', beside)).value).toMatchObject({ value: true });
    expect((await evaluated('base64gzip("a")', beside)).value).toMatchObject({
      reason: 'unsupported-function',
      what: 'base64gzip()',
    });
  });

  it('come of ignore_changes', async () => {
    const body =
      'policy = "{}"\n  key_usage = "SIGN_VERIFY"\n  lifecycle {\n    ignore_changes = [policy]\n  }';
    const resource = at(await readScratch({ 'main.tf': key(body) }), 'aws_kms_key.k');
    expect(resource.attribute('policy').value).toMatchObject({ reason: 'ignored-changes' });
    expect(resource.attribute('key_usage').value).toMatchObject({ value: 'SIGN_VERIFY' });
  });
});

describe('bounded work', () => {
  const cases: Readonly<Record<string, string>> = {
    'a cycle of locals': 'locals {\n  x = local.y\n  y = "${local.x}"\n}',
    'range(1e9)': 'locals {\n  x = range(1000000000)\n}',
    'exponential templates': `locals {\n  a0 = "xxxxxxxxxx"\n${Array.from({ length: 40 }, (_, i) => `  a${i + 1} = "\${local.a${i}}\${local.a${i}}"`).join('\n')}\n  x = local.a40\n}`,
    'a chain of a thousand locals': `locals {\n  a0 = 1\n${Array.from({ length: 1000 }, (_, i) => `  a${i + 1} = local.a${i} + 1`).join('\n')}\n  x = local.a1000\n}`,
    'nested for expressions':
      'locals {\n  r = range(1000)\n  x = [for a in local.r : [for b in local.r : [for c in local.r : a]]]\n}',
  };
  it.each(Object.entries(cases))('%s is an evaluation limit', async (_, beside) => {
    expect((await evaluated('local.x', beside)).value).toMatchObject({
      known: false,
      reason: 'evaluation-limit',
    });
  });

  it('ends a module that calls itself', async () => {
    const reading = await readScratch({ 'main.tf': `module "m" {\n  source = "./"\n}\n${key()}` });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps).toMatchObject([
      { reason: 'evaluation-limit', what: 'module.m calls itself' },
    ]);
  });
});
