import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// The page about inputs: its examples run, and print what it says of them.

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(new URL('../../docs/inputs.md', import.meta.url), 'utf8');

const commands = [...page.matchAll(/^kmslint (.+)$/gm)].map(([, words = '']) => words);

function run(words: string): { readonly status: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/bin.js', '--no-config', ...words.split(' ')],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return { status, out: stdout };
}

const told: Readonly<Record<string, readonly RegExp[]>> = {
  'fixtures/demo/source': [/rotation-disabled/],
  'fixtures/demo/plan.json': [/key-destroyed/],
  'fixtures/states/now': [/rotation-disabled {2}/],
  'fixtures/states/now --previous fixtures/states/earlier': [
    /rotation-turned-off/,
    /rotation was on and is turned off/,
  ],
  'fixtures/live/snapshot.json': [/keys judged/],
  'fixtures/live/snapshot.json --previous fixtures/live/previous.json': [
    /rotation-turned-off/,
    /5 new, 3 known, 1 fixed since/,
  ],
  'fixtures/terragrunt/live': [
    /rotation-disabled .*\n +root module \S*live\/dev\/eu-west-1\/ledger/,
    /rotation-period-out-of-range .*\n +root module \S*live\/prod\/eu-west-1\/ledger/,
  ],
  'fixtures/stack': [/development: component\.ledger/],
  'fixtures/cdktf': [
    /construct payments\/uploads\/key/,
    /construct payments\/tokens\/signing/,
    /2 findings .* 3 keys judged/,
  ],
};

/** AWS refused to describe a key there. */
const isRefused = (words: string) => words.startsWith('fixtures/live/snapshot.json');

describe('the page about inputs', () => {
  test('has an example for each of them', () => {
    expect(commands.toSorted()).toEqual(Object.keys(told).toSorted());
  });

  test.each(commands)('kmslint %s finds something, and reads all that can be read', (words) => {
    const { status, out } = run(words);
    expect(status).toBe(1);
    for (const pattern of told[words] ?? []) expect(out).toMatch(pattern);
    expect(out.includes('not read')).toBe(isRefused(words));
  });
});
