import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/model/finding.ts';
import type { Report, ReportOptions } from '../../src/lint/report.ts';
import { codeQuality } from '../support/report/report-schemas.ts';
import * as samples from '../support/report/report-samples.ts';
import { renderGitlab } from '../support/report/render.ts';

const { everything, finding, inHcl, inPlan, live, quiet, report } = samples;

const validate = new Ajv({ allErrors: true }).compile(codeQuality);

const render = (value: Report, options: Partial<ReportOptions> = {}) =>
  JSON.parse(renderGitlab(value, { ...quiet, ...options }));

function errorsOf(value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

describe('renderGitlab', () => {
  it('has the documented shape', () => {
    expect(errorsOf(render(everything, { all: true, failOnOpen: true }))).toEqual([]);
    expect(render(report([]))).toEqual([]);
  });

  it.each([
    ['another severity', { severity: 'high' }],
    ['no fingerprint', { fingerprint: undefined }],
    ['line 0', { location: { path: 'a', lines: { begin: 0 } } }],
    ['a path that is not relative', { location: { path: '/a', lines: { begin: 1 } } }],
    ['a path with a leading dot', { location: { path: './a', lines: { begin: 1 } } }],
  ])('would not pass with %s', (_, broken) => {
    const [first] = render(everything);
    expect(errorsOf([JSON.parse(JSON.stringify({ ...first, ...broken }))])).not.toEqual([]);
  });

  it.each([
    ['critical', 'blocker'],
    ['high', 'critical'],
    ['medium', 'major'],
    ['low', 'minor'],
    ['info', 'info'],
  ] as const satisfies readonly (readonly [Severity, string])[])(
    'makes of %s: %s',
    (severity, expected) => {
      const of = (kind: 'fail' | 'open', failOnOpen: boolean) =>
        render(report([finding({ severity, kind })]), { failOnOpen })[0].severity;
      expect([of('fail', false), of('open', true), of('open', false)]).toEqual([
        expected,
        expected,
        'info',
      ]);
    },
  );

  it.each([
    ['configuration', inHcl, inHcl.path, 12],
    ['a configuration below', { ...inHcl, path: './a\\b.tf' }, 'a/b.tf', 12],
    ['a plan', inPlan, 'plan.json', 1],
    ['a plan beside its configuration', { ...inPlan, source: inHcl }, inHcl.path, 12],
    ['a live key', live, 'live/111122223333 eu-west-1', 1],
  ] as const)('finds the place in %s', (_, location, path, begin) => {
    const told = render(report([finding({ location, scope: '111122223333 eu-west-1' })]));
    expect(told[0].location).toEqual({ path, lines: { begin } });
  });

  it('leaves out what does not count, and never uses a fingerprint twice', () => {
    const told: readonly { fingerprint: string }[] = render(everything, { all: true });
    expect(told).toHaveLength(3);
    expect(new Set(told.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(told[0]?.fingerprint).toBe(everything.findings[0]?.fingerprint);
  });
});
