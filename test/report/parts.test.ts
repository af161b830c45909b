import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportPart } from '../../src/lint/report.ts';
import { formats, openReport, type Format } from '../../src/report/index.ts';
import { openList } from '../../src/report/print/json-list.ts';
import { openSpool } from '../../src/report/print/spool.ts';
import { accounts, endOf, head, partOf } from '../support/report/part-samples.ts';
import { junitErrors, workflowCommands } from '../support/report/report-readers.ts';
import { finding, gap, quiet } from '../support/report/report-samples.ts';
import { errorsOf } from '../support/report/sarif-samples.ts';

async function render(format: Format, parts: readonly ReportPart[], all = false): Promise<string> {
  const reporter = await openReport(format, head, { ...quiet, all });
  const texts = parts.flatMap((part) => [...reporter.part(part)]);
  return [...texts, ...reporter.end(endOf(parts))].join('');
}

/** The same as one part. */
function together(parts: readonly ReportPart[]): ReportPart {
  return {
    findings: parts.flatMap(({ findings }) => findings),
    keys: parts.flatMap(({ keys }) => keys),
    gaps: parts.flatMap(({ gaps }) => gaps),
    recordedAt: Object.assign({}, ...parts.map(({ recordedAt }) => recordedAt)),
    controls: endOf(parts).controls ?? [],
    summary: endOf(parts).summary,
  };
}

