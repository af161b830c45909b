import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDoc, root, tokensOf } from '../support/docs/pages.ts';
import { openShell, type Shell } from '../support/cli/shell.ts';

// Every command of the tutorial is typed as it stands, in one folder from the first to the last, and prints what the page shows.
// KMSLINT_UPDATE=1 writes what is printed today into the page.

const page = readDoc('docs/tutorial.md');
const blocks = tokensOf(page).flatMap((token) =>
  token.type === 'code' ? [{ language: String(token['lang']), text: String(token['text']) }] : [],
);
/** Lines to type, with what the page shows of them; null where it shows nothing. */
const steps = blocks.flatMap(({ language, text }, i) => {
  const next = blocks[i + 1];
  return language === 'sh' ? [[text, next?.language === 'text' ? next.text : null] as const] : [];
});

let shell: Shell;
/** The folder that the last lines ended in. */
let folder = '.';
beforeAll(async () => {
  const plan = fileURLToPath(new URL('../../fixtures/demo/plan.json', import.meta.url));
  shell = await openShell({ terraform: `test "$*" = 'show -json tfplan' && exec cat '${plan}'` });
  writeFileSync(
    join(shell.directory, '.gitconfig'),
    '[user]\n  name = ExampleUser\n  email = user@example.com\n[init]\n  defaultBranch = main\n',
  );
});
afterAll(() => shell.remove());

test('the page has four acts, each with commands', () => {
  expect(page.text.match(/^## \d\. /gm)).toHaveLength(4);
  expect(steps.length).toBeGreaterThan(12);
});

test.each(steps)('%s', async (lines, shown) => {
  const { code, told } = await shell.type(
    `set -eo pipefail; exec 2>&1; cd '${folder}'\n${lines}\npwd > '${shell.directory}/.here'`,
  );
  // A finding is told by the exit code, which the page shows; `kmslint` alone stands where it is the point.
  expect([told, code === 0 || (code === 1 && /^kmslint(?: --diff)?$/.test(lines))]).toEqual([
    told,
    true,
  ]);
  expect(told).not.toMatch(/^kmslint: |^exit code 2$/m);
  if (existsSync(join(shell.directory, '.here'))) {
    folder = readFileSync(join(shell.directory, '.here'), 'utf8').trim();
  }
  if (shown === null) return;
  if (process.env['KMSLINT_UPDATE'] === '1') {
    const path = join(root, 'docs/tutorial.md');
    const text = readFileSync(path, 'utf8');
    const typed = `\`\`\`sh\n${lines}\n\`\`\`\n\n\`\`\`text\n`;
    writeFileSync(
      path,
      text.replace(`${typed}${shown}\n`, () => `${typed}${told.trimEnd()}\n`),
    );
    return;
  }
  expect(told.trimEnd()).toBe(shown);
});

test('the scan has left a page, snapshots and evidence', () => {
  for (const name of ['report.html', 'snapshots', 'before', 'evidence.json', 'policy.json']) {
    expect(existsSync(join(folder, name))).toBe(true);
  }
});
