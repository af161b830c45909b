import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toDay } from '../../src/report/html/data/dates.ts';
import { select } from '../../src/report/html/data/filter.ts';
import { script, style } from '../../src/generated/report-page.js';
import { formats } from '../../src/report/index.ts';
import type { Report } from '../../src/lint/report.ts';
import { dataOf } from '../support/report/html-page.ts';
import * as live from '../support/report/html-samples.ts';
import * as samples from '../support/report/report-samples.ts';
import { render as renderAs, renderHtml } from '../support/report/render.ts';

const { quiet, finding, report, shell } = samples;
const { keySample, datesSample } = live;

function render(value: Report): string {
  return renderHtml(value, quiet);
}

/** The page without its own style and script: what is left is markup that a report may have shaped. */
function withoutCode(page: string): string {
  return page.replace(`<style>${style}</style>`, '').replace(`<script>${script}</script>`, '');
}

const day = (date: string): number => toDay(date) ?? Number.NaN;

describe('the page', () => {
  it('allows its own style and script by their hashes, and nothing else', () => {
    const page = render(live.richReport());
    const [, policy = ''] =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const hash = (name: string): string => {
      const [, content = ''] = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(page) ?? [];
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    const directives = Object.fromEntries(
      policy.split('; ').map((directive) => directive.split(/ (.*)/).slice(0, 2)),
    );
    expect(directives).toEqual({
      'default-src': "'none'",
      'script-src': hash('script'),
      'style-src': hash('style'),
      'base-uri': "'none'",
      'form-action': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    });
    expect(page).not.toMatch(/\son\w+=|\sstyle=|<link|<img|<iframe|@import|url\(\s*['"]?http/);
    expect(page.match(/<script[ >]/g)).toHaveLength(2);
  });

  it('is the same bytes every time, and counts ages to the day of the record', () => {
    expect(render(live.richReport())).toBe(render(live.richReport()));
    expect(dataOf(render(live.richReport())).asOf).toBe(day('2026-11-22'));
    expect(dataOf(render(report([finding()]))).asOf).toBeNull();
  });

  it('is one of the formats', async () => {
    expect(formats).toContain('html');
    expect(await renderAs('html', samples.everything, quiet)).toBe(render(samples.everything));
  });

  it('tells the summary without a script: counts, what is open, what was not read and why', () => {
    const page = render(live.richReport()).replaceAll(/\s+/g, ' ');
    const { summary } = live.richReport();
    const { critical, high } = summary.bySeverity;
    expect(page).toContain(`${summary.fail} findings, ${critical + high} critical or high`);
    expect(page).toContain(
      `${summary.open} verdicts could not be decided; 2 parts could not be read`,
    );
    expect(page).toMatch(/ListAliases in 444455556666 us-east-1/);
    expect(page).toContain('AWS denied the request');
    const [fallback = ''] = /<noscript\s*><div.*?<\/noscript/s.exec(page) ?? [];
    expect(fallback.match(/<tr\s*>/g)).toHaveLength(1 + live.richReport().findings.length);
  });

  it('counts keys by control in a table with heads, those of no key left out', () => {
    const page = render(live.richReport()).replaceAll(/\s+/g, ' ');
    const [table = ''] = /<table class="plain controls">.*?<\/table>/.exec(page) ?? [];
    expect(table.match(/<th scope="col">/g)).toHaveLength(6);
    const cells = [...table.matchAll(/<td>([^<]*)<\/td>/g)].map(([, text]) => text);
    expect(cells).toEqual(['30', '12', '3', '1,200', '66 %']);
    expect(table).toMatch(/<th scope="row">AWS Security Hub KMS.4<\/th>/);
    expect(table).not.toContain('ISO 27001');
    expect(render(report([]))).not.toContain('By control');
  });

  it('says so where there is nothing to report', () => {
    const page = render(report([]));
    expect(page).toContain('No finding');
    expect(page).toContain('Nothing to report.');
    expect(dataOf(page).findings.rule).toEqual([]);
  });

  it('lists what counts first, then failures before the undecided, worst first', () => {
    const page = render(
      report([
        finding({ severity: 'low' }),
        finding({ severity: 'critical', suppression: { kind: 'config', reason: 'known' } }),
        finding({ severity: 'high', kind: 'open' }),
        finding({ severity: 'high', baselineState: 'unchanged' }),
        finding({ severity: 'high', ruleId: 'key-destroyed', baselineState: 'new' }),
      ]),
    );
    const { findings, rules, texts } = dataOf(page);
    expect(findings.severity).toEqual([3, 1, 3, 4, 3]);
    expect(findings.kind).toEqual([0, 0, 1, 0, 0]);
    expect(findings.status).toEqual([0, 0, 0, 1, 2]);
    expect(texts[findings.reason[3] ?? -1]).toBe('known');
    expect(rules[findings.rule[0] ?? -1]?.id).toBe('key-destroyed');
  });

  it('never tells the parts and symbols of what is not known', () => {
    const page = renderHtml(samples.everything, { ...quiet, all: true, verbose: true });
    expect(page).toContain('var.rotate');
    expect(page).not.toContain('canary');
  });
});

describe('names that mean harm', () => {
  it.each(samples.hostileNames)('%s does nothing', (_, name) => {
    const at = { ...samples.inPlan, path: name, pointer: `/${name}`, source: samples.inHcl };
    const hostile = finding({
      subject: name,
      message: name,
      account: name,
      region: name,
      location: at,
      sourceLine: name,
      because: [samples.cause(name, at)],
      remedy: shell(name),
      suppression: { kind: 'config', reason: name },
    });
    const key = keySample({
      subject: name,
      keyId: name,
      account: name,
      region: name,
      aliases: [name, `${name}-20240101`],
      replaces: [{ subject: name, evidence: name, certain: false }],
      dates: datesSample({ createdAt: name }),
    });
    const page = withoutCode(render(live.liveReport([key], [hostile], [samples.gap(name, at)])));
    const harmless = withoutCode(
      render(
        live.liveReport(
          [keySample({ replaces: [{ subject: 'a', evidence: 'a', certain: false }] })],
          [{ ...hostile, subject: 'a', message: 'a', region: 'a' }],
          [samples.gap('a')],
        ),
      ),
    );
    const tags = (text: string): readonly string[] =>
      [...text.matchAll(/<(\/?[a-z][a-z0-9]*)([^>]*)>/g)].map(
        ([, tag = '', rest = '']) => `${tag} ${rest.split('"').length}`,
      );
    expect(page).not.toContain('<script>');
    expect(tags(page)).toEqual(tags(harmless));
    expect(page).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\]\]>|^\s*::|##\[|##vso\[/imu);
    expect(page.length).toBeLessThan(200_000);
    const { texts } = dataOf(page);
    expect(texts.every((text) => text.length <= 120_000)).toBe(true);
  });

  it('cuts a long name, and never a remedy', () => {
    const long = 'n'.repeat(10_000);
    const { texts, findings } = dataOf(
      render(report([finding({ subject: long, remedy: shell(long, 'b') })])),
    );
    expect(texts[findings.subject[0] ?? -1]).toBe(`${'n'.repeat(1000)}… (9000 more characters)`);
    expect(texts[findings.remedy[0] ?? -1]).toBe(`${long}\nb`);
  });

  it('shows what is invisible', () => {
    const { texts, findings } = dataOf(render(report([finding({ subject: 'a\u202eb<c>' })])));
    expect(texts[findings.subject[0] ?? -1]).toBe('a\\u{202e}b<c>');
  });
});

describe('the filter', () => {
  const { findings, texts } = dataOf(render(live.richReport()));
  const haystacks = findings.subject.map((id) => (texts[id] ?? '').toLowerCase());

  it('lets through what has every wanted value and every word', () => {
    const every = select(findings, haystacks, { text: '', columns: {} });
    expect(every).toEqual(findings.rule.map((_, i) => i));
    const critical = select(findings, haystacks, {
      text: ' EU-WEST  111122223333 ',
      columns: { severity: 4, kind: 0 },
    });
    expect(critical.length).toBeGreaterThan(0);
    expect(critical).toEqual(
      every.filter(
        (i) =>
          findings.severity[i] === 4 &&
          findings.kind[i] === 0 &&
          haystacks[i]?.includes('eu-west') === true &&
          haystacks[i].includes('111122223333'),
      ),
    );
    expect(select(findings, haystacks, { text: 'no such key', columns: {} })).toEqual([]);
  });
});
