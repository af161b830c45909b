import { describe, expect, test } from 'vitest';
import { judged } from '../support/cli/run-main.ts';

const registry =
  'module "eks" {\n  source  = "terraform-aws-modules/eks/aws"\n  version = "21.0"\n}\n';
const missing = 'module "gone" {\n  source = "./gone"\n}\n';
const line =
  '1 module was not fetched, what it creates was not judged: module.eks (terraform-aws-modules/eks/aws 21.0); run `terraform init`';

const accepting = (subject: string, expires = '2999-01-01'): string =>
  JSON.stringify({
    suppressions: [{ rule: 'unread', subject, reason: 'reviewed upstream', expires }],
  });

describe('modules that were not read', () => {
  test.each([
    [[], registry, 3],
    [['--allow-unfetched'], registry, 0],
    [['--allow-gaps'], registry, 0],
    [['--allow-unfetched'], missing, 3],
    [['--allow-unfetched'], registry + missing, 3],
    [['--allow-gaps'], missing, 0],
    [['--allow-unfetched'], 'resource "aws_kms_key" "k" {\n', 3],
  ])('%j of %j: exit %i', async (argv, text, code) => {
    const told = await judged({ 'main.tf': text }, [...argv, '.']);
    expect([told.code, told.err]).toEqual([code, '']);
    expect(told.out).toContain('not read\n');
  });

  test('are one line and part of the summary', async () => {
    const { out } = await judged({ 'main.tf': registry }, ['--allow-unfetched', '.']);
    expect(out).toBe(
      `not read\n\n  ${line} (main.tf:1:1)\n\n0 findings · 0 keys judged · 1 module not read\n`,
    );
  });

  test('are excused by the configuration', async () => {
    const files = { 'main.tf': registry, 'kmslint.config.json': '{"allowUnfetched": true}' };
    expect((await judged(files, ['.'])).code).toBe(0);
  });

  test('stand in JSON with address, source, version and cause', async () => {
    const { out } = await judged({ 'main.tf': registry + missing }, ['-f', 'json', '.']);
    const { gaps, summary } = JSON.parse(out);
    expect(gaps).toMatchObject([
      {
        count: 2,
        modules: [
          {
            address: 'module.eks',
            source: 'terraform-aws-modules/eks/aws',
            version: '21.0',
            cause: 'unfetched',
            location: { path: 'main.tf', line: 1 },
          },
          { address: 'module.gone', source: './gone', version: null, cause: 'missing' },
        ],
      },
    ]);
    expect(summary).toMatchObject({ gaps: 1, modulesNotRead: 2 });
  });
});

describe('what could not be read can be accepted', () => {
  test.each([
    ['module.eks', 0],
    ['terraform-aws-modules/eks/aws', 0],
    ['terraform-aws-modules/*', 0],
    ['main.tf', 0],
    ['module.other', 3],
  ])('by %s', async (subject, code) => {
    const files = { 'main.tf': registry, 'kmslint.config.json': accepting(subject) };
    const told = await judged(files, ['.']);
    expect(told.code).toBe(code);
    expect(told.out).toContain(code === 0 ? '0 findings · 1 suppressed · 0 keys' : line);
  });

  test('one module of several: the others are still told', async () => {
    const files = {
      'main.tf': registry + missing,
      'kmslint.config.json': accepting('module.gone'),
    };
    const { code, out } = await judged(files, ['.']);
    expect([code, out.includes(line), out.includes('gone')]).toEqual([3, true, false]);
  });

  test('a file that does not parse, by its name', async () => {
    const files = {
      'main.tf': 'resource "aws_kms_key" "k" {\n',
      'kmslint.config.json': accepting('main.tf'),
    };
    expect((await judged(files, ['.'])).code).toBe(0);
  });

  test('until its last day, and not where suppressions are forbidden', async () => {
    const over = accepting('module.eks', '2020-01-01');
    const told = await judged({ 'main.tf': registry, 'kmslint.config.json': over }, ['.']);
    expect(told.out).toContain(line);
    expect(told.out).toContain('the suppression of unread for module.eks ended with 2020-01-01');
    const files = { 'main.tf': registry, 'kmslint.config.json': accepting('module.eks') };
    expect((await judged(files, ['--no-config-suppressions', '.'])).code).toBe(3);
  });
});

describe('terraform.workspace', () => {
  const main =
    'resource "aws_kms_key" "k" {\n  enable_key_rotation = terraform.workspace == "prod"\n}\n';
  const remote = 'terraform {\n  cloud {\n    organization = "example"\n  }\n}\n';

  test.each([
    [[], {}, main, 1],
    [[], { TF_WORKSPACE: 'prod' }, main, 0],
    [[], { TF_WORKSPACE: '' }, main, 1],
    [['--workspace', 'prod'], { TF_WORKSPACE: 'dev' }, main, 0],
    [['--fail-on-open'], { TF_WORKSPACE: 'prod' }, remote + main, 0],
    [[], {}, remote + main, 0],
    [[], {}, `terraform {\n  backend "remote" {}\n}\n${main}`, 0],
    [[], {}, `terraform {\n  backend "s3" {}\n}\n${main}`, 1],
  ])('%j %j of %j: exit %i', async (argv, env, text, code) => {
    expect((await judged({ 'main.tf': text }, [...argv, '.'], env)).code).toBe(code);
  });

  test('is the caller’s for a module that nobody calls', async () => {
    const { code, out } = await judged({ 'm/main.tf': main }, ['.']);
    expect([code, out.includes('1 undecided')]).toEqual([0, true]);
  });
});
