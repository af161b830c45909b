import { copyFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksOf, readDoc, root } from '../support/docs/pages.ts';
import { openShell, type Shell } from '../support/cli/shell.ts';

// What README.md shows is typed as it stands, from the first command to the last, in a repository with the names that it uses.

/** What installs is tried by `.ci/run`, which begins and ends with the README's own two lines. */
const isInstalling = (lines: string) => /^npm (?:ci|install)\b/.test(lines);
const steps = blocksOf(readDoc('README.md'), 'sh').filter((lines) => !isInstalling(lines));

let shell: Shell;
beforeAll(async () => {
  const plan = join(root, 'fixtures', 'demo', 'plan.json');
  shell = await openShell({
    terraform: `case "$*" in 'plan -out=tfplan') ;; 'show -json tfplan') exec cat '${plan}' ;; *) exit 9 ;; esac`,
  });
  const { directory } = shell;
  const at = (...names: readonly string[]) => join(directory, ...names);
  symlinkSync(join(root, 'fixtures'), at('fixtures'));
  cpSync(join(root, 'fixtures', 'manual-rotation', 'source'), at('infra'), { recursive: true });
  writeFileSync(
    at('infra', 'logs.tf'),
    'resource "aws_kms_key" "logs" {\n  description = "Logs"\n}\n',
  );
  mkdirSync(at('plans'));
  for (const name of ['plan.json', 'plans/a.json']) copyFileSync(plan, at(name));
  const Principal = { AWS: 'arn:aws:iam::111122223333:root' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }];
  for (const name of ['old.json', 'new.json']) {
    writeFileSync(at(name), JSON.stringify({ Version: '2012-10-17', Statement }));
  }
  await shell.type('git init -q . && printf "%s\\n" fixtures bin > .git/info/exclude');
});
afterAll(() => shell.remove());

test('there are commands, and few that install', () => {
  expect(steps.length).toBeGreaterThan(14);
});

test.each(steps)('%s', async (lines) => {
  const { code, told } = await shell.type(`set -o pipefail\n${lines}`);
  // Findings make 1, and what the fixtures leave unread makes 3: neither is a mistake of the line.
  expect([told, [0, 1, 3].includes(Number(code))]).toEqual([told, true]);
  expect(told).not.toMatch(/^kmslint: |^error: |command not found/m);
});
