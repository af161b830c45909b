import { describe, expect, test } from 'vitest';
import { openHtml, openHtmlFolder } from '../../src/report/html/html.ts';
import { accounts, endOf, head, partOf } from '../support/report/part-samples.ts';
import { readHtml } from '../support/report/report-readers.ts';
import { quiet } from '../support/report/report-samples.ts';

describe('HTML of more than a page holds', () => {
  const parts = accounts.map((account, i) => partOf(account, 20, i === 1 ? 'critical' : 'high'));

  test('is counts by account, rule and control, with the worst findings', () => {
    const reporter = openHtml(head, quiet, 50);
    for (const part of parts) expect([...reporter.part(part)]).toEqual([]);
    const page = [...reporter.end(endOf(parts))].join('');
    expect(page).toContain('html=DIRECTORY/');
    expect(page).toContain('AWS Security Hub KMS.4');
    expect(page).not.toContain('<script');
    const places = [...page.matchAll(/<th scope="row">\s*(\d{12})/g)].map(([, name]) => name);
    expect(places).toEqual([accounts[1], accounts[0], accounts[2]]);
    expect(readHtml(page)).toBeDefined();
  });

  test('is one page up to that', () => {
    const reporter = openHtml(head, quiet, 500);
    for (const part of parts) reporter.part(part);
    expect([...reporter.end(endOf(parts))].join('')).toContain('id="finding-list"');
  });

  test('is a folder with a page for each account, where one is asked for', () => {
    const folder = openHtmlFolder(head, quiet, 50);
    const pages = parts.flatMap((part) => folder.part(part));
    expect(folder.part(partOf('000000000000', 0))).toEqual([]);
    expect(pages.map(({ name }) => name)).toEqual(accounts.map((account) => `${account}.html`));
    expect(pages[0]?.text).toContain('id="finding-list"');
    const [index] = folder.end(endOf(parts));
    expect(index?.name).toBe('index.html');
    for (const account of accounts) expect(index?.text).toContain(`href="${account}.html"`);
  });

  test('is a page for a few states, where each is counted by itself', () => {
    const folder = openHtmlFolder(head, quiet, 50);
    const [one] = partOf('', 1).findings;
    const few = (...paths: readonly string[]) => ({
      ...partOf('', 0),
      account: null,
      paths,
      findings: paths.flatMap((scope) => (one === undefined ? [] : { ...one, scope })),
    });
    const given = [few(), few('a.tfstate', 'b/index'), few('c.tfstate')];
    const pages = given.flatMap((part) => folder.part(part));
    expect(pages.map(({ name }) => name)).toEqual(['states.html', 'states-2.html']);
    const [index] = folder.end(endOf(given));
    const links = [...(index?.text ?? '').matchAll(/<a href="([^"]+\.html)">([^<]+)</g)];
    expect(links.map(([, page, name]) => `${name} ${page}`)).toEqual([
      'a.tfstate states.html',
      'b/index states.html',
      'c.tfstate states-2.html',
    ]);
  });

  test('is counts by Region, where one account is too large', () => {
    const [page] = openHtmlFolder(head, quiet, 10).part(parts[0] ?? partOf('', 0));
    expect(page?.text).toContain('111122223333 eu-west-1');
    expect(page?.text).not.toContain('id="finding-list"');
  });
});
