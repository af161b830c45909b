import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { formats } from '../../src/report/index.ts';
import { completeOptions } from '../../src/rule/options.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { wholeReport } from '../support/judge/whole-report.ts';
import { render } from '../support/report/render.ts';
import { around, canary, hiding, leaked, secretFiles } from '../support/laws/canary.ts';

const runs = Number(process.env['KMSLINT_RUNS'] ?? 200);
/** One start of the parser serves many cases. */
const batch = 40;

/** Every report of every format, of many modules at once. */
function reportsOf(modules: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const files = modules.flatMap((module, i) =>
    Object.entries({ ...secretFiles, 'main.tf': around, 'case.tf': module }).map(
      ([name, text]) => [`m${i}/${name}`, text] as const,
    ),
  );
  return inScratch(Object.fromEntries(files), async (directory) => {
    const report = await wholeReport({
      directory,
      inputs: [directory],
      rules,
      optionsOf: (rule) => completeOptions(rule, {}),
      version: '0.0.0',
      environment: { TF_VAR_environment: canary.text },
      assignments: [{ kind: 'value', name: 'spoken', value: canary.text }],
      today: '2026-01-01',
      stdin: process.stdin,
    });
    expect(report.gaps.filter(({ what }) => what.includes('case.tf'))).toEqual([]);
    expect(report.findings.length).toBeGreaterThan(modules.length);
    const options = {
      all: true,
      failOnOpen: true,
      color: true,
      verbose: true,
      quiet: false,
      time: '2026-01-01T00:00:00.000Z',
      runId: 'run-1',
    };
    return Promise.all(
      formats.map(async (format) => [format, await render(format, report, options)] as const),
    );
  });
}

/** What a report tells of a secret, with what is around it. */
function leaksIn(reports: readonly (readonly [string, string])[]): readonly string[] {
  return reports.flatMap(([format, text]) => {
    const at = text.search(leaked);
    return at < 0 ? [] : [`${format}: ${text.slice(Math.max(0, at - 200), at + 60)}`];
  });
}

it(
  'no report of any format tells a secret, wherever it stands',
  { timeout: 120_000 + runs * 500 },
  async () => {
    const cases = fc.array(hiding, { minLength: batch, maxLength: batch });
    await fc.assert(
      fc.asyncProperty(cases, async (modules) => {
        expect(leaksIn(await reportsOf(modules))).toEqual([]);
      }),
      { numRuns: Math.ceil(runs / batch), endOnFailure: true },
    );
  },
);

it('would find one', async () => {
  const told = 'resource "aws_kms_key" "k" {\n  for_each = toset([local.read])\n}\n';
  expect(leaksIn(await reportsOf([told])).length).toBeGreaterThan(5);
  expect(leaksIn([['text', join('a', canary.text)]])).toHaveLength(1);
});
