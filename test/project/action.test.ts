import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rules } from '../../rules/index.ts';
import { workflowText } from '../../src/cli/init/texts.ts';
import { documentedOrigin } from '../support/cli/documented-origin.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { newKey } from '../support/judge/judge-plan.ts';
import { buildPlan } from '../support/build/plan-builder.ts';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly run?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8');
const action: Action = parse(source);
const scripts = action.runs.steps.filter(({ run }) => run !== undefined);

let bench: Workbench;
let temporary: string;
beforeAll(async () => {
  bench = await setUp();
  temporary = join(bench.directory, '..', 'temporary');
  bench.write('plan.json', JSON.stringify(buildPlan({ resources: [newKey('off')] })));
  // A package that npm installs without a registry, as it would install the action's own folder.
  const folder = join(bench.directory, '..', 'package');
  cpSync(dirname(bench.bin), join(folder, 'dist'), { recursive: true });
  for (const { id } of rules) {
    cpSync(join(root, 'rules', id, 'README.md'), join(folder, 'rules', id, 'README.md'));
  }
  chmodSync(join(folder, 'dist', 'bin.js'), 0o755);
  const bin = { kmslint: 'dist/bin.js' };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'kmslint', version: '0.0.0-dev', bin }),
  );
});
afterAll(() => bench.remove());

interface RunResult {
  readonly codes: Readonly<Record<string, number | null>>;
  readonly log: string;
  readonly outputs: string;
  readonly summary: string;
}

/** Runs the steps that are scripts as a runner would: inputs in variables, one step's outputs for the next. */
function runSteps(
  given: Readonly<Record<string, string>>,
  { only = ['Judge', 'Verdict'], path = '' }: { only?: readonly string[]; path?: string } = {},
): RunResult {
  mkdirSync(temporary, { recursive: true });
  const [output, summary] = ['output', 'summary'].map((name) => join(temporary, name));
  for (const file of [output, summary]) if (file !== undefined) writeFileSync(file, '');
  const codes: Record<string, number | null> = {};
  let log = '';
  for (const { name, run = '', env = {} } of scripts.filter((step) => only.includes(step.name))) {
    const lines = readFileSync(output ?? '', 'utf8').split('\n');
    const outputs = Object.fromEntries(lines.map((line) => line.split('=')));
    const resolve = (text: string) =>
      text.replaceAll(/\$\{\{ (inputs|steps\.judge\.outputs)\.([\w-]+) \}\}/g, (_, kind, key) =>
        String(kind === 'inputs' ? (given[key] ?? action.inputs[key]?.default) : outputs[key]),
      );
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run],
      {
        cwd: bench.directory,
        encoding: 'utf8',
        env: {
          PATH: [path, process.env['PATH'] ?? ''].join(':'),
          HOME: temporary,
          RUNNER_TEMP: temporary,
          GITHUB_ACTION_PATH: join(bench.directory, '..', 'package'),
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          ...Object.fromEntries(Object.entries(env).map(([key, text]) => [key, resolve(text)])),
        },
      },
    );
    codes[name] = status;
    log += stdout + stderr;
  }
  return {
    codes,
    log,
    outputs: readFileSync(output ?? '', 'utf8'),
    summary: readFileSync(summary ?? '', 'utf8'),
  };
}

describe('action.yml', () => {
  test('no expression is part of a script, and every action is pinned to a commit', () => {
    expect(scripts.map(({ name }) => name)).toEqual(['Install kmslint', 'Judge', 'Verdict']);
    for (const { run, shell } of scripts) {
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
    }
    const used = action.runs.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used).toHaveLength(1);
    for (const uses of used) expect(uses).toMatch(/^[\w/-]+@[0-9a-f]{40}$/);
  });

  test('every input is used, and every one that is used is declared', () => {
    const used = new Set([...source.matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name));
    expect(used).toEqual(new Set(Object.keys(action.inputs)));
  });

  test('the workflow that init writes passes inputs that there are', () => {
    const { steps } = parse(workflowText(documentedOrigin, 'main')).jobs.kmslint;
    const given = Object.keys(steps[1].with);
    expect(given.length).toBeGreaterThan(0);
    for (const name of given) expect(action.inputs).toHaveProperty([name]);
  });
});

