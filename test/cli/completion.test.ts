import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { regions } from '../../src/generated/regions.js';
import { main } from '../../src/cli/main.ts';
import { checkOptions } from '../../src/cli/options/check-options.ts';
import { declareCommands } from '../../src/cli/argv.ts';
import { describeCommands } from '../../src/cli/completion/describe-commands.ts';
import { commandNames } from '../../src/cli/usage.ts';
import { formats } from '../../src/report/index.ts';
import { memoryIo } from '../support/cli/memory-io.ts';

const ids = rules.map(({ id }) => id);
const profiles = ['default', 'audit', 'ci', 'last'];
const regionsLike = (start: string) => regions.filter((name) => name.startsWith(start));
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kmslint-completion-'));
  mkdirSync(join(folder, 'work'));
  writeFileSync(
    join(folder, 'config'),
    '[default]\nregion = eu-central-1\n[profile audit]\n[profile two words]\n[sso-session corp]\n[profile $(touch hacked)]\n',
  );
  writeFileSync(join(folder, 'credentials'), '[ci]\naws_access_key_id = x\n[last]');
  writeFileSync(join(folder, 'work', 'plan with * and $(touch hacked).json'), '{}');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const io = memoryIo();
    if ((await main(['completion', shell], io)) !== 0) throw new Error(io.told.stderr);
    writeFileSync(join(folder, shell), io.told.stdout);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(shell: string, script: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync(shell, ['-c', script], {
    cwd: join(folder, 'work'),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      script: join(folder, shell),
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '');
}

const missing = (shell: string): boolean => {
  const isMissing = spawnSync(shell, ['-c', 'true']).error !== undefined;
  if (isMissing) process.stderr.write(`skipped: ${shell} is not installed here\n`);
  return isMissing;
};

test('the description of the commands is what the parser was told', () => {
  const commands = describeCommands(declareCommands([], memoryIo()).parser);
  expect(commands.map(({ name }) => name).toSorted()).toEqual(['', ...commandNames].toSorted());
  const [check] = commands;
  expect(check?.options.map(({ name }) => name)).toEqual(Object.keys(checkOptions));
  const failOn = check?.options.find(({ name }) => name === 'fail-on');
  expect(failOn).toMatchObject({ letter: null, type: 'string', isRepeatable: false });
  expect(failOn).toMatchObject({ choices: checkOptions['fail-on'].choices, initially: 'medium' });
  const format = check?.options.find(({ name }) => name === 'format');
  expect(format).toMatchObject({ letter: 'f', isRepeatable: true, initially: 'text' });
  const explain = commands.find(({ name }) => name === 'explain');
  expect(explain?.positionals).toMatchObject([{ name: 'rule' }]);
  expect(explain?.options.map(({ name }) => name)).toEqual(['color']);
});

test('a shell that is not known is refused', async () => {
  const io = memoryIo();
  expect(await main(['completion', 'csh'], io)).toBe(2);
  expect(io.told.stderr).toContain('bash');
});

describe.skipIf(missing('bash'))('bash', () => {
  /** What bash offers for the last of the words, as readline would split them. */
  const offers = (...words: readonly string[]) =>
    run(
      'bash',
      `source "$script"; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
       COMP_CWORD=${words.length - 1}; _kmslint; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );

  test('commands and options', () => {
    expect(offers('kmslint', 'comp')).toEqual(['completion']);
    expect(offers('kmslint', '--skip')).toEqual(['--skip-rule']);
    expect(offers('kmslint', '--no-')).toContain('--no-color');
    expect(offers('kmslint', 'policy-diff', '--o')).toEqual(['--old-key']);
    expect(offers('kmslint', 'rules', '--ru')).toEqual([]);
  });

  test('names of rules, formats, severities', () => {
    expect(offers('kmslint', '--rule', '')).toEqual(ids);
    expect(offers('kmslint', '--rule', '=', 'rotation-d')).toEqual(['rotation-disabled']);
    expect(offers('kmslint', '--rule', '=')).toEqual(ids);
    expect(offers('kmslint', 'explain', 'rotation-s')).toEqual(['rotation-stalled']);
    expect(offers('kmslint', '-f', '')).toEqual(formats);
    expect(offers('kmslint', '--fail-on', 'c')).toEqual(['critical']);
    expect(offers('kmslint', 'rules', '-f', '')).toEqual(['text', 'json']);
  });

  test('Regions, the profiles of the AWS configuration files, what turns an option off', () => {
    expect(offers('kmslint', 'scan', '--region', 'eu-central-')).toEqual(
      regionsLike('eu-central-'),
    );
    expect(offers('kmslint', 'scan', '--profile', '')).toEqual(profiles);
    expect(offers('kmslint', 'scan', '--profile', '=', 'au')).toEqual(['audit']);
    expect(offers('kmslint', '--no-b')).toEqual(['--no-baseline']);
    expect(offers('kmslint', 'rules', '')).toEqual([]);
  });

  test('files, whose names are no code', () => {
    const name = 'plan with * and $(touch hacked).json';
    expect(offers('kmslint', 'pl')).toEqual([name]);
    expect(offers('kmslint', '-f', 'json', '=', 'pl')).toEqual([name]);
    expect(offers('kmslint', '')).toEqual(expect.arrayContaining([name, 'completion']));
  });
});

describe.skipIf(missing('zsh'))('zsh', () => {
  /** What zsh's own completion functions are asked to offer. */
  const asks = (...words: readonly string[]) =>
    run(
      'zsh',
      `compdef() { : }; _files() { print files }; _describe() { print -l -- $commands }
       _arguments() { print -rl -- "$CURRENT $words" "$@" }
       source "$script"; words=(${words.map((word) => `'${word}'`).join(' ')})
       CURRENT=${words.length}; _kmslint`,
    );

  test('each command has its own options, counted from its own word', () => {
    const [where, , ...specifications] = asks('kmslint', 'explain', 'rot');
    expect(where).toBe('2 kmslint rot');
    expect(specifications.at(-1)).toBe(`*:word:(${ids.join(' ')})`);
    expect(specifications.join('\n')).not.toContain('--fail-on');
    const all = asks('kmslint', '');
    expect(all).toContain('*:input:_kmslint_inputs');
    expect(all.join('\n')).toContain(':value:(info low medium high critical none)');
    expect(all.filter((specification) => specification.startsWith('*--rule=['))).toHaveLength(1);
  });

  test('Regions, and the profiles of the AWS configuration files', () => {
    const all = asks('kmslint', 'scan', '').join('\n');
    expect(all).toContain(`:value:(${regions.join(' ')})`);
    expect(all).toContain(
      '--profile=[profile of the AWS configuration files]:value:_kmslint_profiles',
    );
    const offered = run(
      'zsh',
      `compdef() { : }; compadd() { shift; print -rl -- "$@" }; source "$script"; _kmslint_profiles`,
    );
    expect(offered).toEqual(profiles);
  });

  // A shell that somebody types in: it loads zsh's own completion functions, and is sent a line and two tabs.
  test.each([
    ['kmslint explain rotation-s', 'rotation-stalled'],
    ['kmslint scan --region eu-central-', 'eu-central-2'],
    ['kmslint scan --profile au', 'audit'],
    ['kmslint --no-bas', '--no-baseline'],
  ])('zsh itself completes %s', (line, wanted) => {
    const offered = run(
      'zsh',
      `zmodload zsh/zpty; zpty -b z zsh -f -i
       zpty -w z "autoload -Uz compinit; compinit -u -D; PS1=; source $script; print ready-\\\${:-now}"
       zpty -r -m z seen '*ready-now*'
       zpty -w -n z '${line}'$'\\t\\t'; zpty -r -m z seen '*${wanted}*' && print offered; zpty -d z`,
    );
    expect(offered).toEqual(['offered']);
  });

  test('descriptions are quoted', () => {
    const lines = run('zsh', 'compdef() { : }; source "$script"; functions _kmslint_inputs');
    expect(lines.join('\n')).toMatch(/explain:print a rule'\\''s page/);
  });
});

describe.skipIf(missing('fish'))('fish', () => {
  const offers = (line: string) =>
    run('fish', `source $script; complete -C '${line}'`).map((told) => told.replace(/\t.*/, ''));

  test('commands, options, names of rules, formats, severities', () => {
    expect(offers('kmslint comp')).toEqual(['completion']);
    expect(offers('kmslint --skip')).toEqual(['--skip-rule']);
    expect(offers('kmslint rules --ru')).toEqual([]);
    expect(offers('kmslint --rule ').toSorted()).toEqual(ids.toSorted());
    expect(offers('kmslint explain rotation-s')).toEqual(['rotation-stalled']);
    expect(offers('kmslint -f ').toSorted()).toEqual(formats.toSorted());
    expect(offers('kmslint --fail-on c')).toContain('critical');
  });

  test('Regions, and the profiles of the AWS configuration files', () => {
    expect(offers('kmslint scan --region eu-central-')).toEqual(regionsLike('eu-central-'));
    expect(offers('kmslint scan --profile ').toSorted()).toEqual(profiles.toSorted());
    expect(offers('kmslint --no-b')).toEqual(['--no-baseline']);
    expect(offers('kmslint rules ')).toEqual([]);
  });

  test('descriptions are quoted', () => {
    expect(run('fish', `source $script; complete -C 'kmslint expl'`)).toEqual([
      "explain\tprint a rule's page",
    ]);
  });
});
