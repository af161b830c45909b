import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReportOptions } from '../../src/lint/report.ts';
import { findBrowser, openFile, startBrowser } from '../support/report/browser.ts';
import { keySample, liveReport } from '../support/report/html-samples.ts';
import { finding, quiet } from '../support/report/report-samples.ts';
import { renderHtml } from '../support/report/render.ts';

const executable = findBrowser();
if (executable === null) {
  process.stderr.write('the HTML report is not used in a browser: no Chromium on this machine\n');
}

const owned = (Owner: string | null, alias: string) => ({
  aliases: [`alias/${alias}`],
  description: `Keeps ${alias}`,
  tags: Owner === null ? {} : { Owner },
});
const findings = (['payments', 'search', null, 'payments'] as const).map((owner, i) =>
  finding({
    subject: `aws_kms_key.k${i}`,
    account: i === 3 ? '444455556666' : '111122223333',
    region: 'eu-west-1',
    severity: i === 0 ? 'critical' : 'high',
    message: `fault ${i % 2}`,
    owner: owned(owner, `app-${i}`),
    ...(i === 3 ? { accountName: 'Data Lake' } : {}),
    ...(i === 2
      ? { suppression: { kind: 'config', reason: 'until the move', expires: '2026-12-01' } }
      : {}),
  }),
);
const report = {
  ...liveReport(
    [keySample({ owner: owned('payments', 'key-alias') }), keySample({ keyId: 'other' })],
    findings,
  ),
  recordedAt: { '111122223333 eu-west-1': '2026-11-22T06:00:00Z', '444455556666 eu-west-1': '' },
  accountNames: { '444455556666 eu-west-1': 'Data Lake' },
  scans: [
    {
      scope: '444455556666 eu-west-1',
      now: {
        startedAt: null,
        finishedAt: null,
        role: 'arn:aws:iam::444455556666:role/audit',
        asked: null,
      },
      previous: null,
    },
  ],
  settings: [['Configuration', 'kmslint.config.json']] as const,
};