describe('a report in parts', () => {
  test.each(formats)('%s is the report of the whole', async (format) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(30), { maxLength: 3 }),
        fc.boolean(),
        async (counts, all) => {
          const parts = counts.map((count, i) => partOf(accounts[i] ?? '', count));
          const whole = together(parts);
          expect(await render(format, parts, all)).toBe(await render(format, [whole], all));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('is valid, whatever its size', async () => {
    const parts = accounts.map((account) => partOf(account, 400));
    const json = JSON.parse(await render('json', parts));
    expect([json.findings.length, json.keys.length, json.gaps.length]).toEqual([1200, 1200, 3]);
    const sarif = JSON.parse(await render('sarif', parts));
    expect(errorsOf(sarif)).toEqual([]);
    expect(sarif.runs[0].results).toHaveLength(801);
    expect(await junitErrors(await render('junit', parts))).toEqual([]);
    expect(JSON.parse(await render('asff', parts))).toHaveLength(1200);
  });

  test('shows on GitHub the worst of all parts, and the others in the log', async () => {
    const parts = accounts.map((account, i) => partOf(account, 40, i === 2 ? 'critical' : 'high'));
    const text = await render('github', parts);
    const shown = workflowCommands(text).filter(({ command }) => command === 'error');
    expect(shown[0]?.message).toContain(accounts[2]);
    expect(shown).toHaveLength(3);
    // 81 failures and 39 undecided verdicts of three levels, and three gaps.
    expect(text).toMatch(/::group::kmslint: (\d+) more, beside the 23 that GitHub shows/);
    expect(text.split('\n').filter((line) => line.startsWith('medium '))).toHaveLength(78 - 10);
  });

  test('keeps in Markdown what is worst, and counts the rest', async () => {
    const parts = [partOf(accounts[0] ?? '', 4000), partOf(accounts[1] ?? '', 1, 'critical')];
    const text = await render('markdown', parts);
    expect(text.length).toBeLessThan(65_536);
    const first = text.split('\n').find((line) => line.startsWith('| critical'));
    expect(first).toContain(accounts[1]);
    const rows = text.split('\n').filter((line) => /^\| (?:critical|high|medium) \|/.test(line));
    const failures = 4000 - 1333 + 1;
    expect(text).toContain(`…and ${failures - rows.length} more, left out here for length.`);
  });
});

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const schemaOf = (name: string) =>
  ajv.compile(
    JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8')),
  );

describe('rows', () => {
  const parts = accounts.map((account) => partOf(account, 5));
  const linesOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('of findings are as their schema has them', async () => {
    const validate = schemaOf('ndjson');
    const rows = linesOf(await render('ndjson', parts));
    for (const row of rows) expect([validate(row), validate.errors]).toEqual([true, null]);
    expect(rows).toHaveLength(15);
    expect(rows[0]).toMatchObject({
      version: 1,
      runId: 'run-1',
      recordedAt: '2026-01-31T06:01:00.000Z',
      scope: '111122223333 eu-west-1',
      account: '111122223333',
      ruleId: 'rotation-disabled',
    });
    expect(validate({ ...rows[0], runId: undefined })).toBe(false);
    expect(validate({ ...rows[0], severity: 'bad' })).toBe(false);
  });

  test('of scans are as their schema has them: what was read, and what was not', async () => {
    const validate = schemaOf('scans');
    const scope = 'accounts below ou-ab12-11111111';
    const [part = partOf('', 0)] = parts;
    const unlisted = { ...gap('ListAccounts'), scope, reason: 'access-denied' as const };
    const again = { ...gap('more'), scope, reason: 'access-denied' as const };
    const rows = linesOf(
      await render('scans', [part, { ...partOf('', 0), recordedAt: {}, gaps: [unlisted, again] }]),
    );
    for (const row of rows) expect([validate(row), validate.errors]).toEqual([true, null]);
    const run = { version: 1, runId: 'run-1' };
    const place = { account: '111122223333', region: 'eu-west-1', scope: '111122223333 eu-west-1' };
    const recordedAt = '2026-01-31T06:01:00.000Z';
    const unread = ['something of 111122223333'];
    const reasons = ['unreadable-input'];
    expect(rows).toEqual([
      { ...run, recordedAt, ...place, keys: 5, fail: 4, open: 1, gaps: 1, reasons, unread },
      {
        ...run,
        recordedAt: null,
        account: null,
        region: null,
        scope,
        keys: 0,
        fail: 0,
        open: 0,
        gaps: 2,
        reasons: ['access-denied'],
        unread: ['ListAccounts', 'more'],
      },
    ]);
  });

  test('of keys are as their schema has them, with their verdicts counted', async () => {
    const validate = schemaOf('keys');
    const [part = partOf('', 0)] = parts;
    const suppression = { kind: 'config', reason: 'why' } as const;
    const subject = part.keys[0]?.subject ?? '';
    const { scope = '' } = part.keys[0] ?? {};
    const more = [
      finding({ subject, scope, suppression }),
      finding({ subject, scope, kind: 'open', isTold: true }),
      finding({ subject, scope, baselineState: 'unchanged' }),
    ];
    const keys = part.keys.map((key) => ({
      ...key,
      ownerTags: { Owner: 'ExampleUser' },
      tally: { pass: 3, notApplicable: 2 },
    }));
    const told = { ...part, keys, findings: [...part.findings, ...more] };
    const rows = linesOf(await render('keys', [told]));
    for (const row of rows) expect([validate(row), validate.errors]).toEqual([true, null]);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({
      version: 1,
      runId: 'run-1',
      account: '111122223333',
      lastRotationAt: '2025-01-01T00:00:00.000Z',
      ownerTags: { Owner: 'ExampleUser' },
      verdicts: {
        fail: 1,
        open: 1,
        suppressed: 1,
        unchanged: 1,
        pass: 3,
        notApplicable: 2,
        bySeverity: { critical: 0, high: 1 },
      },
    });
    expect(validate({ ...rows[0], verdicts: { fail: 1 } })).toBe(false);
  });
});

test('a list is printed as JSON.stringify prints it', () => {
  fc.assert(
    fc.property(fc.array(fc.object()), (objects) => {
      const list = openList(1);
      const text = [...objects.map(list.add), list.end()].join('');
      const whole = JSON.stringify({ objects }, null, 2);
      expect(JSON.parse(`{"objects": ${text}}`)).toEqual(JSON.parse(whole));
      // Nothing that is escaped stands in these.
      if (!/[^ -~\n]|[<|]|::|##|\]\]>/.test(whole))
        expect(`{\n  "objects": ${text}\n}`).toBe(whole);
    }),
  );
});

test('a spool gives back what it was given, from memory and from a file', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.nat(40), (texts, limit) => {
      const spool = openSpool(limit);
      for (const text of texts) spool.add(text);
      expect([...spool.take()].join('')).toBe(texts.join(''));
      expect([...spool.take()].join('')).toBe('');
    }),
  );
});
