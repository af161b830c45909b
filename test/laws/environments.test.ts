import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { kmslint } from '../support/cli/run-main.ts';
import { runsOf } from '../support/laws/runs.ts';

const runs = runsOf(12);

const timeout = 60_000 + runs.numRuns * 5000;

const rotation = fc.constantFrom(
  '',
  'enable_key_rotation = true',
  'enable_key_rotation = var.rotate',
  'enable_key_rotation = terraform.workspace == "prod"',
  'enable_key_rotation = var.unset',
  'enable_key_rotation = var.rotate ? true : var.unset',
);
const guard = fc.constantFrom(
  '',
  'count = var.many',
  'count = terraform.workspace == "dev" ? 1 : 0',
  'for_each = toset(["a", terraform.workspace])',
);
const key = fc.record({ rotation, guard });
const environment = fc.record({
  rotate: fc.boolean(),
  many: fc.nat(2),
  workspace: fc.constantFrom('default', 'dev', 'prod'),
});
const repository = fc.record({
  root: fc.array(key, { minLength: 1, maxLength: 3 }),
  inner: fc.array(key, { maxLength: 2 }),
  environments: fc.array(environment, { minLength: 1, maxLength: 3 }),
});
type Repository = typeof repository extends fc.Arbitrary<infer T> ? T : never;

const variables = ['rotate', 'many', 'unset'].map((name) => `variable "${name}" {}\n`).join('');
const names = ['one', 'two', 'three'];

const keysOf = (keys: Repository['root']): string =>
  keys
    .map((one, i) => `resource "aws_kms_key" "k${i}" {\n  ${one.guard}\n  ${one.rotation}\n}\n`)
    .join('');

const passed = 'rotate = var.rotate\n  many = var.many\n  unset = var.unset';

function filesOf({ root, inner, environments }: Repository): Readonly<Record<string, string>> {
  const values = environments.map(({ rotate, many }, i) => [
    `infra/env/${names[i] ?? ''}.tfvars`,
    `rotate = ${rotate}\nmany = ${many}\n`,
  ]);
  const settings = environments.map(({ workspace }, i) => [
    names[i] ?? '',
    { varFiles: [`env/${names[i] ?? ''}.tfvars`], workspace },
  ]);
  return {
    '.git/HEAD': '',
    'infra/main.tf': `terraform {\n  backend "s3" {}\n}\n${variables}${keysOf(root)}module "inner" {\n  source = "./inner"\n  ${passed}\n}\n`,
    'infra/inner/main.tf': `${variables}${keysOf(inner)}`,
    ...Object.fromEntries(values),
    'kmslint.config.json': JSON.stringify({ environments: Object.fromEntries(settings) }),
  };
}

interface Told {
  readonly ruleId: string;
  readonly kind: string;
  readonly subject: string;
  readonly environments: readonly string[];
  readonly fingerprint: string;
}

interface Report {
  readonly findings: readonly Told[];
  readonly keys: readonly { readonly subject: string }[];
  readonly summary: { readonly keys: number };
}

const options = ['-f', 'json', '--all', '-q'];

async function judge(directory: string, argv: readonly string[]): Promise<string> {
  return (await kmslint(directory, [...options, ...argv])).out;
}

const alone = (directory: string, { environments }: Repository, i: number): Promise<string> =>
  judge(directory, [
    '--no-config',
    '--var-file',
    `infra/env/${names[i] ?? ''}.tfvars`,
    '--workspace',
    environments[i]?.workspace ?? '',
  ]);

it('one environment is the same run with its files and its workspace', { timeout }, async () => {
  const single = repository.map((one) => ({ ...one, environments: one.environments.slice(0, 1) }));
  await fc.assert(
    fc.asyncProperty(single, async (one) => {
      await inScratch(filesOf(one), async (directory) => {
        expect(await judge(directory, [])).toBe(await alone(directory, one, 0));
      });
    }),
    { ...runs, endOnFailure: true },
  );
});

it(
  'several are told as each of them alone, and what holds in all is told once',
  { timeout },
  async () => {
    await fc.assert(
      fc.asyncProperty(repository, async (one) => {
        await inScratch(filesOf(one), async (directory) => {
          const all: Report = JSON.parse(await judge(directory, []));
          const count = one.environments.length;
          const told = all.findings.flatMap(({ environments, ...finding }) =>
            (environments.length === 0 ? names.slice(0, count) : environments).map((name) =>
              nameOf(name, finding),
            ),
          );
          const each: Report[] = [];
          for (let i = 0; i < count; i++) each.push(JSON.parse(await alone(directory, one, i)));
          const expected = each.flatMap(({ findings }, i) =>
            findings.map((finding) => nameOf(names[i] ?? '', finding)),
          );
          expect(told.toSorted()).toEqual(expected.toSorted());
          expect(all.findings.filter(({ environments }) => environments.length === count)).toEqual(
            [],
          );
          const prints = all.findings.map(({ fingerprint }) => fingerprint);
          expect(new Set(prints).size).toBe(prints.length);
          const keys = each.flatMap((report) => report.keys.map(({ subject }) => subject));
          expect(all.summary.keys).toBe(new Set(keys).size);
          expect(all.keys.map(({ subject }) => subject).toSorted()).toEqual(
            [...new Set(keys)].toSorted(),
          );
        });
      }),
      { ...runs, endOnFailure: true },
    );
  },
);

function nameOf(name: string, { ruleId, kind, subject }: Omit<Told, 'environments'>): string {
  return [name, kind, ruleId, subject].join(' ');
}
