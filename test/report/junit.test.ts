import { describe, expect, it } from 'vitest';
import type { Report, ReportOptions } from '../../src/lint/report.ts';
import { junitErrors, xmlTags } from '../support/report/report-readers.ts';
import * as samples from '../support/report/report-samples.ts';
import { renderJunit } from '../support/report/render.ts';

const { everything, finding, gap, inHcl, keySummary, quiet, report, shell } = samples;

const render = (value: Report, options: Partial<ReportOptions> = {}): string =>
  renderJunit(value, { ...quiet, ...options });

/** Of each case: its class, the element that tells its outcome, and what that says. */
function outcomes(xml: string): readonly (readonly [string, string, string])[] {
  const tags = xmlTags(xml);
  return tags.flatMap(({ name, attributes }, index) => {
    if (name !== 'testcase') return [];
    const next = tags[index + 1];
    const isInside = next !== undefined && !next.name.startsWith('test');
    const message = next?.attributes.message ?? next?.text ?? '';
    return [
      [attributes.classname ?? '', isInside ? next.name : '', isInside ? message : ''] as const,
    ];
  });
}

describe('renderJunit', () => {
  it.each([
    ['everything', everything, {}],
    ['every verdict', everything, { all: true, failOnOpen: true }],
    ['nothing', report([]), {}],
  ] as const)('obeys jenkins-junit.xsd with %s', async (_, value, options) => {
    expect(await junitErrors(render(value, options))).toEqual([]);
  });

  it.each([
    ['another element', (xml: string) => xml.replaceAll('skipped>', 'omitted>')],
    ['a case without a name', (xml: string) => xml.replace('<testcase name', '<testcase title')],
    ['an element that is not closed', (xml: string) => xml.replace('</testsuite>', '')],
  ])('would not pass with %s', async (_, broken) => {
    expect(await junitErrors(broken(render(everything)))).not.toEqual([]);
  });

  it('fails what counts and skips what does not', () => {
    const told = outcomes(
      render(
        report([
          finding({ message: 'off' }),
          finding({ kind: 'open', message: 'cannot tell' }),
          finding({ suppression: { kind: 'inline', reason: 'a test key' } }),
          finding({ baselineState: 'unchanged' }),
          finding({ baselineState: 'new', message: 'new' }),
          finding({ kind: 'pass' }),
          finding({ kind: 'notApplicable', message: 'an RSA key' }),
        ]),
        { all: true },
      ),
    );
    expect(told.map(([, outcome, message]) => [outcome, message])).toEqual([
      ['', ''],
      ['failure', 'off'],
      ['skipped', 'cannot tell'],
      ['skipped', 'suppressed: a test key'],
      ['skipped', 'in the baseline'],
      ['failure', 'new'],
      ['', ''],
      ['skipped', 'not applicable: an RSA key'],
    ]);
  });

  it('fails undecided verdicts where they fail the run', () => {
    const open = report([finding({ kind: 'open', message: 'cannot tell' })]);
    expect(outcomes(render(open, { failOnOpen: true }))[1]).toEqual([
      'rotation-disabled',
      'failure',
      'cannot tell',
    ]);
  });

  it('makes an error of a gap, and counts', () => {
    const xml = render(report([finding(), finding()], [gap('module.remote', inHcl)]));
    expect(outcomes(xml)[0]).toEqual(['kmslint', 'error', '1 not read']);
    expect(xml).toContain('module.remote: an input that could hold it could not be read');
    const [total, suite] = xmlTags(xml);
    const counts = { tests: '3', failures: '2', errors: '1' };
    expect(total?.attributes).toEqual({ name: 'kmslint', ...counts });
    expect(suite?.attributes).toEqual({ name: 'plan.json', ...counts, skipped: '0' });
  });

  it('has a suite for each input, also where nothing is to be said of it', () => {
    const xml = render(report([finding({ scope: 'b' })], [gap('c')], [keySummary({ scope: 'a' })]));
    const suites = xmlTags(xml).filter(({ name }) => name === 'testsuite');
    expect(suites.map(({ attributes }) => attributes.name)).toEqual(['a', 'b', 'plan.json']);
    expect(outcomes(render(report([])))).toEqual([['kmslint', '', '']]);
  });

  it('names every case of a suite differently, and tells the place and the remedy', () => {
    const xml = render(report([finding({ remedy: shell('aws kms x') }), finding()]));
    const names = xmlTags(xml).flatMap(({ name, attributes }) =>
      name === 'testcase' ? [attributes.name] : [],
    );
    expect(new Set(names).size).toBe(3);
    expect(xml).toContain('plan.json#/resource_changes/3/change/after/enable_key_rotation');
    expect(xml).toContain('to fix:\naws kms x');
  });
});
