import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/lint/report.ts';
import { findBrowser, openFile, startBrowser, type AxeResult } from '../support/report/browser.ts';
import * as live from '../support/report/html-samples.ts';
import {
  cause,
  finding,
  gap,
  hostileNames,
  inPlan,
  policyRows,
  quiet,
  shell,
} from '../support/report/report-samples.ts';
import { renderHtml } from '../support/report/render.ts';

const executable = findBrowser();
if (executable === null) {
  process.stderr.write('the HTML report is not tried in a browser: no Chromium on this machine\n');
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rich = live.richReport();
/** Every kind of entry, and few of each: the check looks at every element. */
const small = live.richReport(9, 18);
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

describe.skipIf(executable === null)('in a browser', () => {
  let browser: Browser;
  let folder = '';
  /** What no page may do: errors on the console, and requests. */
  const faults: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kmslint-html-'));
    browser = await startBrowser(executable ?? '');
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    if (faults.length > 0) throw new Error(faults.splice(0).join('\n'));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (report: Report, options: BrowserContextOptions = {}): Promise<Page> => {
    const path = join(folder, 'report.html');
    writeFileSync(path, renderHtml(report, { ...quiet, all: true }));
    const context = await browser.newContext({ viewport: desktop, ...options });
    return openFile(context, pathToFileURL(path).href, faults);
  };
  const count = (page: Page) => page.locator('#count').textContent();
  const shown = (page: Page) => page.locator('.finding').count();

  it('shows the summary, the findings, timelines and lineages', async () => {
    const page = await open(rich);
    const { critical } = rich.summary.bySeverity;
    expect(await page.locator('.tile.critical .number').textContent()).toBe(String(critical));
    expect(await count(page)).toBe('67 findings, 1 to 50 shown');
    expect(await shown(page)).toBe(50);
    expect(await page.locator('svg.timeline').count()).toBe(25);
    const label = await page.locator('svg.timeline').first().getAttribute('aria-label');
    expect(label).toMatch(/^created \d{4}-\d\d-\d\d .*; /);
    expect(await page.locator('svg.lineage g.node').count()).toBe(3);
    expect(await page.locator('svg.lineage path.link').count()).toBe(2);
  });

  it('filters by choice, by words and by what is clicked, and clears', async () => {
    const page = await open(rich);
    const matching = (wanted: (one: (typeof rich.findings)[number]) => boolean) =>
      rich.findings.filter((one) => one.suppression === null && wanted(one)).length;
    await page.getByLabel('Severity').selectOption({ label: 'Critical (13)' });
    await page.getByLabel('Verdict').selectOption({ index: 1 });
    const critical = matching(({ severity, kind }) => severity === 'critical' && kind === 'fail');
    expect(await count(page)).toBe(`${critical} findings`);
    expect(await page.locator('.finding:not(.critical)').count()).toBe(0);
    await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('EU-WEST deletion');
    const inWest = matching(
      ({ severity, kind, region }) =>
        severity === 'critical' && kind === 'fail' && region === 'eu-west-1',
    );
    expect(await shown(page)).toBe(inWest);
    await page.getByRole('button', { name: 'Clear' }).first().click();
    expect(await count(page)).toBe('67 findings, 1 to 50 shown');
    await page.getByRole('link', { name: 'rotation-stalled' }).first().click();
    expect(await count(page)).toBe(
      `${matching(({ ruleId }) => ruleId === 'rotation-stalled')} findings`,
    );
    await page.getByRole('link', { name: /Suppressed/ }).click();
    expect(await shown(page)).toBe(rich.summary.suppressed);
    expect(await page.locator('.finding .reason').first().textContent()).toContain('migration');
    await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('no such thing');
    expect(await count(page)).toBe('No finding matches the filter');
  });

  it('filters by account and Region, and searches keys', async () => {
    const page = await open(rich);
    const [account, region] = ['444455556666', 'us-east-1'];
    for (const [name, value] of [
      ['account', account],
      ['region', region],
    ] as const) {
      const choice = page.locator(`select[name=${name}]`);
      const option = choice.locator('option', { hasText: value });
      await choice.selectOption((await option.getAttribute('value')) ?? '');
    }
    const own = rich.findings.filter(
      (one) => one.suppression === null && one.account === account && one.region === region,
    );
    expect(await shown(page)).toBe(own.length);
    await page.getByLabel('Search keys').fill('alias/payments RSA');
    expect(await page.locator('#key-count').textContent()).toBe('3 keys');
    await page.locator('.key .count-link').first().click();
    const key = rich.keys.find(({ aliases }) => aliases.includes('alias/payments-20180606'));
    expect(await page.locator('.finding .subject').first().textContent()).toBe(key?.subject);
  });

  it('can be used by keyboard alone', async () => {
    const page = await open(rich);
    const focused = () => page.locator(':focus');
    await page.keyboard.press('Tab');
    expect(await focused().textContent()).toBe('Skip to the findings');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('alias-missing');
    expect(await page.locator('.finding:not(.low):not(.open)').count()).toBe(0);
    await page.locator('#filter').getByRole('button').press('Enter');
    const next = page.getByRole('navigation', { name: 'Pages of findings' }).getByText('Next');
    await next.press('Enter');
    expect(await count(page)).toBe('67 findings, 51 to 67 shown');
    expect(await focused().textContent()).toBe('Next');
    const summary = page.locator('.finding summary', { hasText: 'How to fix' }).first();
    await summary.press('Enter');
    expect(await page.locator('.finding pre.remedy').first().isVisible()).toBe(true);
    const outline = await summary.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline).toBe('solid');
  });

  it('hands a remedy to the clipboard', async () => {
    const page = await open(rich);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const item = page.locator('.finding', { has: page.locator('pre.remedy') }).first();
    await item.getByText('How to fix').click();
    await item.getByRole('button', { name: 'Copy' }).click();
    await item.getByText(/Copied|Selected/).waitFor();
    const remedy = await item.locator('pre.remedy').textContent();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(remedy);
  });

  it('shows two policies side by side', async () => {
    const page = await open(live.liveReport([], [finding({ policies: policyRows })]));
    await page.getByText('The policies side by side').click();
    const rows = await page.locator('.policies tbody tr').allInnerTexts();
    expect(rows.join(' ').split(/\s+/).join(' ')).toContain(
      'Sign for a lost Allow kms:* for b new',
    );
  });

  it('puts everything on paper', async () => {
    const page = await open(rich);
    await page.emulateMedia({ media: 'print' });
    const onPaper = page.locator('#finding-list ~ .paper tbody tr:not(.title)');
    await onPaper.nth(66).waitFor();
    expect(await onPaper.count()).toBe(67);
    const keys = page.locator('#key-list ~ .paper tbody tr:not(.title)');
    expect(await keys.count()).toBe(rich.keys.length);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.locator('.finding').first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.locator('.paper').first().waitFor({ state: 'detached' });
    expect(await shown(page)).toBe(50);
  });

  it('shows the worst findings without a script', async () => {
    const page = await open(rich, { javaScriptEnabled: false });
    const rows = page.locator('#findings table.plain tbody tr');
    expect(await rows.count()).toBe(rich.findings.length);
    expect(await rows.first().locator('.badge').textContent()).toBe('critical');
    expect(await page.locator('#filter').isVisible()).toBe(false);
  });

  it('shows names that mean harm as they are, and keeps its width', async () => {
    const names = hostileNames.map(([, name]) => name);
    const keys = names.map((name) =>
      live.keySample({ subject: name, keyId: name, aliases: [name, `${name}-20240101`] }),
    );
    const findings = names.map((name) =>
      finding({
        subject: name,
        message: name,
        sourceLine: name,
        remedy: shell(name),
        policies: [{ old: name, new: [name], state: 'lost' }],
        because: [cause(name)],
        location: { ...inPlan, path: name },
      }),
    );
    const gaps = names.map((name) => gap(name));
    const page = await open(live.liveReport(keys, findings, gaps), { viewport: phone });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    const subjects = await page.locator('.finding .subject').allTextContents();
    expect(subjects).toContain('<script>alert(1)</script><!-- ');
    expect(subjects).toContain('a\\u{202e}b\\u{2066}c\\u{200f}');
    expect(await page.locator('script').count()).toBe(2);
    const tallest = await page
      .locator('.finding .subject')
      .evaluateAll((elements) => Math.max(...elements.map(({ clientHeight }) => clientHeight)));
    expect(tallest).toBeLessThan(100);
  });

  it('stays usable with 10,000 findings', async () => {
    const keys = live.keySamples(2000);
    const page = await open(live.liveReport(keys, live.findingSamples(keys, 10_000)));
    expect(await count(page)).toMatch(/^9,412 findings, 1 to 50 shown$/);
    expect(await shown(page)).toBe(50);
    await page.getByRole('button', { name: 'Last' }).first().click();
    expect(await shown(page)).toBe(12);
    await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('us-east 1111 stalled');
    expect(await shown(page)).toBe(50);
    expect(await page.locator('.finding .rule', { hasText: 'rotation-stalled' }).count()).toBe(50);
    expect(await page.locator('.key').count()).toBe(25);
  });

  it.each([
    ['light', desktop],
    ['dark', desktop],
    ['light', phone],
    ['dark', phone],
  ] as const)('has no serious fault of accessibility: %s, %o', async (colorScheme, viewport) => {
    const page = await open(small, { colorScheme, viewport });
    await page.locator('.finding summary').first().click();
    await page.evaluate(axe);
    const { violations } = await page.evaluate<AxeResult>('axe.run()');
    const serious = violations.filter(({ impact }) => /serious|critical/.test(impact));
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(
      viewport.width,
    );
  });
});
