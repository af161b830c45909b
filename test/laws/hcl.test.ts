import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HclReading } from '../../src/read/configuration/index.ts';
import { anyExpression, expressions } from '../support/build/hcl-grammar.ts';
import {
  askKmslint,
  askTerraform,
  hasTerraform,
  noTerraform,
  readScratch,
} from '../support/judge/hcl-oracle.ts';

const runs = Number(process.env['KMSLINT_RUNS'] ?? 500);
/** One start of the parser serves many cases. */
const batch = 50;
const options = { numRuns: Math.ceil(runs / 2 / batch), endOnFailure: true };
const timeout = 60_000 + runs * 1000;

const corpusFile = fileURLToPath(
  new URL('../../../shared/corpus/hcl/terraform-aws-kms/main.tf', import.meta.url),
);
const sample = `variable "on" {\n  default = [1]\n}\nresource "aws_kms_key" "k" {\n  for_each = toset([for x in var.on : "k\${x}"])\n  policy   = <<-EOT\n    {"a": "\${each.key}"}\n  EOT\n}\n`;
const seeds = [
  sample,
  ...(existsSync(corpusFile) ? [readFileSync(corpusFile, 'utf8').slice(0, 6000)] : []),
];

function check({ modules }: HclReading): void {
  for (const { resources, gaps } of modules) {
    for (const { what } of gaps) expect(what).not.toBe('');
    for (const resource of resources) {
      const { value, written, references } = resource.attribute('policy');
      expect([value.known, written.known, references.complete]).not.toContain(undefined);
    }
  }
}

it('never crashes or hangs on expressions', { timeout }, async () => {
  const cases = fc.array(anyExpression, { minLength: batch, maxLength: batch });
  await fc.assert(
    fc.asyncProperty(cases, async (all) => {
      const keys = all.map((e, i) => `resource "aws_kms_key" "k${i}" {\n  policy = ${e}\n}\n`);
      const files = keys.map((key, i) => [
        `m${i}/main.tf`,
        `variable "u" {}\nlocals {\n  k = var.u\n}\n${key}`,
      ]);
      const reading = await readScratch(Object.fromEntries(files), { deadline: 2000 });
      expect(reading.modules).toHaveLength(batch);
      check(reading);
      for (const { resources, gaps } of reading.modules)
        expect(resources.length + gaps.length).toBeGreaterThan(0);
    }),
    options,
  );
});

it('never crashes or hangs on mutated files', { timeout }, async () => {
  const edit = fc.record({
    at: fc.nat(10_000),
    remove: fc.nat(20),
    insert: fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        '"',
        '${',
        '%{',
        '<<-EOT\n',
        '\n',
        '#',
        '/*',
        '\0',
        '...',
        '=',
        '\u{1f511}',
      ),
      fc.string({ maxLength: 5 }),
    ),
  });
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([seed, edits]) =>
      edits.reduce((text, { at, remove, insert }) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + insert + text.slice(start + remove);
      }, seed),
    );
  await fc.assert(
    fc.asyncProperty(fc.array(mutated, { minLength: batch, maxLength: batch }), async (all) => {
      const files = all.map((text, i) => [`m${i}/main.tf`, text]);
      const reading = await readScratch(Object.fromEntries(files), { deadline: 2000 });
      expect(reading.modules.length).toBeLessThanOrEqual(batch);
      check(reading);
    }),
    options,
  );
});

it.skipIf(!hasTerraform)(
  `evaluates generated expressions as terraform console does${hasTerraform ? '' : ` (skipped: ${noTerraform})`}`,
  { timeout },
  async () => {
    const any = fc.oneof(
      expressions.number,
      expressions.text,
      expressions.bool,
      expressions.list,
      expressions.object,
    );
    const seed = Number(process.env['KMSLINT_SEED'] ?? 1);
    const all = fc
      .sample(any, { seed, numRuns: Math.min(runs, 400) })
      .filter((e) => e.length < 2000);
    const [theirs, ours] = [await askTerraform(all), await askKmslint(all)];
    const differ = all.flatMap((e, i) =>
      theirs[i] === ours[i] ? [] : [{ e, terraform: theirs[i], kmslint: ours[i] }],
    );
    expect(differ).toEqual([]);
  },
);
