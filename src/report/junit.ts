import { compareText } from '../text/compare.ts';
import { escapeText } from '../text/escape.ts';
import type { Gap } from '../model/inventory.ts';
import { groupBy } from './print/group.ts';
import { describeGap, describePlace } from './print/place.ts';
import { titlesOf } from './print/title.ts';
import {
  failsOpen,
  reported,
  type Report,
  type ReportedFinding,
  type ReportOptions,
} from '../lint/report.ts';

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
export function renderJunit(report: Report, options: ReportOptions): string {
  const suites = toSuites(report, options);
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kmslint"${countsOf(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name=${quote(name)}${countsOf(cases)} skipped="${count(cases, 'skipped')}">`,
      ...cases.map(renderCase),
      '  </testsuite>',
    ]),
    '</testsuites>\n',
  ].join('\n');
}

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

function toSuites(report: Report, options: ReportOptions): readonly Suite[] {
  const { findings, gaps, keys } = report;
  const scopes = new Set([...findings, ...gaps, ...keys].map(({ scope }) => scope));
  if (scopes.size === 0) scopes.add('kmslint');
  const titleOf = titlesOf(report.rules);
  const shown = groupBy(reported(report, options), ({ scope }) => scope);
  return [...scopes].toSorted(compareText).map((scope) => ({
    name: scope,
    cases: distinguish([
      toReading(gaps.filter((gap) => gap.scope === scope)),
      ...(shown.get(scope) ?? []).map((finding) => toCase(finding, titleOf(finding), options)),
    ]),
  }));
}

function toReading(gaps: readonly Gap[]): TestCase {
  return {
    name: 'the input was read',
    classname: 'kmslint',
    outcome: gaps.length === 0 ? 'passed' : 'error',
    type: 'gap',
    message: `${gaps.length} not read`,
    lines: gaps.map((gap) => `${describeGap(gap)} (${describePlace(gap.at, gap.what)})`),
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
      ...(remedy.length === 0 ? [] : ['', 'to fix:', ...remedy]),
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

function countsOf(cases: readonly TestCase[]): string {
  const [failures, errors] = [count(cases, 'failure'), count(cases, 'error')];
  return ` tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}

function count(cases: readonly TestCase[], outcome: Outcome): number {
  return cases.filter((item) => item.outcome === outcome).length;
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
