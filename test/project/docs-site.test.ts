import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadLinks } from '../../docs/.vitepress/check.js';
import {
  formatPages,
  integrationPages,
  rulePages,
  siteLinks,
  sourceOf,
} from '../../docs/.vitepress/pages.js';
import { rules } from '../../rules/index.ts';
import { formats } from '../../src/report/index.ts';

// The site of docs/ is built by `.ci/docs`; what decides what is on it is tried here.

const idsOf = (pages: readonly { readonly params: { readonly id: string } }[]) =>
  pages.map(({ params }) => params.id);

test('every rule and every format has a page, and so has every integration', () => {
  expect(idsOf(rulePages()).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  expect(idsOf(formatPages()).toSorted()).toEqual([...formats].toSorted());
  expect(idsOf(integrationPages())).toEqual(
    expect.arrayContaining(['github', 'gitlab', 'pre-commit']),
  );
  for (const { content } of [...rulePages(), ...formatPages(), ...integrationPages()]) {
    expect(content).toMatch(/^# \S/);
    expect(content.length).toBeGreaterThan(100);
  }
});

test.each([
  ['index.md', '[a](docs/cli.md#exit-codes)', '[a](/cli#exit-codes)'],
  ['index.md', '![a](docs/pictures/demo.svg)', '![a](/pictures/demo.svg)'],
  ['cli.md', '[a](../rules/key-drifted/README.md)', '[a](/rules/key-drifted)'],
  ['cli.md', '[a](#exit-codes)', '[a](#exit-codes)'],
  ['rules/key-drifted.md', '[a](../rotation-stalled/README.md)', '[a](/rules/rotation-stalled)'],
  ['formats/ocsf.md', '[a](fixes.md)', '[a](/fixes)'],
  ['integrations/github.md', '[a](../README.md#use-it)', '[a](/#use-it)'],
  ['cli.md', '[a](../LICENSE)', '[a](https://github.com/kmslint/kmslint/blob/main/LICENSE)'],
  ['cli.md', '[a](https://example.com/b.md)', '[a](https://example.com/b.md)'],
])('on the page %s, %s is %s', (page, written, shown) => {
  expect(siteLinks(written, sourceOf(page))).toBe(shown);
});

test('a link, a picture or a heading of the built site that is not there is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kmslint-site-'));
  try {
    mkdirSync(join(folder, 'rules'));
    const links = [
      '/rules/a',
      '/rules/a#why',
      '/rules/a#whence',
      '/rules/b',
      '#here',
      '#there',
      'https://example.com',
    ];
    const html = links.map((link) => `<a href="${link}">x</a>`).join('');
    writeFileSync(join(folder, 'index.html'), `${html}<h2 id="here">y</h2><img src="/c.png">`);
    writeFileSync(
      join(folder, 'rules', 'a.html'),
      '<h2 id="why">y</h2><a href="../index.html">z</a>',
    );
    expect(deadLinks(folder)).toEqual([
      'index.html: /rules/a#whence',
      'index.html: /rules/b',
      'index.html: #there',
      'index.html: /c.png',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
