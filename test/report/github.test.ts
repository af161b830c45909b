import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/model/finding.ts';
import type { Report, ReportOptions } from '../../src/lint/report.ts';
import { workflowCommands } from '../support/report/report-readers.ts';
import * as samples from '../support/report/report-samples.ts';
import { renderGithub } from '../support/report/render.ts';

const { everything, finding, gap, inHcl, inPlan, live, quiet, report, shell } = samples;

const render = (value: Report, options: Partial<ReportOptions> = {}): string =>
  renderGithub(value, { ...quiet, ...options });

const annotations = (value: Report, options: Partial<ReportOptions> = {}) =>
  workflowCommands(render(value, options)).filter(({ command }) => !command.includes('group'));

const many = (count: number, severity: Severity) =>
  Array.from({ length: count }, (_, i) => finding({ severity, subject: `${severity} ${i}` }));

describe('renderGithub', () => {
  it('annotates the lines of a configuration', () => {
    const [first] = annotations(
      report([finding({ location: inHcl, remedy: shell('rotate it, now: 5%') })]),
    );
    expect(first).toEqual({
      command: 'error',
      properties: {
        file: inHcl.path,
        line: '12',
        endLine: '12',
        col: '3',
        endColumn: '30',
        title: 'high: Title of rotation-disabled',
      },
      message: [
        `${finding().subject}: ${finding().message}`,
        '',
        'To fix:',
        'rotate it, now: 5%',
        '',
        'Rule: rotation-disabled',
      ].join('\n'),
    });
  });

  it('tells no columns of several lines, which GitHub refuses', () => {
    const [first] = annotations(report([finding({ location: { ...inHcl, endLine: 14 } })]));
    expect(Object.keys(first?.properties ?? {})).toEqual(['file', 'line', 'endLine', 'title']);
  });

  it.each([
    ['a plan', inPlan, undefined],
    ['a plan beside its configuration', { ...inPlan, source: inHcl }, inHcl.path],
    ['a live key', live, undefined],
    ['a snapshot', { ...live, path: 's.json' }, undefined],
  ] as const)('finds the file of %s', (_, location, file) => {
    expect(annotations(report([finding({ location })]))[0]?.properties.file).toBe(file);
  });

  it.each([
    ['critical', 'error'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'notice'],
    ['info', 'notice'],
  ] as const)('makes of %s: %s', (severity, command) => {
    const value = (kind: 'fail' | 'open') => report([finding({ severity, kind })]);
    expect(annotations(value('fail'))[0]?.command).toBe(command);
    expect(annotations(value('open'))[0]?.command).toBe('notice');
    expect(annotations(value('open'), { failOnOpen: true })[0]?.command).toBe(command);
  });

  it('shows ten of each level, the worst, and lists the others in a group', () => {
    const findings = [...many(12, 'high'), ...many(11, 'medium'), ...many(2, 'critical')];
    const value = report(findings, [gap('module.remote')]);
    const shown = annotations(value);
    const subjects = shown.map(({ command, message }) => `${command} ${message.split(':')[0]}`);
    expect(subjects).toEqual([
      ...[0, 1].map((i) => `error critical ${i}`),
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `error high ${i}`),
      ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `warning medium ${i}`),
    ]);
    const lines = render(value).split('\n').slice(shown.length);
    expect(lines[0]).toBe('::group::kmslint: 6 more, beside the 20 that GitHub shows');
    expect(
      lines.slice(1, 7).map((line) => /(?:high|medium) \d+(?=:)|^not read/.exec(line)?.[0]),
    ).toEqual(['high 8', 'high 9', 'high 10', 'high 11', 'medium 10', 'not read']);
    expect(lines.slice(7)).toEqual([
      '::endgroup::',
      'kmslint: 25 findings (2 critical, 12 high, 11 medium) · 1 not read · 41 keys judged',
      '',
    ]);
  });

  it('passes over what does not count', () => {
    const commands = annotations(everything, { all: true }).map(({ command }) => command);
    expect(commands).toEqual(['error', 'error', 'warning', 'warning', 'notice']);
    expect(render(everything, { quiet: true })).toMatch(/^(?:::error [^\n]*\n){2}$/);
    expect(render(report([]))).toBe('kmslint: 0 findings · 41 keys judged\n');
  });
});
