import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkOptions } from '../../src/cli/commands/check.ts';
import { dispatch } from '../../src/cli/argv.ts';
import type { Io } from '../../src/cli/streams/io.ts';
import { commandNames } from '../../src/cli/quick.ts';
import { readQuickly } from '../../src/cli/quick-arguments.ts';

const io: Io = {
  stdin: (async function* () {})(),
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
  directory: '/',
  env: {},
};

/** What the argument parser makes of a command line. */
async function readByParser(argv: readonly string[]): Promise<Record<string, unknown>> {
  let seen: Record<string, unknown> = {};
  await dispatch(argv, io, (args) => {
    seen = { ...args };
    return Promise.resolve(0);
  });
  return seen;
}

const words = [
  ...Object.keys(checkOptions).flatMap((name) => [`--${name}`, `--no-${name}`]),
  '-f',
  '-o',
  '-q',
  '-v',
  '-x',
  '--',
  '-',
  '--fail-on=high',
  '--failOn',
  '--rul',
  '-qv',

  'plan.json',
  'json',
  'high',
  'true',
  'false',
  'a,b',
  'x=1',
  '5',
  '1e3',
  '0x1',
  '',
  'ünï',
  'rules',
];

test('a command line read quickly means what the parser makes of it', async () => {
  let quick = 0;
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...words), { maxLength: 6 }),
    async (argv) => {
      const args = readQuickly(argv, commandNames);
      if (args === null) return;
      quick++;
      expect(await readByParser(argv)).toMatchObject({ ...args });
    },
  );
  await fc.assert(property, { numRuns: 3000 });
  expect(quick).toBeGreaterThan(300);
});

test('the parser is left what it alone can read', () => {
  for (const argv of [
    ['rules'],
    ['--help'],
    ['--rule'],
    ['--fail-on', 'typo'],
    ['--all', 'false'],
    ['-o', 'a', '-o', 'b'],
    ['--output', '--all'],
  ]) {
    expect(readQuickly(argv, commandNames), argv.join(' ')).toBeNull();
  }
  expect(readQuickly(['-', '--fail-on', 'none', '-q'], commandNames)).toMatchObject({
    inputs: ['-'],
    failOn: 'none',
    quiet: true,
    color: true,
  });
});

test('every command is known by its name', async () => {
  let help = '';
  await dispatch(['--help'], { ...io, stdout: { write: (text) => (help += text) } });
  const listed = [...help.matchAll(/^ {2}kmslint ([a-z][a-z-]*)/gm)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set(commandNames));
});
