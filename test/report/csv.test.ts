import { array, assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report, ReportOptions } from '../../src/lint/report.ts';
import { readCsv } from '../support/report/report-readers.ts';
import * as samples from '../support/report/report-samples.ts';
import { renderCsv } from '../support/report/render.ts';

const { everything, finding, inHcl, inPlan, live, quiet, report } = samples;

function read(value: Report, options: Partial<ReportOptions> = {}) {
  const [head = [], ...rows] = readCsv(renderCsv(value, { ...quiet, ...options }));
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
}

const arn = 'arn:aws:kms:eu-west-1:111122223333:key/x';
const elsewhere = {
  message: 'off too',
  subject: arn,
  location: { kind: 'live', path: 'a.json', arn, call: 'ListKeys' },
} as const;

describe('renderCsv', () => {
  it('has a header, and a line for each finding', () => {
    expect(renderCsv(report([]), quiet)).toBe(
      'severity,kind,rule,title,subject,account,region,source,scope,path,line,column,pointer,message,suppression,reason,baseline,fingerprint,help,related,environments,aliases,owner,description,accountName,rootModule,decidedPath,decidedLine,calls,previous\r\n',
    );
    const kinds = (all: boolean) => read(everything, { all }).map(({ kind }) => kind);
    expect(kinds(true)).toEqual(everything.findings.map(({ kind }) => kind));
    expect(new Set(kinds(false))).toEqual(new Set(['fail', 'open']));
  });

  it('tells what a finding holds', () => {
    const told = finding({
      location: inHcl,
      account: '111122223333',
      suppression: { kind: 'config', reason: 'ticket 7, for now' },
      baselineState: 'new',
      related: [elsewhere],
      environments: ['dev', 'prod'],
    });
    expect(read(report([told]))).toEqual([
      {
        rootModule: '',
        decidedPath: 'modules/data keys/kms.tf',
        decidedLine: '12',
        calls: '',
        severity: 'high',
        kind: 'fail',
        rule: 'rotation-disabled',
        title: 'Title of rotation-disabled',
        subject: 'module.data.aws_kms_key.app["eu"]',
        account: '111122223333',
        region: 'eu-west-1',
        source: 'plan',
        scope: 'plan.json',
        path: inHcl.path,
        line: '12',
        column: '3',
        pointer: '',
        message: told.message,
        suppression: 'config',
        reason: 'ticket 7, for now',
        baseline: 'new',
        fingerprint: told.fingerprint,
        help: 'https://github.com/kmslint/kmslint/blob/main/rules/rotation-disabled/README.md',
        related: 'also arn:aws:kms:eu-west-1:111122223333:key/x: off too (ListKeys, a.json)',
        environments: 'dev prod',
        aliases: '',
        owner: '',
        description: '',
        accountName: '',
        previous: '',
      },
    ]);
  });

  it.each([
    ['a plan', inPlan, { path: 'plan.json', line: '', pointer: inPlan.pointer }],
    [
      'a plan beside its configuration',
      { ...inPlan, source: inHcl },
      { path: inHcl.path, line: '12', pointer: inPlan.pointer },
    ],
    ['a live key', live, { path: '', line: '', pointer: '' }],
    ['a snapshot', { ...live, path: 's.json' }, { path: 's.json', line: '' }],
  ] as const)('finds the place in %s', (_, location, place) => {
    expect(read(report([finding({ location })]))[0]).toMatchObject(place);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '＝1+1', '－1'])(
    'lets no spreadsheet calculate %s',
    (text) => {
      expect(read(report([finding({ subject: text })]))[0]?.subject).toBe(`'${text}`);
    },
  );

  it('reads back as it was written, whatever it holds', () => {
    const texts = string({ unit: 'grapheme-ascii' }).map(
      (text) => `x${text.replaceAll(/[<|]|::|##|]]>/g, '')}`,
    );
    assert(
      property(array(texts, { minLength: 1, maxLength: 4 }), (subjects) => {
        const told = read(
          report(subjects.map((subject) => finding({ subject, message: subject }))),
        );
        expect(told.map(({ subject }) => subject)).toEqual(subjects);
        expect(told.map(({ message }) => message)).toEqual(subjects);
      }),
    );
  });
});
