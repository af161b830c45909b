import { constantFrom, array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severities } from '../../src/model/finding.ts';
import type { Report, ReportedFinding, ReportOptions } from '../../src/lint/report.ts';
import { readMarkdown } from '../support/report/report-readers.ts';
import * as samples from '../support/report/report-samples.ts';

import { renderMarkdown } from '../support/report/render.ts';

const { controlSamples, everything, finding, gap, quiet, report, shell } = samples;

const render = (value: Report, options: Partial<ReportOptions> = {}): string =>
  renderMarkdown(value, { ...quiet, ...options });

/** The cells of every row of every table. */
function rows(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split('\n')
    .filter((line) => /^\| (?!Severity|---| \|)/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));
}

const many = (count: number, members: Partial<ReportedFinding> = {}) =>
  Array.from({ length: count }, (_, i) => finding({ subject: `aws_kms_key.key_${i}`, ...members }));

describe('controls', () => {
  it('are a table in a fold', () => {
    const page = render({ ...report([]), controls: controlSamples });
    expect(page).toContain('<details><summary>Controls</summary>');
    expect(page).toContain('| AWS Security Hub KMS.4 | 30 | 12 | 3 | 1200 | 66 % |');
    expect(page).not.toContain('ISO 27001');
    expect(render(report([]))).not.toContain('Controls');
  });
});

describe('renderMarkdown', () => {
  it('is a page of tables and folds', () => {
    const markdown = render(
      report(
        [
          finding({ severity: 'low' }),
          finding({
            severity: 'critical',
            remedy: shell('aws kms enable-key-rotation --key-id x'),
          }),
          finding({ kind: 'open' }),
        ],
        [gap('module.remote')],
      ),
    );
    expect(rows(markdown).map(([label]) => label)).toEqual(['critical', 'low', 'open']);
    const { elements, prose, code } = readMarkdown(markdown);
    expect(elements.filter((element) => element === 'table')).toHaveLength(2);
    expect(elements.filter((element) => element === 'details')).toHaveLength(2);
    expect(prose).toContain('2 findings (1 critical, 1 low) · 1 undecided · 1 not read');
    expect(prose).toContain(': an input that could hold it could not be read');
    expect(code).toContain('module.data.aws_kms_key.app["eu"]');
    expect(code).toContain('module.remote');
    expect(code).toContain('aws kms enable-key-rotation --key-id x\n');
    expect(elements).toContain(
      'a href=https://github.com/kmslint/kmslint/blob/main/rules/rotation-disabled/README.md',
    );
  });

  it('shows two policies side by side, as many statements as there is room for', () => {
    const row = {
      old: 'Allow kms:Decrypt for a|b',
      new: ['Allow kms:* for c'],
      state: 'kept',
    } as const;
    const lost = { old: 'Allow kms:Sign for d', new: [], state: 'lost' } as const;
    const markdown = render(report([finding({ policies: [row, lost] })]));
    const { prose, elements } = readMarkdown(markdown);
    expect(elements.filter((element) => element === 'table')).toHaveLength(2);
    expect(prose).toContain(String.raw`Allow kms:Decrypt for a\u{7c}b`);
    expect(prose).toContain('(kept)');
    expect(prose).toContain('(lost)');
    const long = render(report([finding({ policies: Array.from({ length: 50 }, () => lost) })]));
    expect(long.match(/\(lost\)/g)).toHaveLength(40);
    expect(long).toContain('…and 10 more');
  });

  it.each([
    ['run `terraform init` in b', 'run `terraform init` in b'],
    ['`a` ``b``', '`a` ``b``'],
    ['```', '```'],
    ['` <script> @octocat `', '` \\u{3c}script> @octocat `'],
  ])('shows %s as code, backticks too', (what, shown) => {
    const { code, elements } = readMarkdown(render(report([], [samples.gap(what)])));
    expect(code).toContain(shown);
    expect(elements).not.toContain('script');
  });

  it('says so where there is nothing', () => {
    expect(render(report([]))).toBe('## kmslint: no findings\n\n0 findings · 41 keys judged\n');
  });

  it('shows what counts, and the rest on demand', () => {
    expect(rows(render(everything)).map(([label]) => label)).toEqual(['high', 'high', 'open']);
    expect(rows(render(everything, { quiet: true }))).toHaveLength(2);
    expect(rows(render(everything, { all: true })).map(([label]) => label)).toEqual([
      'high',
      'high',
      'open',
      'in the baseline',
      'suppressed',
      'suppressed',
      'pass',
      'not applicable',
    ]);
    expect(render(everything, { all: true })).toContain('(ticket 7)');
  });

  it('keeps GitHub’s limit, worst first, and says how many are left out', () => {
    const findings = [
      ...many(5000, { severity: 'low', remedy: shell('terraform apply') }),
      ...many(10, { severity: 'critical' }),
      ...many(2000, { kind: 'open' }),
    ];
    const gaps = Array.from({ length: 1000 }, (_, i) => gap(`module.remote_${i}`));
    const markdown = render(report(findings, gaps), { all: true });
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(50_000);
    const labels = rows(markdown).map(([label]) => label);
    expect(labels.slice(0, 11)).toEqual([...Array<string>(10).fill('critical'), 'low']);
    const failures = labels.filter((label) => label !== 'open').length;
    expect(markdown).toContain(`\n…and ${5010 - failures} more, left out here for length.\n`);
    const undecided = labels.filter((label) => label === 'open').length;
    expect(markdown).toContain(`\n…and ${2000 - undecided} more, left out here for length.\n`);
    expect(readMarkdown(markdown).elements.filter((element) => element === 'details')).toHaveLength(
      2,
    );
  });

  it('keeps it whatever there is to say', () => {
    const sizes = integer({ min: 0, max: 300 });
    const texts = constantFrom('a', '鍵'.repeat(400), '🔑'.repeat(5000), '<'.repeat(2000));
    const kinds = constantFrom('fail', 'open', 'pass', 'notApplicable');
    assert(
      property(
        array(texts, { minLength: 1 }),
        sizes,
        kinds,
        constantFrom(...severities),
        (all, size, kind, severity) => {
          const findings = Array.from({ length: size }, (_, i) => {
            const text = all[i % all.length] ?? '';
            return finding({
              subject: text,
              message: text,
              kind: i % 2 === 0 ? kind : 'fail',
              severity,
              remedy: shell(text),
            });
          });
          const markdown = render(
            report(
              findings,
              all.map((text) => gap(text)),
            ),
            { all: true },
          );
          expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(65_536);
          const folds = readMarkdown(markdown).elements.filter((element) => element === 'details');
          expect(markdown.split('</details>')).toHaveLength(folds.length + 1);
        },
      ),
      { numRuns: 30 },
    );
  });
});
