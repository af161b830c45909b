import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/lint/config/index.ts';
import { UserError } from '../../src/errors.ts';
import { inRepository, type Repository } from '../support/cli/repository.ts';

async function mistakeIn(name: string, text: string): Promise<string> {
  return await inRepository({ [name]: text }, ({ directory }) => mistakeAt(directory));
}

async function mistakeAt(directory: string, given?: string): Promise<string> {
  try {
    await loadConfig(directory, given);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'no mistake';
}

const json = 'kmslint.config.json';
const yaml = '.kmslint.yaml';
const suppression = (more: string) =>
  `{\n  "suppressions": [\n    { "rule": "rotation-disabled", "subject": "x"${more} }\n  ]\n}`;

test.each([
  ['{ "rulse": {} }', '1:3: no setting is called "rulse" (did you mean rules?)'],
  [
    '{\n  "rules": {\n    "rotation-disable": "high"\n  }\n}',
    '3:5: no rule is called "rotation-disable" (did you mean rotation-disabled?)',
  ],
  [
    '{ "rules": { "zebra": "off" } }',
    '1:14: no rule is called "zebra"; `kmslint rules` lists them',
  ],
  ['{ "rules": { "key-forgotten": "hgh" } }', '(did you mean high?)'],
  [
    '{ "rules": { "key-forgotten": 5 } }',
    '1:31: key-forgotten must be text or an object, and is a number',
  ],
  ['{ "rules": { "key-forgotten": { "options": {} } } }', '1:33: no setting is called "options"'],
  [
    '{ "rules": { "rotation-turned-off": { "options": { "maxdays": 1 } } } }',
    '1:52: no option is called "maxdays" (did you mean maxDays?)',
  ],
  [
    '{ "rules": { "rotation-turned-off": { "options": { "maxDays": 80 } } } }',
    '1:63: maxDays must be at least 90',
  ],
  ['{ "failOn": "hihg" }', '1:13: failOn is "hihg", and must be one of critical, '],
  ['{ "failOnOpen": "yes" }', '1:17: failOnOpen must be true or false, and is text'],
  ['{ "ignore": { "paths": "x" } }', '1:24: paths must be a list, and is text'],
  [
    '{ "versionPatterns": ["{number}"] }',
    '1:23: versionPatterns must hold {stem} and, behind it, {number}',
  ],
  ['{ "lineage": [{ "predecessor": "a" }] }', '1:15: "successor" is missing'],
  ['{ "baseline": "../b.json" }', '1:15: the baseline leads out of the repository'],
  [suppression(''), '3:5: "reason" is missing'],
  [suppression(', "reason": " "'), '3:62: reason is empty'],
  [
    suppression(', "reason": "y", "expires": "soon"'),
    '3:78: expires is no day of the form YYYY-MM-DD',
  ],
  [suppression(', "reason": "y", "expires": "2026-02-30"'), '3:78: there is no day 2026-02-30'],
  [
    '{ "suppressions": [{ "rule": "suppression-ineffective", "subject": "x", "reason": "y" }] }',
    '1:30: no rule that can be named here is called "suppression-ineffective"',
  ],
  ['{ "failOn": "low", "failOn": "high" }', '1:20: "failOn" is said twice'],
  ['{ "failOn": "low", }', '1:20: not valid JSON: unexpected "}"'],
  ['{ "failOn": "low"', '1:18: not valid JSON: it ends too early'],
  ['', '1:1: the file is empty'],
  ['[]', '1:1: the whole must be an object, and is a list'],
  ['null', '1:1: the whole must be an object, and is nothing'],
  [
    '{ "__proto__": {} }',
    '1:3: no setting is called "__proto__"; the settings here are $schema, rules',
  ],
  [`${'['.repeat(500)}${']'.repeat(500)}`, '1:1: the JSON is nested too deeply'],
  ['['.repeat(200_000), 'not valid JSON'],
])('JSON: %s', async (text, mistake) => {
  const told = await mistakeIn(json, text);
  expect(told).toContain(`${json}:`);
  expect(told).toContain(mistake);
});

test.each([
  [
    'rules:\n  rotation-disable: high',
    '2:3: no rule is called "rotation-disable" (did you mean rotation-disabled?)',
  ],
  ['failOn:\n  - high', '2:3: failOn must be text, and is a list'],
  ['failOn: &x high', '1:12: anchors are not read'],
  ['a: [&a [x], *a]', 'anchors are not read'],
  ['a: *a', '1:4: aliases are not read'],
  ['rules: !!map\n  x: high', '2:3: tags are not read'],
  ['failOn: !!js/function "x"', 'not valid YAML: unresolved tag'],
  ['failOn: high\n---\nfailOn: low', '2:1: a second document begins'],
  ['%YAML 1.1\n---\nfailOn: high', '1:1: directives are not read'],
  ['failOn: high\nfailOn: low', '2:1: "failOn" is said twice'],
  ['? [a]\n: 1', '1:3: a key is no text'],
  ['5: x', '1:1: a key is no text'],
  ['rules:\n\tx: off', '2:1: not valid YAML: tabs'],
  ['a: b: c', '1:4: not valid YAML'],
  ['[{'.repeat(50_000), '1:101: its brackets are nested too deeply'],
  ['- '.repeat(50_000), '1:1: it is indented too deeply'],
])('YAML: %j', async (text, mistake) => {
  const told = await mistakeIn(yaml, text);
  expect(told).toContain(`${yaml}:`);
  expect(told).toContain(mistake);
});

test('all mistakes are told at once, in the order of the file, with line and column', async () => {
  const text = `{
  "rules": { "rotation-disabld": "high", "key-forgotten": "hgh", "zebra": "off" },
  "failOn": 5,
  "failOn": "low",
  "suppressions": [{ "subject": "x", "expires": "soon" }, { "rule": "key-forgoten", "subject": "", "reason": "y" }]
}`;
  expect((await mistakeIn(json, text)).split('\n')).toEqual([
    `${json}:2:14: no rule is called "rotation-disabld" (did you mean rotation-disabled?)`,
    `${json}:2:59: key-forgotten is "hgh", and must be one of critical, high, medium, low, info, off (did you mean high?)`,
    `${json}:2:66: no rule is called "zebra"; \`kmslint rules\` lists them`,
    `${json}:4:3: "failOn" is said twice, and only one of the two can count`,
    `${json}:5:20: "rule" is missing`,
    `${json}:5:20: "reason" is missing`,
    `${json}:5:49: expires is no day of the form YYYY-MM-DD`,
    `${json}:5:69: no rule that can be named here is called "key-forgoten" (did you mean key-forgotten?)`,
    `${json}:5:96: subject is empty`,
  ]);
});

test('what a schema cannot say is told at once too', async () => {
  const one = (day: string) =>
    `{ "rule": "rotation-disabled", "subject": "x", "reason": "y", "expires": "${day}" }`;
  const text = `{ "baseline": "../b.json", "suppressions": [${one('2026-02-30')}, ${one('2026-13-01')}] }`;
  expect((await mistakeIn(json, text)).split('\n')).toEqual([
    expect.stringContaining('the baseline leads out of the repository'),
    expect.stringContaining('there is no day 2026-02-30'),
    expect.stringContaining('there is no day 2026-13-01'),
  ]);
});

test('one value makes one mistake, however much of its schema it misses', async () => {
  const told = await mistakeIn(
    json,
    '{ "failOn": 5, "rules": { "key-forgotten": 5, "rotation-turned-off": [] } }',
  );
  expect(told.split('\n')).toHaveLength(3);
});

test('of very many mistakes the first are told, and all are counted', async () => {
  const members = Array.from({ length: 30_000 }, (_, i) => `"x${i}": 1`);
  const lines = (await mistakeIn(json, `{${members.join(',\n')}}`)).split('\n');
  expect(lines).toHaveLength(21);
  expect(lines.at(0)).toContain(`${json}:1:2: no setting is called "x0"`);
  expect(lines.at(-1)).toMatch(/and 29980 more mistakes$/);
});

test('an empty YAML file says nothing, and off is a word', async () => {
  expect(await mistakeIn(yaml, '# later\n')).toBe('no mistake');
  expect(await mistakeIn(yaml, 'rules:\n  key-forgotten: off\n')).toBe('no mistake');
});

test('a file larger than any configuration is not read', async () => {
  expect(await mistakeIn(json, ' '.repeat(1 << 21))).toMatch(/^kmslint.config.json: it is larger/);
});

test('the nearest file counts, up to the root of the repository and no further', async () => {
  const files = {
    [json]: '{ "failOn": "low" }',
    'a/b/.kmslint.yaml': 'failOn: high\n',
    'a/c/x': '',
  };
  await inRepository(files, async ({ directory, write }) => {
    const pathFrom = async (below: string) =>
      (await loadConfig(join(directory, below), undefined))?.path;
    expect(await pathFrom('a/b')).toBe('.kmslint.yaml');
    expect(await pathFrom('a/c')).toBe('../../kmslint.config.json');
    write('a/c/.git/HEAD', '');
    expect(await pathFrom('a/c')).toBeUndefined();
    write('a/b/kmslint.config.json', '{}');
    expect(await mistakeAt(join(directory, 'a/b'))).toBe(
      'kmslint.config.json and .kmslint.yaml are both there; keep one of them',
    );
  });
});

test('without a repository the directory itself alone is looked into', async () => {
  await inRepository({ [json]: '{}', 'a/x': '' }, async ({ directory, remove }) => {
    remove('.git');
    expect(await loadConfig(join(directory, 'a'), undefined)).toBeNull();
    expect((await loadConfig(directory, undefined))?.path).toBe(json);
  });
});

test('what is found must be a file of the repository; what is named may lie anywhere', async () => {
  const inside = async ({ directory }: Repository) => {
    await inRepository({ 'policy.json': '{ "failOn": "low" }' }, async (elsewhere) => {
      symlinkSync(join(elsewhere.directory, 'policy.json'), join(directory, json));
      expect(await mistakeAt(directory)).toMatch(/leads out of its repository/);
      const path = join(elsewhere.directory, 'policy.json');
      const named = await loadConfig(directory, path);
      expect(named).toMatchObject({ failOn: 'low', base: directory });
    });
    expect(await mistakeAt(directory)).toMatch(/no such file or directory/);
    expect(await mistakeAt(directory, 'nowhere.json')).toMatch(/^nowhere.json: no such file/);
  };
  await inRepository({}, inside);
  await inRepository({}, async ({ directory }) => {
    mkdirSync(join(directory, json));
    expect(await mistakeAt(directory)).toMatch(/no regular file/);
  });
});
