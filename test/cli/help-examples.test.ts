import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandHelp } from '../../src/cli/help/commands.ts';
import { openShell, type Shell } from '../support/cli/shell.ts';

// What help pages show is typed as it stands, in a folder as a reader may have it.

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
const examples = Object.entries(commandHelp).flatMap(([name, { examples: own }]) =>
  own.map(([line]) => [line, name] as const),
);

let shell: Shell;
beforeAll(async () => {
  const plan = join(fixtures, 'demo', 'plan.json');
  shell = await openShell({ terraform: `test "$*" = 'show -json tfplan' && exec cat '${plan}'` });
  cpSync(join(fixtures, 'manual-rotation', 'source'), join(shell.directory, 'infra'), {
    recursive: true,
  });
  const Principal = { AWS: 'arn:aws:iam::111122223333:root' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }];
  for (const name of ['old.json', 'new.json']) {
    const policy = { Version: '2012-10-17', Statement };
    writeFileSync(join(shell.directory, name), JSON.stringify(policy));
  }
});
afterAll(() => shell.remove());

test.each(examples)('%s', async (line, name) => {
  const { code, told } = await shell.type(`set -o pipefail\n${line}`);
  // Findings are what a run of the tool is for.
  const expected = ['', 'scan'].includes(name) ? [0, 1] : [0];
  expect([told, expected.includes(Number(code))]).toEqual([told, true]);
  expect(told).not.toMatch(/^kmslint: /m);
});
