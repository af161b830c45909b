import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportedFinding, ReportOptions, ReportPart } from '../../src/lint/report.ts';
import { toBlocks } from '../../src/report/print/blocks/blocks.ts';
import { columns } from '../../src/text/columns.ts';
import { openText } from '../../src/report/text/text.ts';
import { wrap } from '../../src/text/wrap.ts';
import { accounts, endOf, head, partOf } from '../support/report/part-samples.ts';
import { finding, inHcl, quiet, report } from '../support/report/report-samples.ts';
import { renderHtml, renderMarkdown, renderText } from '../support/report/render.ts';
import { readMarkdown } from '../support/report/report-readers.ts';

// People are told of a fault once, with its places; of many findings a table comes first.

/** What one line of a module is to a key of each of these root modules. */
function called(root: string, i: number, members: Partial<ReportedFinding> = {}): ReportedFinding {
  const at = { ...inHcl, path: `${root}/main.tf`, line: 3 + i };
  const call = { call: `module.k${i}`, at, argument: 'rotate' };
  return finding({
    subject: `module.k${i}.aws_kms_key.this`,
    source: 'hcl',
    scope: root,
    rootModule: root,
    location: { ...inHcl, calls: [call], passed: { call: call.call, at } },
    fingerprint: `${root.length}${i}`.padStart(32, '0'),
    ...members,
  });
}

const ten = Array.from({ length: 10 }, (_, i) => called(i < 5 ? 'roots/a' : 'roots/b', i));

describe('the same fault through ten calls', () => {
  test('is one block of text', () => {
    const text = renderText(report(ten), quiet);
    expect(text.match(/rotation-disabled/g)).toHaveLength(1);
    expect(text).toContain('in 10 places:');
    for (const { subject, rootModule } of ten) {
      const at = `root module ${rootModule}, passed by ${subject.slice(0, 9)} at ${rootModule}/main.tf:`;
      expect(text).toMatch(new RegExp(`${at}\\d+:3\\n +${subject.replaceAll('.', '\\.')}\\n`));
    }
  });

  test('is one row of Markdown, with all ten', () => {
    const markdown = renderMarkdown(report(ten), quiet);
    expect(markdown.match(/automatic rotation/gi)?.length).toBe(
      renderMarkdown(report(ten.slice(0, 1)), quiet).match(/automatic rotation/gi)?.length,
    );
    const { code } = readMarkdown(markdown);
    expect(code).toEqual(expect.arrayContaining(ten.map(({ subject }) => subject)));
  });

  test('is one entry of the page', () => {
    const faults = /"fault":\[([\d,]+)\]/.exec(renderHtml(report(ten), quiet))?.[1];
    expect(faults).toBe(ten.map(() => 0).join(','));
  });

  test('has each fingerprint where details are wanted', () => {
    const text = renderText(report(ten), { ...quiet, verbose: true });
    for (const { fingerprint } of ten) expect(text).toContain(`fingerprint ${fingerprint}`);
  });
});

describe('what makes no block', () => {
  const other = (members: Partial<ReportedFinding>) =>
    toBlocks([called('a', 1), called('a', 2, members)]);

  test.each<[string, Partial<ReportedFinding>]>([
    ['another rule', { ruleId: 'key-destroyed' }],
    ['another kind', { kind: 'open' }],
    ['another severity', { severity: 'low' }],
    ['another sentence', { message: 'something else' }],
    ['another line', { location: { ...inHcl, line: 13 } }],
    ['a suppression', { suppression: { kind: 'inline', reason: 'for now' } }],
    ['a place in the baseline', { baselineState: 'unchanged' }],
    ['another plan', { location: { kind: 'plan', path: 'p.json', pointer: '/a', source: inHcl } }],
    [
      'a place without lines',
      { location: { kind: 'plan', path: 'p.json', pointer: '/a', source: null } },
    ],
  ])('%s', (_, members) => {
    expect(other(members)).toHaveLength(2);
  });

  test('two objects without lines', () => {
    const live = partOf(accounts[0] ?? '', 4).findings;
    expect(toBlocks(live)).toEqual(live.map((one) => [one]));
  });
});

function show(parts: readonly ReportPart[], options: Partial<ReportOptions>): string {
  const reporter = openText(head, { ...quiet, ...options });
  const texts = parts.flatMap((part) => [...reporter.part(part)]);
  return [...texts, ...reporter.end(endOf(parts))].join('');
}

describe('a table by rule', () => {
  const parts = (count: number) => accounts.map((account) => partOf(account, count));

  test('begins the text of more than thirty findings, and not of fewer', () => {
    expect(show(parts(10), {})).toMatch(/^111122223333\.json\n/);
    const text = show(parts(11), {});
    expect(text).toMatch(
      /^ +findings {2}undecided\n {2}high {5}rotation-disabled +24 +9\n\n111122223333\.json\n/,
    );
    expect(text.slice(text.indexOf('1111'))).toBe(
      show(parts(11), { quiet: false }).slice(text.indexOf('1111')),
    );
  });

  test('is not for those who want failures alone', () => {
    expect(show(parts(40), { quiet: true })).toMatch(/^111122223333\.json\n/);
  });

  test('is all that --summary shows, besides the last line', () => {
    expect(show(parts(2), { summary: true })).toMatch(
      /^ +findings\n {2}high {5}rotation-disabled +6\n\n6 findings [^\n]*\n$/,
    );
    expect(show([], { summary: true })).toBe('0 findings · 0 keys judged\n');
  });
});

describe('--max', () => {
  test('shows the worst of all parts, and counts the others', () => {
    const parts = [partOf(accounts[0] ?? '', 4, 'low'), partOf(accounts[1] ?? '', 4, 'critical')];
    const text = show(parts, { max: 1 });
    expect(text).toContain(`${accounts[1]}.json\n\n  critical `);
    expect(text).not.toContain(`${accounts[0]}.json\n\n`);
    expect(text).toMatch(/\n6 findings \([^)]*\) · 2 undecided · 7 more not shown \(--max\) · /);
  });

  test('cuts a block', () => {
    expect(renderText(report(ten), { ...quiet, max: 3 })).toContain('in 3 places:');
    expect(renderMarkdown(report(ten), { ...quiet, max: 3 })).toMatch(
      / · 7 more not shown \(--max\) · [^]*\| high \| 3 places<br>/,
    );
  });

  test('shows what there is where it asks for more', () => {
    expect(renderText(report(ten), { ...quiet, max: 10 })).toBe(renderText(report(ten), quiet));
    expect(renderMarkdown(report(ten), { ...quiet, max: 10 })).toBe(
      renderMarkdown(report(ten), quiet),
    );
  });
});

describe('lines of a terminal', () => {
  test('are no wider than it, but for what has no blank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/\s/g, '_'))),
        fc.integer({ min: 1, max: 60 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width);
          expect(lines.join(' ')).toBe(words.join(' '));
          for (const line of lines) {
            expect(columns(line) <= width || !line.includes(' ')).toBe(true);
          }
        },
      ),
    );
  });

  test('hold every word of a report, and fit', () => {
    const text = renderText(report(ten), quiet);
    const narrow = renderText(report(ten), { ...quiet, width: 60 });
    const wordsOf = (lines: string) => lines.split(/\s+/).join(' ');
    expect(wordsOf(narrow)).toBe(wordsOf(text));
    expect(narrow.split('\n').filter((line) => line.length > 60)).toEqual([]);
  });

  test('are left alone where a terminal has no room', () => {
    expect(renderText(report(ten), { ...quiet, width: 20 })).toBe(renderText(report(ten), quiet));
  });
});
