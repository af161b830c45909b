import { describe, expect, test } from 'vitest';
import { declareCommands } from '../../src/cli/argv.ts';
import { describeCommands } from '../../src/cli/completion/describe-commands.ts';
import { commandHelp } from '../../src/cli/help/commands.ts';
import { renderHelp } from '../../src/cli/help/help.ts';
import { groups, optionHelp } from '../../src/cli/help/options.ts';
import { main } from '../../src/cli/main.ts';
import { memoryIo } from '../support/cli/memory-io.ts';

const commands = describeCommands(declareCommands([], memoryIo()).parser);

/** What standard error is told of a line that is not understood. */
async function refusal(...args: readonly string[]): Promise<readonly string[]> {
  const io = memoryIo();
  expect(await main(args, io)).toBe(2);
  expect(io.told.stdout).toBe('');
  return io.told.stderr.trimEnd().split('\n');
}

test('every option stands under one heading, with a name for its value where it takes one', () => {
  const options = commands.flatMap((command) => command.options);
  expect(new Set(options.map(({ name }) => name))).toEqual(new Set(Object.keys(optionHelp)));
  for (const { name, type } of options) {
    expect(groups).toContain(optionHelp[name]?.group);
    expect([name, optionHelp[name]?.value === undefined]).toEqual([name, type === 'boolean']);
  }
});

test('what the default command takes for snapshots stands behind what it takes for everything', () => {
  const told = (name: string): readonly string[] => {
    const command = commands.find((other) => other.name === name);
    const lines = command === undefined ? [] : renderHelp(command, commands, 80);
    return lines.filter((line) => line === 'Inputs:' || line === 'Accounts and Regions:');
  };
  expect(told('')).toEqual(['Inputs:', 'Accounts and Regions:']);
  expect(told('scan')).toEqual(['Accounts and Regions:', 'Inputs:']);
});

test('every command has a page with two examples', () => {
  expect(Object.keys(commandHelp).toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
  for (const { examples } of Object.values(commandHelp)) expect(examples).toHaveLength(2);
});

describe.each(commands.map((command) => [command.name, command] as const))('%s', (_, command) => {
  test.each([80, 60])('fits %d columns, and tells every option once', (width) => {
    const lines = renderHelp(command, commands, width);
    const tooLong = lines.filter((line) => line.length > width && !line.startsWith('  kmslint '));
    expect(tooLong).toEqual([]);
    if (width === 80) expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const { name, isOn } of command.options) {
      const spelled = new RegExp(`^  (?:-\\w, |    )--${isOn ? 'no-' : ''}${name}(?: |$)`);
      expect(lines.filter((line) => spelled.test(line))).toHaveLength(1);
    }
  });
});

test('what is on unless it is turned off is told as what turns it off', async () => {
  const io = memoryIo();
  await main(['--help'], io);
  expect(io.told.stdout).toMatch(/ --no-color +print without colour/);
  expect(io.told.stdout).toMatch(/ --no-inline-suppressions\n +let comments suppress no finding/);
  expect(io.told.stdout).toMatch(/ --no-config +read no configuration file/);
  expect(io.told.stdout).not.toMatch(/ --(?:color|inline-suppressions)\b/);
});

test.each([
  [
    ['--fail-on', 'hgh'],
    '--fail-on is "hgh", and must be one of info, low, medium, high, critical, none (did you mean high?); see `kmslint --help`',
  ],
  [
    ['completion', 'bahs'],
    'no shell is called "bahs", and must be one of bash, zsh, fish (did you mean bash?); see `kmslint completion --help`',
  ],
  [
    ['init', '--ci', 'gitub'],
    '--ci is "gitub", and must be one of github, gitlab (did you mean github?); see `kmslint init --help`',
  ],
  [
    ['rules', '-f', 'a", "b'],
    '--format is "a\\", \\"b", and must be one of text, json; see `kmslint rules --help`',
  ],
  [['--outptu', 'x'], 'unknown argument: --outptu (did you mean --output?); see `kmslint --help`'],
  [
    ['--no-colour'],
    'unknown argument: --no-colour (did you mean --no-color?); see `kmslint --help`',
  ],
  [['-x'], 'unknown argument: -x; see `kmslint --help`'],
  [['--region', 'eu-west-1'], '--region is an option of another command; see `kmslint --help`'],
  [['explain'], 'explain wants a rule; see `kmslint explain --help`'],
  [['completion'], 'completion wants a shell; see `kmslint completion --help`'],
  [['-o'], '-o wants a value; see `kmslint --help`'],
  [['--fail-on', 'none', '--fail-on', 'none'], '--fail-on is given 2 times; give it once'],
  [['-o', 'a', '-o', 'b'], '--output is given 2 times; give it once'],
  [['--baseline', 'a', '--baseline', 'b'], '--baseline is given 2 times; give it once'],
  [['scan', '--resume', 'a', '--resume', 'b'], '--resume is given 2 times; give it once'],
  [['-f', 'jsn'], 'no format is called "jsn" (did you mean json?); there are '],
])('%j is answered with what was meant', async (args, told) => {
  const [line] = await refusal(...args);
  expect(line).toContain(`kmslint: ${told}`);
});

test('every mistaken option is told, each with the nearest of its command', async () => {
  expect(await refusal('scan', '--thread', '1', '--rgion', 'x')).toEqual([
    'kmslint: unknown argument: --thread (did you mean --threads?); see `kmslint scan --help`',
    'kmslint: unknown argument: --rgion (did you mean --region?); see `kmslint scan --help`',
  ]);
});

test.each([
  [['--max-attempts', '1'], ['--max-attempts']],
  [
    ['--max-attempts=1', '--no-such-Thing-1'],
    ['--max-attempts', '--no-such-Thing-1'],
  ],
  [['--maxAttempts', '1'], ['--maxAttempts']],
  [['scan', '--var-file', 'x'], ['--var-file']],
  [['scan', '--no-unsafe-fixes'], ['--no-unsafe-fixes']],
  [['policy-diff', '--group-by', 'rule'], ['--group-by']],
])('%j is told once, as it was typed', async (args, told) => {
  const lines = await refusal(...args);
  expect(lines.map((line) => /--[\w-]+/.exec(line)?.[0])).toEqual(told);
});

test('on a terminal messages and pages are as wide as it is', async () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), isTTY: true, columns: 50 };
  const io = { ...memoryIo(), stdout: stream, stderr: stream, env: { NO_COLOR: '1' } };
  expect(await main(['explain', 'rotation-disabled'], io)).toBe(0);
  const page = written.splice(0).join('').split('\n');
  expect(page).toContain('- it is customer managed;');
  expect(page).toContain('resource "aws_kms_key" "invoices" {');
  expect(page).toContain('  enable_key_rotation = true');
  const prose = page.filter(
    (line) => line.length > 50 && /\S \S+ \S/.test(line) && !line.startsWith('aws '),
  );
  expect(prose).toEqual([]);
  expect(page.length).toBeGreaterThan(100);
  expect(await main(['-f', 'jsn'], io)).toBe(2);
  for (const line of written.join('').split('\n')) expect(line.length).toBeLessThanOrEqual(50);
  expect(written.join('')).not.toContain('\u001b');
});
