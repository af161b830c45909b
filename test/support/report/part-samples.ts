import { severities } from '../../../src/model/finding.ts';
import type { ReportEnd, ReportedFinding, ReportPart } from '../../../src/lint/report.ts';
import { addSummaries, emptySummary, summarize } from '../../../src/lint/parts/summary.ts';
import { addControls } from '../../../src/lint/controls.ts';
import { finding, gap, keySummary, rules } from './report-samples.ts';

// Accounts as parts of a report.

export const head = { tool: { name: 'kmslint', version: '0.0.0' }, rules } as const;
export const accounts = ['111122223333', '444455556666', '777788889999'];

/** What one account gave: failures and undecided verdicts about its keys. */
export function partOf(account: string, count: number, worst = 'high'): ReportPart {
  const scope = `${account} eu-west-1`;
  const subjectOf = (i: number) => `arn:aws:kms:eu-west-1:${account}:key/${i}`;
  const findings = Array.from({ length: count }, (_, i): ReportedFinding => {
    const severity = severities.find((name) => name === (i === 0 ? worst : 'medium')) ?? 'high';
    return finding({
      subject: subjectOf(i),
      scope,
      account,
      severity,
      source: 'live',
      kind: i % 3 === 2 ? 'open' : 'fail',
      location: { kind: 'live', path: `${account}.json`, arn: subjectOf(i), call: 'DescribeKey' },
      fingerprint: i.toString(16).padStart(32, account),
    });
  });
  const keys = findings.map(({ subject }) => keySummary({ subject, scope, account }));
  const gaps = count === 0 ? [] : [{ ...gap(`something of ${account}`), scope }];
  return {
    account,
    findings,
    keys,
    gaps,
    recordedAt: { [scope]: '2026-01-31T06:01:00.000Z' },
    asOf: '2026-01-31T06:01:00.000Z',
    controls: [
      {
        control: 'AWS Security Hub KMS.4',
        rules: ['rotation-disabled'],
        pass: 1,
        fail: findings.filter(({ kind }) => kind === 'fail').length,
        open: findings.filter(({ kind }) => kind === 'open').length,
        notApplicable: 2,
      },
    ],
    summary: summarize(findings, gaps, keys.length),
  };
}

export function endOf(parts: readonly ReportPart[]): ReportEnd {
  return {
    gaps: parts.flatMap(({ gaps }) => gaps),
    asOf: '2026-01-31T06:01:00.000Z',
    controls: addControls(parts.map(({ controls = [] }) => controls)),
    summary: parts.map(({ summary }) => summary).reduce(addSummaries, emptySummary),
  };
}
