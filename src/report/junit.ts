import { compareText } from '../text/compare.ts';
import { escapeText } from '../text/escape.ts';
import { remedyLines } from '../model/finding.ts';
import type { Gap } from '../model/inventory.ts';
import { originLines } from './print/blocks/calls.ts';
import { groupBy } from './print/group.ts';
import { ownerLines } from './groups/owner.ts';
import { causesOf, describeCause } from './print/causes.ts';
import { describePlace } from './print/place.ts';
import { describeRelated } from './print/related.ts';
import { titlesOf } from './print/title.ts';
import {
  failsOpen,
  reported,
  type ReportedFinding,
  type ReportHead,
  type ReportOptions,
  type ReportPart,
} from '../lint/report.ts';
import { emptySummary } from '../lint/parts/summary.ts';
import type { Reporter } from './format.ts';
import { openSpool } from './print/spool.ts';

type Outcome = 'passed' | 'skipped' | 'failure' | 'error';

/** A test case as the schema orders it: one outcome, and the text that explains it. */
interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly outcome: Outcome;
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

/**
 * JUnit XML by `jenkins-junit.xsd` (Thales' schema for Jenkins, which JUnit 5 tests itself with): a suite for
 * each input, a case for each verdict. A failure fails, and an undecided verdict where those fail the run; undecided, suppressed
 * and old ones are skipped. The first case of a suite is the reading of the input, with an error for each gap:
 * so a clean run has a case too, without which Jenkins takes the file for broken.
 */
export function openJunit(head: ReportHead, options: ReportOptions): Reporter {
  const titleOf = titlesOf(head.rules);
  // The totals stand before the suites.
  const spool = openSpool();
  let totals = countOf([]);
  const add = (part: ReportPart, scope: string, findings: readonly ReportedFinding[]): void => {
    const cases = distinguish([
      toReading(part.gaps.filter((gap) => gap.scope === scope)),
      ...findings.map((finding) => toCase(finding, titleOf(finding), options)),
    ]);
    const counts = countOf(cases);
    totals = sum(totals, counts);
    spool.add(
      `  <testsuite name=${quote(scope)}${printCounts(counts)} skipped="${counts.skipped}">\n`,
    );
    for (const item of cases) spool.add(`${renderCase(item)}\n`);
    spool.add('  </testsuite>\n');
  };
  return {
    part: (part) => {
      const { findings, gaps, keys } = part;
      const scopes = new Set([...findings, ...gaps, ...keys].map(({ scope }) => scope));
      const shown = groupBy(reported(part, options), ({ scope }) => scope);
      for (const scope of [...scopes].toSorted(compareText))
        add(part, scope, shown.get(scope) ?? []);
      return [];
    },
    *end() {
      if (totals.tests === 0)
        add({ findings: [], gaps: [], keys: [], summary: emptySummary }, 'kmslint', []);
      yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kmslint"${printCounts(totals)}>\n`;
      yield* spool.take();
      yield '</testsuites>\n';
    },
  };
}

function toReading(gaps: readonly Gap[]): TestCase {
  return {
    name: 'the input was read',
    classname: 'kmslint',
    outcome: gaps.length === 0 ? 'passed' : 'error',
    type: 'gap',
    message: `${gaps.length} not read`,
    lines: causesOf(gaps).map((cause) => {
      const places = cause.map(({ at, what }) => describePlace(at, what));
      return `${describeCause(cause)} (${places.join(', ')})`;
    }),
  };
}

function toCase(finding: ReportedFinding, title: string, options: ReportOptions): TestCase {
  const { ruleId, subject, severity, message, location, remedy = [] } = finding;
  return {
    name: subject,
    classname: ruleId,
    ...toOutcome(finding, options),
    type: severity,
    lines: [
      title,
      message,
      describePlace(location, subject),
      ...originLines(finding),
      ...describeRelated(finding),
      ...ownerLines(finding),
      ...(remedy.length === 0 ? [] : ['', 'to fix:', ...remedyLines(remedy)]),
    ],
  };
}

function toOutcome(
  { kind, message, ruleId, suppression, baselineState }: ReportedFinding,
  { failOnOpen }: ReportOptions,
): Pick<TestCase, 'outcome' | 'message'> {
  if (kind === 'pass') return { outcome: 'passed', message };
  if (kind === 'notApplicable')
    return { outcome: 'skipped', message: `not applicable: ${message}` };
  if (suppression !== null) {
    return { outcome: 'skipped', message: `suppressed: ${suppression.reason}` };
  }
  if (baselineState === 'unchanged') return { outcome: 'skipped', message: 'in the baseline' };
  const isExcused = kind === 'open' && !failsOpen(failOnOpen, ruleId);
  return { outcome: isExcused ? 'skipped' : 'failure', message };
}

/** Consumers tell cases apart by class and name. */
function distinguish(cases: readonly TestCase[]): readonly TestCase[] {
  const seen = new Map<string, number>();
  return cases.map((item) => {
    const key = JSON.stringify([item.classname, item.name]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return nth === 1 ? item : { ...item, name: `${item.name} (${nth})` };
  });
}

function renderCase({ name, classname, outcome, type, message, lines }: TestCase): string {
  const head = `    <testcase name=${quote(name)} classname=${quote(classname)}`;
  if (outcome === 'passed') return `${head}/>`;
  const attributes = outcome === 'skipped' ? '' : ` type=${quote(type)} message=${quote(message)}`;
  const content = outcome === 'skipped' ? [message] : lines;
  return [
    `${head}>`,
    `      <${outcome}${attributes}>${content.map(escapeXml).join('\n')}</${outcome}>`,
    '    </testcase>',
  ].join('\n');
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function countOf(cases: readonly TestCase[]): Counts {
  const count = (outcome: Outcome): number =>
    cases.filter((item) => item.outcome === outcome).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function sum(a: Counts, b: Counts): Counts {
  return {
    tests: a.tests + b.tests,
    failures: a.failures + b.failures,
    errors: a.errors + b.errors,
    skipped: a.skipped + b.skipped,
  };
}

function printCounts({ tests, failures, errors }: Counts): string {
  return ` tests="${tests}" failures="${failures}" errors="${errors}"`;
}

function quote(text: string): string {
  return `"${escapeXml(text)}"`;
}

/** XML 1.0 has no way to write most control characters, nor these two that are none: all are shown by code point. */
function escapeXml(text: string): string {
  return escapeText(text)
    .replaceAll(/[\ufffe\uffff]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`)
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