describe.skipIf(executable === null)('a reader', () => {
  let browser: Browser;
  let folder = '';
  const faults: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kmslint-use-'));
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

  const open = async (fragment = '', options: Partial<ReportOptions> = {}): Promise<Page> => {
    const path = join(folder, 'report.html');
    writeFileSync(path, renderHtml(report, { ...quiet, all: true, ...options }));
    const context = await browser.newContext();
    return openFile(context, `${pathToFileURL(path).href}${fragment}`, faults);
  };
  const subjects = (page: Page) => page.locator('.finding .subject').allTextContents();

  it('finds findings by owner, alias, description and name of the account', async () => {
    const page = await open();
    const search = page.getByRole('searchbox', { name: 'Search', exact: true });
    for (const [text, wanted] of [
      ['owner=payments', ['aws_kms_key.k0', 'aws_kms_key.k3']],
      ['alias/app-1', ['aws_kms_key.k1']],
      ['keeps app-3', ['aws_kms_key.k3']],
      ['data lake', ['aws_kms_key.k3']],
    ] as const) {
      await search.fill(text);
      expect(await subjects(page)).toEqual(wanted);
    }
    await page.getByRole('searchbox', { name: 'Search keys' }).fill('owner payments keeps');
    expect(await page.locator('.key .names').allInnerTexts()).toEqual([
      expect.stringContaining('Owner=payments'),
    ]);
  });

  it('shares what is shown by the address', async () => {
    const page = await open();
    await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('pay');
    await page.locator('select[name=account]').selectOption({ label: '111122223333 (3)' });
    await page.getByLabel('Status').selectOption('');
    const { hash } = new URL(page.url());
    expect(hash).toBe('#text=pay&account=111122223333&status=all');
    const other = await open(hash);
    expect(await subjects(other)).toEqual(['aws_kms_key.k0']);
    expect(await other.getByLabel('Status').inputValue()).toBe('');
    await other.getByRole('button', { name: 'Clear' }).first().click();
    expect(new URL(other.url()).hash).toBe('');
    await other.evaluate(() => (location.hash = '#severity=critical'));
    await expect.poll(() => subjects(other)).toEqual(['aws_kms_key.k0']);
  });

  it('reads whole words in the table of controls on a telephone, and moves it by the keyboard', async () => {
    const page = await open();
    await page.setViewportSize({ width: 390, height: 844 });
    const broken = await page.locator('.controls thead th').evaluateAll((heads) =>
      heads.flatMap((head) => {
        const text = head.firstChild;
        if (text === null) return [];
        return [...(text.textContent ?? '').matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          return range.getClientRects().length === 1 ? [] : [word];
        });
      }),
    );
    expect(broken).toEqual([]);
    expect(await page.locator('.controls thead th').count()).toBe(6);
    expect(await page.locator('#controls .scroll').getAttribute('tabindex')).toBe('0');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('has room for the longest verdict beside the name of a key, and figures below their headings', async () => {
    const page = await open();
    const [verdict, subject] = await page
      .locator('.finding')
      .first()
      .evaluate((card) => {
        const badge = card.querySelector('.badge');
        if (badge !== null) badge.textContent = 'not applicable';
        const name = card.querySelector('.subject');
        return [badge?.getBoundingClientRect().right, name?.getBoundingClientRect().left];
      });
    expect(verdict).toBeGreaterThan(0);
    expect(subject).toBeGreaterThan(verdict ?? 0);
    const aligned = await page
      .locator('#scanned tr')
      .evaluateAll((rows) =>
        rows.map(
          (row) =>
            [...row.children].filter((cell) => getComputedStyle(cell).textAlign === 'right').length,
        ),
      );
    expect(new Set(aligned)).toEqual(new Set([4]));
  });

  it('is told what of an address the report does not have', async () => {
    const page = await open('#account=999999999999');
    expect(await page.locator('#count').textContent()).toBe(
      '3 findings; this report has no account=999999999999',
    );
    const hostile = await open('#text=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&%00=<b>x');
    expect(await subjects(hostile)).toEqual([]);
    expect(await hostile.locator('img').count()).toBe(0);
  });

  it('reaches the search with a slash, and writes one there', async () => {
    const page = await open();
    await page.keyboard.press('/');
    const search = page.getByRole('searchbox', { name: 'Search', exact: true });
    expect(await search.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type('alias/app-1');
    expect(await subjects(page)).toEqual(['aws_kms_key.k1']);
  });

  it('groups findings, at first by what the run was asked for', async () => {
    const page = await open('', { groupBy: { by: 'tag', tag: 'Owner' } });
    const titles = () => page.locator('.findings > .group').allTextContents();
    expect(await titles()).toEqual(['Owner=payments', 'Owner=search']);
    expect(await subjects(page)).toEqual(['aws_kms_key.k0', 'aws_kms_key.k3', 'aws_kms_key.k1']);
    await page.getByLabel('Status').selectOption('');
    expect(await titles()).toEqual(['Owner=payments', 'Owner=search', 'Owner not known']);
    await page.getByLabel('Group by').selectOption('account');
    expect(await titles()).toEqual(['111122223333', '444455556666 Data Lake']);
    expect(new URL(page.url()).hash).toBe('#status=all&group=account');
    await page.emulateMedia({ media: 'print' });
    await page.locator('#findings .paper').waitFor();
    expect(await page.locator('#findings .paper .group').allTextContents()).toEqual(await titles());
  });

  it('sees on paper what many say once', async () => {
    const page = await open();
    await page.emulateMedia({ media: 'print' });
    await page.locator('#findings .paper').waitFor();
    const titles = await page.locator('#findings .paper .title').allTextContents();
    expect(titles).toEqual([
      'critical: fault 0 rotation-disabled',
      'high: fault 1 rotation-disabled',
    ]);
  });

  it('sees what was judged, how, and which suppressions end', async () => {
    const page = await open();
    const scanned = await page.locator('#scanned tbody tr').allInnerTexts();
    expect(scanned.join('\n')).toMatch(/444455556666 eu-west-1\tData Lake\t.*role\/audit/);
    expect(await page.locator('#endings tbody tr').innerText()).toMatch(
      /2026-12-01\s+in 9 days\s+aws_kms_key.k2\s+rotation-disabled\s+until the move/,
    );
    await page.locator('#made summary').click();
    expect(await page.locator('#made').innerText()).toContain('kmslint.config.json');
  });
});