describe('its steps', () => {
  const all = ['Install kmslint', 'Judge', 'Verdict'];
  const download = 'https://github.com/kmslint/kmslint/releases/download';
  /** A kmslint that prints its arguments, one a line. */
  const recorder = () => {
    bench.write('recorder/kmslint', '#!/bin/sh\nprintf "<%s>\\n" "$@"\nexit 3\n');
    chmodSync(join(bench.directory, 'recorder', 'kmslint'), 0o755);
    return join(bench.directory, 'recorder');
  };

  test('inputs become arguments, each a word of its own, and nothing else', () => {
    rmSync(join(temporary, 'kmslint'), { recursive: true, force: true });
    const hostile = '$(touch hacked) `touch hacked`; touch hacked #"\'';
    const { codes, log, outputs, summary } = runSteps(
      {
        inputs: `infra\r\n\n--output=evil\n${hostile}`,
        args: '--rule\nrotation-disabled',
        'fail-on': 'high; touch hacked',
        'fail-on-open': 'true',
        'allow-unfetched': 'true',
        'allow-gaps': 'true',
        config: 'my config.json',
        baseline: '--x',
      },
      { path: recorder() },
    );
    const words = [...log.matchAll(/^<(.*)>$/gm)].map(([, word]) => word);
    expect(words).toEqual([
      '-f',
      'text',
      '-f',
      `sarif=${temporary}/kmslint.sarif`,
      '-f',
      `github=${temporary}/kmslint.annotations`,
      '-f',
      `markdown=${temporary}/summary`,
      '--fail-on=high; touch hacked',
      '--fail-on-open',
      '--allow-unfetched',
      '--allow-gaps',
      '--config=my config.json',
      '--baseline=--x',
      '--rule',
      'rotation-disabled',
      '--',
      'infra',
      '--output=evil',
      hostile,
    ]);
    expect(existsSync(join(bench.directory, 'hacked'))).toBe(false);
    expect(codes).toEqual({ Judge: 0, Verdict: 3 });
    expect(outputs).toBe('exit-code=3\nsarif=\n');
    expect(summary).toBe('');
  });

  test('by default it says as little as possible', () => {
    const { log } = runSteps({ annotations: 'false', summary: 'false' }, { path: recorder() });
    expect(log).toBe(`<-f>\n<text>\n<-f>\n<sarif=${temporary}/kmslint.sarif>\n<-->\n<.>\n`);
  });

  test('a version that is none is refused before anything is fetched', () => {
    const { codes, log } = runSteps(
      { version: '1.2.3 --registry=x' },
      { only: ['Install kmslint'] },
    );
    expect(codes).toEqual({ 'Install kmslint': 2 });
    expect(log).toBe('::error::the input version is no release of kmslint, as 1.2.3\n');
  });

  test('a package that is no file is refused, a word that looks like an option too', () => {
    for (const name of ['none.tgz', '--registry=x', '.']) {
      const { codes } = runSteps({ package: name }, { only: ['Install kmslint'] });
      expect(codes['Install kmslint']).not.toBe(0);
      expect(existsSync(join(temporary, 'kmslint', 'bin', 'kmslint'))).toBe(false);
    }
  });

  test.each([
    [{ version: 'v1.2.3' }, `${download}/v1.2.3/kmslint-1.2.3.tgz`],
    [{ version: '1.2.3' }, `${download}/v1.2.3/kmslint-1.2.3.tgz`],
    [{ package: 'https://example.com/k.tgz', version: '1.2.3' }, 'https://example.com/k.tgz'],
  ])('%j installs one tarball', (given, wanted) => {
    bench.write('npm/npm', '#!/bin/sh\nfor word; do :; done\nprintf "<%s>\\n" "$word"\n');
    chmodSync(join(bench.directory, 'npm', 'npm'), 0o755);
    const only = ['Install kmslint'];
    const { log } = runSteps(given, { only, path: join(bench.directory, 'npm') });
    expect(log).toBe(`<${wanted}>\n`);
  });

  test('a packed tarball is installed and judges', () => {
    const folder = join(bench.directory, '..', 'package');
    const { stdout } = spawnSync('npm', ['pack', '--silent', folder], {
      cwd: bench.directory,
      encoding: 'utf8',
    });
    const { codes, log } = runSteps({ package: stdout.trim(), inputs: 'plan.json' }, { only: all });
    expect(codes, log).toEqual({ 'Install kmslint': 0, Judge: 0, Verdict: 1 });
    rmSync(join(temporary, 'kmslint'), { recursive: true });
  });

  test('the command line itself is installed, judges a plan, and fails the job', () => {
    const { codes, log, outputs, summary } = runSteps({ inputs: 'plan.json' }, { only: all });
    expect(codes, log).toEqual({ 'Install kmslint': 0, Judge: 0, Verdict: 1 });
    expect(log).toContain('aws_kms_key.off');
    expect(outputs).toBe(`exit-code=1\nsarif=${temporary}/kmslint.sarif\n`);
    const sarif = JSON.parse(readFileSync(join(temporary, 'kmslint.sarif'), 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(1);
    expect(log).toMatch(/^::error .*rotation-disabled/m);
    expect(summary).toContain('rotation-disabled');
  });
});
