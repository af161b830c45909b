import { describe, expect, test } from 'vitest';
import { buildPlan } from '../support/build/plan-builder.ts';
import { judged, key } from '../support/cli/run-main.ts';

// A finding in a module tells the calls that lead there, and of each the argument that hands on the value which decides.

type Files = Readonly<Record<string, string>>;

interface Call {
  readonly call: string;
  readonly argument: string | null;
  readonly location: { readonly path: string; readonly line: number };
}

interface Found {
  readonly subject: string;
  readonly rootModule: string | null;
  readonly calls: readonly Call[];
  readonly passedBy: { readonly call: string } | null;
}

async function told(files: Files, argv: readonly string[] = ['.']): Promise<readonly Found[]> {
  const options = ['--rule', 'rotation-disabled', '-f', 'json', '--no-config'];
  const { out } = await judged(files, [...argv, ...options]);
  return JSON.parse(out).findings;
}

const show = ({ call, argument, location: { path, line } }: Call): string =>
  `${call} ${argument ?? '-'} ${path}:${line}`;

/** The calls that lead to the one finding: `call argument path:line`, the outermost first. */
async function callsOf(files: Files, argv?: readonly string[]): Promise<readonly string[]> {
  const [finding] = await told(files, argv);
  return finding?.calls.map(show) ?? [];
}

const call = (...lines: readonly string[]) =>
  `module "kms" {\n  source = "./kms"\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
const module = (body: string, ...variables: readonly string[]) =>
  `${variables.map((name) => `variable "${name}" {}\n`).join('')}${key(body)}`;

test('a key of the root module has none', async () => {
  expect(await told({ 'main.tf': key('') })).toMatchObject([{ rootModule: '.', calls: [] }]);
});

describe('the argument that decides', () => {
  test.each<[string, string, string, readonly string[]]>([
    [
      'is handed on',
      module('enable_key_rotation = var.on', 'on'),
      call('on = false'),
      ['module.kms on main.tf:3'],
    ],
    [
      'is none where the module decides',
      module('enable_key_rotation = false'),
      call(),
      ['module.kms - main.tf:1'],
    ],
    ['is none where nothing is written', module(''), call(), ['module.kms - main.tf:1']],
    [
      'is none where the default of a variable decides',
      `variable "on" {\n  default = false\n}\n${key('enable_key_rotation = var.on')}`,
      call(),
      ['module.kms - main.tf:1'],
    ],
    [
      'goes through a local',
      `locals {\n  rotate = var.on\n}\n${module('enable_key_rotation = local.rotate', 'on')}`,
      call('on = false'),
      ['module.kms on main.tf:3'],
    ],
    [
      'goes through locals that name each other',
      `locals {\n  a = local.b\n  b = local.a\n}\n${module('enable_key_rotation = var.on ? local.a : false', 'on')}`,
      call('on = false'),
      ['module.kms on main.tf:3'],
    ],
    [
      'goes through for_each',
      module('for_each = var.keys\nenable_key_rotation = each.value.on', 'keys'),
      call('other = 1', 'keys = { a = { on = false } }'),
      ['module.kms keys main.tf:4'],
    ],
    [
      'is that of the branch that is taken',
      module('enable_key_rotation = var.strict ? var.on : var.other', 'strict', 'on', 'other'),
      call('strict = false', 'on = true', 'other = false'),
      ['module.kms other main.tf:5'],
    ],
    [
      'is the test where the branch is written out',
      module('enable_key_rotation = var.off ? false : var.on', 'off', 'on'),
      call('on = true', 'off = true'),
      ['module.kms off main.tf:4'],
    ],
    [
      'is the operand that settles it',
      module('enable_key_rotation = var.made && var.on', 'made', 'on'),
      call('made = true', 'on = false'),
      ['module.kms on main.tf:4'],
    ],
    [
      'is not guessed where several do',
      module('enable_key_rotation = var.made && var.on', 'made', 'on'),
      call('made = false', 'on = false'),
      ['module.kms - main.tf:1'],
    ],
  ])('%s', async (_, kms, main, expected) => {
    expect(await callsOf({ 'main.tf': main, 'kms/main.tf': kms })).toEqual(expected);
  });
});

describe('a chain of calls', () => {
  const inner = (on: string) =>
    `variable "on" {}\nmodule "kms" {\n  source = "../kms"\n  on     = ${on}\n}\n`;
  const outer = (lines: string) => `module "data" {\n  source = "./data"\n${lines}}\n`;
  const kms = module('enable_key_rotation = var.on', 'on');

  test('tells each argument that hands the value on', async () => {
    const files = {
      'main.tf': outer('  on     = false\n'),
      'data/main.tf': inner('var.on'),
      'kms/main.tf': kms,
    };
    expect(await callsOf(files)).toEqual([
      'module.data on main.tf:3',
      'module.data.module.kms on data/main.tf:4',
    ]);
    expect(await told(files)).toMatchObject([{ passedBy: { call: 'module.data' } }]);
  });

  test('ends where the value is written', async () => {
    const files = {
      'main.tf': outer('  on     = true\n'),
      'data/main.tf': inner('false'),
      'kms/main.tf': kms,
    };
    expect(await callsOf(files)).toEqual([
      'module.data - main.tf:1',
      'module.data.module.kms on data/main.tf:4',
    ]);
    expect(await told(files)).toMatchObject([{ passedBy: { call: 'module.data.module.kms' } }]);
  });

  test('is told of a plan beside its configuration', async () => {
    const planned = {
      type: 'aws_kms_key',
      name: 'k',
      module: 'module.data["eu"].module.kms',
      after: { enable_key_rotation: false, customer_master_key_spec: 'SYMMETRIC_DEFAULT' },
      expressions: { enable_key_rotation: { references: ['var.on'] } },
    };
    const files = {
      'main.tf': outer('  for_each = toset(["eu"])\n  on       = false\n'),
      'data/main.tf': inner('var.on'),
      'kms/main.tf': kms,
      'plan.json': JSON.stringify(
        buildPlan({ resources: [planned], modules: [{ path: 'data' }, { path: 'data.kms' }] }),
      ),
    };
    expect(await callsOf(files, ['plan.json', '--source', '.'])).toEqual([
      'module.data on main.tf:4',
      'module.data["eu"].module.kms on data/main.tf:4',
    ]);
  });
});

test('a fault that another argument decides in another environment is one', async () => {
  const values = (strict: boolean) => `{"strict": ${strict}}`;
  const files = {
    'main.tf': `variable "strict" {}\n${call('strict = var.strict', 'on = false', 'other = false')}`,
    'kms/main.tf': module(
      'enable_key_rotation = var.strict ? var.on : var.other',
      'strict',
      'on',
      'other',
    ),
    'dev.tfvars.json': values(false),
    'prod.tfvars.json': values(true),
    'kmslint.config.json': JSON.stringify({
      environments: {
        dev: { varFiles: ['dev.tfvars.json'] },
        prod: { varFiles: ['prod.tfvars.json'] },
      },
    }),
  };
  const { out } = await judged(files, ['.', '--rule', 'rotation-disabled', '-f', 'json']);
  expect(JSON.parse(out).findings).toMatchObject([{ environments: [] }]);
});
