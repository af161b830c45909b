import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { unknownReasons } from '../../src/model/value.ts';
import type { Report, ReportOptions } from '../../src/lint/report.ts';
import * as samples from '../support/report/report-samples.ts';
import { renderJson } from '../support/report/render.ts';

const { everything, finding, hostileNames, inHcl, inPlan, live, quiet, raw, report } = samples;
const schema = JSON.parse(
  readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(schema);

function render(value: Report, options: Partial<ReportOptions> = {}) {
  return JSON.parse(renderJson(value, { ...quiet, ...options }));
}

function errorsOf(value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

describe('renderJson', () => {
  it('keeps the contract', () => {
    const open = finding({ kind: 'open', because: [samples.cause('var.rotate', inHcl)] });
    expect(render(report([open], [samples.gap('plan.json')]))).toMatchObject({
      version: 1,
      tool: { name: 'kmslint', version: '1.2.3' },
      findings: [
        {
          ruleId: 'rotation-disabled',
          kind: 'open',
          severity: 'high',
          subject: 'module.data.aws_kms_key.app["eu"]',
          account: null,
          region: 'eu-west-1',
          source: 'plan',
          message: open.message,
          because: [
            { reason: 'unset-variable', what: 'var.rotate', location: { path: inHcl.path } },
          ],
          location: { path: 'plan.json', pointer: inPlan.pointer },
          fingerprint: open.fingerprint,
          suppression: null,
          baselineState: null,
          title: 'Title of rotation-disabled',
          helpUri: 'https://github.com/kmslint/kmslint/blob/main/rules/rotation-disabled/README.md',
          compliance: ['AWS Security Hub KMS.4'],
        },
      ],
      gaps: [{ reason: 'unreadable-input', what: 'plan.json', location: { path: 'plan.json' } }],
      summary: { keys: 41, fail: 0, open: 1, suppressed: 0, gaps: 1, bySeverity: { high: 0 } },
    });
  });

  it.each([
    ['configuration', inHcl, { path: inHcl.path, line: 12, column: 3, endLine: 12, endColumn: 30 }],
    ['a plan', inPlan, { path: 'plan.json', pointer: inPlan.pointer }],
    [
      'a plan beside its configuration',
      { ...inPlan, source: inHcl },
      {
        path: 'plan.json',
        pointer: inPlan.pointer,
        source: { path: inHcl.path, line: 12, column: 3, endLine: 12, endColumn: 30 },
      },
    ],
    ['a live account', live, { arn: samples.arn, call: 'GetKeyRotationStatus' }],
    [
      'a snapshot',
      { ...live, path: 's.json' },
      { path: 's.json', arn: samples.arn, call: live.call },
    ],
  ] as const)('tells a place in %s, and null for what it has not', (_, location, expected) => {
    const told = render(report([finding({ location })])).findings[0].location;
    const members = Object.keys(schema.definitions.location.properties);
    const nowhere = Object.fromEntries(members.map((member) => [member, null]));
    expect(told).toEqual({ ...nowhere, ...expected });
  });

  it('tells failures and undecided verdicts, and the others when asked for all', () => {
    const kinds = (all: boolean) =>
      render(everything, { all }).findings.map(({ kind }: { kind: string }) => kind);
    expect(new Set(kinds(false))).toEqual(new Set(['fail', 'open']));
    expect(kinds(true)).toEqual(everything.findings.map(({ kind }) => kind));
  });

  it('tells what is known of every key', () => {
    const [known, planned] = render(everything).keys;
    expect(known).toEqual({
      ...samples.keySummary(),
      description: null,
      ownerTags: {},
      accountName: null,
    });
    expect(planned).toMatchObject({ subject: 'aws_kms_key.app', keyId: null, dates: null });
  });

  it('is indented by two spaces and ends in a newline', () => {
    expect(renderJson(report([]), quiet)).toMatch(/^\{\n {2}"version": 1,\n[^]*\}\n$/);
  });

  it('never tells the parts and symbols of what is not known', () => {
    const text = renderJson(everything, { ...quiet, all: true, verbose: true });
    expect(text).toContain('var.rotate');
    expect(text).not.toContain('canary');
  });

  it.each(hostileNames)('writes %s so that it does nothing and reads back', (_, name) => {
    const at = { ...inPlan, path: name, pointer: `/${name}` };
    const hostile = finding({
      subject: name,
      message: name,
      location: at,
      because: [samples.cause(name, at)],
      suppression: { kind: 'config', reason: name },
    });
    const text = renderJson(report([hostile], [samples.gap(name, at)]), quiet);
    expect(text).not.toMatch(raw);
    const read = JSON.parse(text);
    const [told] = read.findings;
    expect([told.subject, told.message, told.location.path, told.suppression.reason]).toEqual(
      Array(4).fill(name),
    );
    expect([told.because[0].what, read.gaps[0].what]).toEqual([name, name]);
    expect(told.location.pointer).toBe(`/${name}`);
    expect(errorsOf(read)).toEqual([]);
  });
});

describe('report.schema.json', () => {
  it('admits what is printed, and what may be added later', () => {
    const printed = render(everything, { all: true });
    expect(printed.findings).toHaveLength(8);
    expect(errorsOf(printed)).toEqual([]);
    expect(errorsOf({ ...printed, later: { x: 1 } })).toEqual([]);
  });

  it.each([
    ['another version', ['version'], 2],
    ['a text for the summary', ['summary'], 'none'],
    ['an unknown kind', ['findings', 0, 'kind'], 'maybe'],
    ['an unknown severity', ['findings', 0, 'severity'], 'bad'],
    ['a short fingerprint', ['findings', 0, 'fingerprint'], 'abc'],
    ['no message', ['findings', 0, 'message'], undefined],
    ['no place', ['findings', 0, 'location'], null],
    ['line 0', ['findings', 0, 'location', 'line'], 0],
    ['a relative pointer', ['findings', 3, 'location', 'pointer'], 'x'],
    ['a suppression without a reason', ['findings', 3, 'suppression', 'reason'], undefined],
    ['an unknown baseline state', ['findings', 0, 'baselineState'], 'old'],
    ['a cause without a fact', ['findings', 5, 'because', 0, 'what'], undefined],
    ['a gap without a reason', ['gaps', 0, 'reason'], undefined],
    ['a key without an id', ['keys', 0, 'keyId'], undefined],
    ['a creation that is no date', ['keys', 0, 'dates', 'createdAt'], 'in 2024'],
    ['a successor without evidence', ['keys', 0, 'successors', 0, 'evidence'], undefined],
    ['a negative count', ['summary', 'fail'], -1],
    ['a count for each severity but one', ['summary', 'bySeverity', 'low'], undefined],
  ] as const)('refuses %s', (_, path, value) => {
    const broken = render(everything);
    const parent = path.slice(0, -1).reduce((object, key) => object[key], broken);
    parent[path[path.length - 1] ?? ''] = value;
    expect(errorsOf(JSON.parse(JSON.stringify(broken)))).not.toEqual([]);
  });

  it('describes every member that is printed', () => {
    expect(undescribed(schema, '')).toEqual([]);
    const { definitions: d } = schema;
    const printed = render(everything);
    const [first] = printed.findings;
    expect(Object.keys(schema.properties)).toEqual(Object.keys(printed));
    expect(Object.keys(d.finding.properties)).toEqual(Object.keys(first));
    expect(Object.keys(d.location.properties)).toEqual(Object.keys(first.location));
    expect(Object.keys(d.cause.properties)).toEqual(Object.keys(printed.findings[5].because[0]));
    expect(Object.keys(d.gap.properties)).toEqual(Object.keys(printed.gaps[0]));
    const [key] = printed.keys;
    expect(Object.keys(d.key.properties)).toEqual(Object.keys(key));
    expect(Object.keys(d.dates.properties)).toEqual(Object.keys(key.dates));
    expect(Object.keys(d.rotation.properties)).toEqual(Object.keys(key.dates.rotations[0]));
    expect(Object.keys(d.successor.properties)).toEqual(Object.keys(key.successors[0]));
    expect(Object.keys(d.summary.properties)).toEqual(Object.keys(printed.summary));
  });

  it('gives the reasons of today as examples', () => {
    expect(schema.definitions.cause.properties.reason.examples).toEqual(
      Object.keys(unknownReasons),
    );
    expect(schema.definitions.gap.properties.reason.examples).toEqual(Object.keys(unknownReasons));
  });
});

/** The pointers of the properties that have no description. */
function undescribed(node: unknown, at: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => {
    const below = undescribed(child, `${at}/${key}`);
    const isProperty = at.endsWith('/properties');
    return isProperty && child.description === undefined ? [`${at}/${key}`, ...below] : below;
  });
}
