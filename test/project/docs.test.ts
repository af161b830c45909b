import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mistakenCommands } from '../support/docs/commands.ts';
import { allDocs, brokenLinks, readDoc, root } from '../support/docs/pages.ts';

// Every page says only what is so: its links lead somewhere, its commands are ones, its figures are those of the code.

const docs = allDocs();

test('there are pages to look at', () => {
  expect(docs.length).toBeGreaterThan(50);
});

test('every link leads to a file and a heading', () => {
  expect(docs.flatMap((page) => brokenLinks(page).map((link) => `${page.path}: ${link}`))).toEqual(
    [],
  );
});

test('no page says two things under one heading', () => {
  const twice = docs.flatMap(({ path, text }) => {
    const prose = text.replace(/^```.*?^```/gms, '');
    const headings: readonly string[] = prose.match(/^## .+$/gm) ?? [];
    return headings
      .filter((heading, index) => headings.indexOf(heading) !== index)
      .map((heading) => `${path}: ${heading}`);
  });
  expect(twice).toEqual([]);
});

test('every command has options and values that there are', () => {
  expect(docs.flatMap(mistakenCommands)).toEqual([]);
});

describe('a planted lie is found', () => {
  const readme = readDoc('README.md');
  const planted = (from: string | RegExp, to: string) => {
    const text = readme.text.replace(from, to);
    expect(text).not.toBe(readme.text);
    return { ...readme, text };
  };

  test.each([
    ['docs/configuration.md)', 'docs/configurations.md)'],
    ['docs/configuration.md#environments', 'docs/configuration.md#enviroments'],
    ['docs/pictures/demo.svg', 'docs/pictures/demos.svg'],
    ['https://pre-commit.com', 'https//pre-commit.com'],
  ])('the link %s', (from, to) => {
    expect(brokenLinks(planted(from, to))).toHaveLength(1);
  });

  test.each([
    ['kmslint - -f text', 'kmslint - -f txt'],
    ['kmslint --update-baseline\n', 'kmslint --update-baselines\n'],
    ['kmslint scan --org', 'kmslint scan --orgs'],
    [
      'runbook alias/application-current infra/ --format hcl',
      'runbook alias/application-current infra/ --format md',
    ],
    ['`kmslint plan.json snapshots/`', '`kmslint plan.json --unmanged snapshots/`'],
  ])('the command %s', (from, to) => {
    expect(mistakenCommands(planted(from, to))).toHaveLength(1);
  });
});

test('the release of Node.js that pages ask for is the one of package.json', () => {
  const json: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(json).toMatchObject({ engines: { node: '>=20.19' } });
  const asked = docs.flatMap(({ path, text }) =>
    [...text.matchAll(/\bneeds? Node\.js (\d+(?:\.\d+)*) or later/g)].map(([, version]) => [
      path,
      version,
    ]),
  );
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(([, version]) => version !== '20.19')).toEqual([]);
});
