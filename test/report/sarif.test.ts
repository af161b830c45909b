import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { unknownReasons } from '../../src/model/value.ts';
import type { ReportOptions } from '../../src/lint/report.ts';
import * as samples from '../support/report/report-samples.ts';
import { errorsOf, page, render, resultOf, runOf, at } from '../support/report/sarif-samples.ts';
import { renderSarif } from '../support/report/render.ts';

const { everything, finding, hostileNames, inHcl, inPlan, live, quiet, raw, report } = samples;

describe('renderSarif', () => {
  it('obeys the schema of OASIS', () => {
    expect(errorsOf(render(everything, { failOnOpen: true }))).toEqual([]);
    expect(errorsOf(render(report([])))).toEqual([]);
  });

  it.each([
    ['an unknown level', { level: 'fatal' }],
    ['a uri with a space', { locations: [at('a b.tf', 1)] }],
    ['line 0', { locations: [at('a.tf', 0)] }],
    ['no message', { message: undefined }],
  ])('would not pass with %s', (_, broken) => {
    const run = runOf(everything);
    const results = run.results?.map((result) => ({ ...result, ...broken }));
    const log = { version: '2.1.0', runs: [{ ...run, results }] };
    expect(errorsOf(JSON.parse(JSON.stringify(log)))).not.toEqual([]);
  });

  it('introduces the tool', () => {
    const { tool, columnKind } = runOf(everything);
    expect(tool.driver).toMatchObject({
      name: 'kmslint',
      version: '1.2.3',
      semanticVersion: '1.2.3',
      informationUri: 'https://github.com/kmslint/kmslint',
    });
    expect(columnKind).toBe('utf16CodeUnits');
  });

  it('brings the page of each rule along', () => {
    expect(runOf(everything).tool.driver.rules?.[0]).toEqual({
      id: 'rotation-disabled',
      name: 'RotationDisabled',
      shortDescription: { text: 'Title of rotation-disabled' },
      fullDescription: { text: 'Finds keys without `rotation`.' },
      help: { text: page, markdown: page },
      helpUri: 'https://github.com/kmslint/kmslint/blob/main/rules/rotation-disabled/README.md',
      defaultConfiguration: { level: 'error' },
      properties: {
        tags: ['security', 'aws', 'kms'],
        precision: 'very-high',
        'problem.severity': 'error',
        'security-severity': '8.0',
        references: ['https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'],
        compliance: ['AWS Security Hub KMS.4'],
      },
    });
  });

  it.each([
    ['no prose', '# rule\n', 'Title of rotation-disabled'],
    ['a long paragraph', 'x'.repeat(3000), `${'x'.repeat(1023)}…`],
  ])('describes a rule whose page has %s', (_, text, expected) => {
    const log: Log = JSON.parse(renderSarif(everything, quiet, () => text));
    expect(log.runs[0]?.tool.driver.rules?.[0]?.fullDescription?.text).toBe(expected);
  });

  it.each([
    ['critical', 'error', '9.5', 'error'],
    ['high', 'error', '8.0', 'error'],
    ['medium', 'warning', '5.5', 'warning'],
    ['low', 'note', '2.0', 'recommendation'],
    ['info', 'note', '0.0', 'recommendation'],
  ] as const)('ranks %s as %s and %s', (severity, level, number, problem) => {
    const rules = [samples.sampleRule('rotation-disabled', { severity })];
    const run = runOf({ ...report([finding({ severity })]), rules });
    expect(run.tool.driver.rules?.[0]).toMatchObject({
      defaultConfiguration: { level },
      properties: { 'security-severity': number, 'problem.severity': problem },
    });
    expect(run.results?.[0]).toMatchObject({ level, kind: 'fail' });
    expect(run.results?.[0]?.properties).toBeUndefined();
  });

  it('ranks a result by itself where its rule has several severities', () => {
    const result = resultOf({ ruleId: 'key-destroyed', severity: 'high' });
    expect(result).toMatchObject({ ruleIndex: 1, properties: { 'security-severity': '8.0' } });
    const usual = resultOf({ ruleId: 'key-destroyed', severity: 'critical' });
    expect(usual.properties).toEqual({ 'security-severity': '9.5' });
    expect(resultOf({ severity: 'low' }).properties).toEqual({ 'security-severity': '2.0' });
  });

  it('knows no index of a rule that the report does not carry', () => {
    const result = resultOf({ ruleId: 'elsewhere' });
    expect(result.ruleId).toBe('elsewhere');
    expect(result.ruleIndex).toBeUndefined();
  });

  it('holds failures, and undecided verdicts only where they fail the run', () => {
    const kinds = (options: Partial<ReportOptions>) =>
      new Set(runOf(everything, options).results?.map(({ kind, level }) => `${kind} ${level}`));
    expect(kinds({ all: true })).toEqual(new Set(['fail error']));
    expect(kinds({ failOnOpen: true })).toEqual(new Set(['fail error', 'open none']));
    expect(runOf(everything, { all: true }).results).toHaveLength(5);
  });

  it('names the subject in the message, because code scanning shows nothing else of it', () => {
    expect(resultOf({ subject: 'aws_kms_key.a', message: 'is bad' }).message.text).toBe(
      'aws_kms_key.a: is bad',
    );
  });

  it('makes no link of a name', () => {
    const { message } = resultOf({ subject: 'a["[x](https://example.com)"]' });
    expect(message.text).toContain('[x\\](https://example.com)');
  });

  it('carries the fingerprint, also in the place of a line hash where there is no line', () => {
    const own = { 'kmslintFingerprint/v1': finding().fingerprint };
    const both = { ...own, primaryLocationLineHash: `${finding().fingerprint}:1` };
    expect(resultOf({ location: inHcl }).partialFingerprints).toEqual(own);
    expect(resultOf({ location: { ...inPlan, source: inHcl } }).partialFingerprints).toEqual(own);
    expect(resultOf({ location: inPlan }).partialFingerprints).toEqual(both);
    expect(resultOf({ location: live }).partialFingerprints).toEqual(both);
  });

  it.each([
    [null, []],
    ['inline', [{ kind: 'inSource', status: 'accepted', justification: 'why' }]],
    ['config', [{ kind: 'external', status: 'accepted', justification: 'why' }]],
  ] as const)('tells a suppression: %s', (kind, expected) => {
    const suppression = kind === null ? null : { kind, reason: 'why' };
    expect(resultOf({ suppression }).suppressions).toEqual(expected);
  });

  it('tells the state against a baseline', () => {
    expect(resultOf({ baselineState: 'unchanged' }).baselineState).toBe('unchanged');
    expect(resultOf({ baselineState: 'new' }).baselineState).toBe('new');
    expect(resultOf({})).not.toHaveProperty('baselineState');
  });

  it('reports gaps as notifications of a run that did not succeed', () => {
    expect(runOf(report([])).invocations).toEqual([
      { executionSuccessful: true, toolExecutionNotifications: [] },
    ]);
    const { invocations, tool } = runOf(report([], [samples.gap('module.remote', inHcl)]));
    const text = `module.remote: ${unknownReasons['unreadable-input']}`;
    expect(invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text }, descriptor: { id: 'unreadable-input', index: 0 } },
      ],
    });
    expect(invocations?.[0]?.toolExecutionNotifications?.[0]?.locations).toHaveLength(1);
    expect(tool.driver.notifications).toMatchObject([{ id: 'unreadable-input' }]);
  });

  it('never tells the parts and symbols of what is not known', () => {
    const text = renderSarif(everything, { ...quiet, all: true, failOnOpen: true }, () => page);
    expect(text).not.toContain('canary');
  });

  it.each(hostileNames)('writes %s so that it does nothing and reads back', (_, name) => {
    const where = { ...inPlan, path: name, pointer: `/${name}` };
    const suppression = { kind: 'config', reason: name } as const;
    const hostile = finding({ subject: name, message: name, location: where, suppression });
    const value = report([hostile], [samples.gap(name, where)]);
    const text = renderSarif(value, quiet, () => `${name}\n`);
    expect(text).not.toMatch(raw);
    const log: Log = JSON.parse(text);
    expect(errorsOf(log)).toEqual([]);
    const result = log.runs[0]?.results?.[0];
    expect(result?.message.text).toBe(`${name}: ${name}`);
    expect(result?.suppressions?.[0]?.justification).toBe(name);
    const logical = result?.locations?.[0]?.logicalLocations ?? [];
    expect(logical.map(({ fullyQualifiedName: full }) => full)).toEqual([name, `/${name}`]);
    expect(log.runs[0]?.tool.driver.rules?.[0]?.help?.markdown).toBe(`${name}\n`);
  });
});
