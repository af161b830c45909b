import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

// What actionlint and zizmor say of them is in .ci/checks; this holds without either.

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.github', 'workflows');
const names = readdirSync(folder);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: unknown;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly ['timeout-minutes']?: number;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const workflows = names.map((name): [string, Workflow] => [name, parse(read(name))]);

test('there are four', () => {
  expect(names.toSorted()).toEqual(['audit.yml', 'ci.yml', 'codeql.yml', 'release.yml']);
});

describe.each(workflows)('%s', (name, { permissions, jobs }) => {
  const all = Object.values(jobs);
  const steps = all.flatMap((job) => job.steps ?? []);

  test('has no permission but what a job asks for', () => {
    expect(permissions).toEqual({});
    for (const job of all) expect(job.permissions).toBeTypeOf('object');
  });

  test('uses actions at a commit, with the release that it is', () => {
    const used = [...read(name).matchAll(/^ *(?:- )?uses: (.*)$/gm)].map(([, text = '']) => text);
    expect(used.length).toBe(steps.filter(({ uses }) => uses !== undefined).length + callsOf(all));
    for (const text of used.filter((line) => !line.startsWith('./'))) {
      expect(text).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('makes no script of what others write, and keeps no token in the checkout', () => {
    for (const { run, uses, with: given } of steps) {
      expect(run ?? '').not.toContain('${{');
      if (uses?.startsWith('actions/checkout@') === true) {
        expect(given).toMatchObject({ 'persist-credentials': false });
      }
    }
  });

  test('runs scripts that there are, and ends by itself', () => {
    for (const { run = '' } of steps) {
      for (const [script] of run.matchAll(/\.ci\/[\w-]+/g)) {
        expect(existsSync(join(root, script)), script).toBe(true);
        expect(statSync(join(root, script)).mode & 0o111).not.toBe(0);
      }
    }
    for (const job of all.filter(({ uses }) => uses === undefined)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });
});

test('CI runs on every release line that is maintained, from the one that the package asks for', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lines: readonly number[] = parse(read('ci.yml')).jobs.run.strategy.matrix.node;
  expect(lines).toEqual([20, 22, 24, 26]);
  expect(engines.node).toMatch(/^>=20\./);
});

function callsOf(jobs: readonly Job[]): number {
  return jobs.filter(({ uses }) => uses !== undefined).length;
}
