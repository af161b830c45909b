import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contents } from '../support/cli/fixed.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { kmslint } from '../support/cli/run-main.ts';
import { runsOf } from '../support/laws/runs.ts';

const runs = runsOf(12);

// After --fix every failure that it said to mend is gone, nothing else is said, and of the files no more than the changed
// lines are other ones; a second time it changes nothing.

const values = [
  'true',
  'false',
  'null',
  '"0"',
  'var.yes',
  'var.no',
  '!var.yes',
  'local.no',
] as const;
const specs = ['"SYMMETRIC_DEFAULT"', '"RSA_2048"', '"HMAC_256"', 'var.spec', 'null'] as const;

const line = fc.constantFrom(
  '  description             = "x # {" # why',
  '  deletion_window_in_days = 10',
  '  tags = {\n    a = "b"\n  }',
  '  # kmslint:ignore rotation-disabled -- by hand',
  '  /* } */',
  '',
  '  lifecycle {\n    prevent_destroy = true\n  }',
  '\tmulti_region = true',
);

const maybe = (name: string, all: readonly string[]) =>
  fc.option(
    fc.constantFrom(...all).map((value) => `  ${name} = ${value}`),
    { freq: 2, nil: '' },
  );

const instances = fc.constantFrom('', '', '  count = 2', '  for_each = toset(["a", "b"])');

/** Each line stands once: an argument has one value. */
const body = fc
  .tuple(
    instances,
    fc.uniqueArray(line, { maxLength: 4 }),
    maybe('enable_key_rotation', values),
    maybe('customer_master_key_spec', specs),
    maybe('rotation_period_in_days', ['30', '120', '9999', 'var.days']),
    fc.nat({ max: 3 }),
  )
  .map(([count, lines, rotation, spec, period, at]) =>
    [count, ...lines.slice(0, at), rotation, spec, period, ...lines.slice(at)]
      .filter((one, i, all) => one !== '' || all[i - 1] !== '')
      .map((one) => `${one}\n`)
      .join(''),
  );

const key = (name: string) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: body.map((inner) => `resource "aws_kms_key" "${name}" {\n${inner}}\n`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `resource "aws_kms_key" "${name}" {}\n`,
        `resource "aws_kms_key" "${name}" { enable_key_rotation = false }\n`,
      ),
    },
  );

const variables = `variable "yes" {
  default = true
}
variable "no" {
  default = false
}
variable "spec" {
  default = "SYMMETRIC_DEFAULT"
}
variable "days" {
  default = 30
}
locals {
  no = false
}
`;

const call = fc
  .tuple(instances, maybe('no', ['true', 'false', 'var.no']), maybe('spec', specs))
  .map((lines) => `module "m" {\n  source = "./m"\n${lines.filter(Boolean).join('\n')}\n}\n`);

const files = fc
  .record({
    'main.tf': fc
      .tuple(key('a'), key('b'), fc.option(call, { nil: '' }))
      .map((all) => variables + all.join('\n')),
    'm/main.tf': key('k').map((text) => variables + text),
  })
  .chain((all) =>
    fc.constantFrom('\n', '\r\n').map((end) => ({
      'main.tf': all['main.tf'].replaceAll('\n', end),
      'm/main.tf': all['m/main.tf'],
    })),
  );

interface Verdict {
  readonly ruleId: string;
  readonly kind: string;
  readonly fingerprint: string;
}

async function verdicts(directory: string): Promise<readonly Verdict[]> {
  const { out, err } = await kmslint(directory, ['-f', 'json']);
  expect(err).toBe('');
  const { findings }: { findings: readonly Verdict[] } = JSON.parse(out);
  return findings.map(({ ruleId, kind, fingerprint }) => ({ ruleId, kind, fingerprint }));
}

/** The lines of a text that another one has too, in their order. */
function keeps(before: string, after: string): number {
  const lines = after.split('\n');
  let at = 0;
  let kept = 0;
  for (const one of before.split('\n')) {
    const found = lines.indexOf(one, at);
    if (found === -1) continue;
    at = found + 1;
    kept++;
  }
  return kept;
}

test(
  'failures are gone, nothing is added, other lines stay, and twice is once',
  async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), async (all, isUnsafe) => {
        await inScratch({ '.git/HEAD': '', ...all }, async (directory) => {
          const argv = ['--fix', '--force', ...(isUnsafe ? ['--unsafe-fixes'] : [])];
          const before = await verdicts(directory);
          const told = await kmslint(directory, argv);
          const [, fixed = '0'] = /^fixed (\d+)/m.exec(told.err) ?? [];
          const after = await verdicts(directory);
          const texts = contents(directory, all);
          count += Number(fixed);

          const left = new Set(after.map(({ fingerprint }) => fingerprint));
          const gone = before.filter(({ fingerprint }) => !left.has(fingerprint));
          expect(gone.filter(({ kind }) => kind === 'fail')).toHaveLength(Number(fixed));
          expect(before).toEqual(expect.arrayContaining([...after]));

          for (const [name, text] of Object.entries(all)) {
            const lost = text.split('\n').length - keeps(text, texts[name] ?? '');
            expect(lost).toBeLessThanOrEqual(2 * Number(fixed));
          }
          await kmslint(directory, argv);
          expect(contents(directory, all)).toEqual(texts);
        });
      }),
      runs,
    );
    expect(count).toBeGreaterThan(0);
  },
  30_000 * (runs.numRuns + 1),
);
