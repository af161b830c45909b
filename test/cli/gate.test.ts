import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kmslint-gate-'));
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'git@github.com:example/infrastructure.git');
  write('infra/invoices.tf', key('invoices', 'false'));
  write('infra/backups.tf', key('backups', 'true'));
  commit('the state of things');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The command line as it is shipped: `npm ci` and `npm run build` make it. */
const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

function kmslint(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '' },
  });
  return { code: status, stdout, stderr };
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), text);
}

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: directory,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: directory,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Example',
      GIT_AUTHOR_EMAIL: 'user@example.com',
      GIT_COMMITTER_NAME: 'Example',
      GIT_COMMITTER_EMAIL: 'user@example.com',
    },
  });

const commit = (message: string): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
};

const key = (name: string, rotate: string, comment = ''): string =>
  `${comment}resource "aws_kms_key" "${name}" {\n  enable_key_rotation = ${rotate}\n}\n`;

/** A day so many days from now, in UTC. */
const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What the gate says: the exit code, and the subjects that fail. */
function gate(...args: readonly string[]) {
  const { code, stdout, stderr } = kmslint(['-f', 'json', ...args]);
  if (code === 2) return { code, failing: [], stderr };
  const findings: readonly Failing[] = JSON.parse(stdout).findings;
  const failing = findings
    .filter(
      (one) => one.kind === 'fail' && one.suppression === null && one.baselineState !== 'unchanged',
    )
    .map(({ ruleId, subject }) => `${ruleId} ${subject}`);
  return { code, failing, stderr };
}

interface Failing {
  readonly kind: string;
  readonly ruleId: string;
  readonly subject: string;
  readonly suppression: object | null;
  readonly baselineState: string | null;
}

const config = () => JSON.parse(readFileSync(join(directory, 'kmslint.config.json'), 'utf8'));

// Each step goes on where the one before it ended.
describe('a repository takes the gate up', () => {
  test('init writes what is missing, and nothing else changes', () => {
    const { code, stdout } = kmslint(['init']);
    expect(code).toBe(0);
    expect(stdout).toContain('found Terraform in infra · GitHub');
    const written = git('status', '--short', '--untracked-files=all').trimEnd().split('\n');
    expect(written).toEqual([
      '?? .github/workflows/kmslint.yml',
      '?? .pre-commit-config.yaml',
      '?? kmslint-baseline.json',
      '?? kmslint.config.json',
    ]);
    commit('kmslint');
  });

  test('the first run finds what was always wrong', () => {
    expect(gate()).toMatchObject({ code: 1, failing: ['rotation-disabled aws_kms_key.invoices'] });
    expect(git('status', '--short')).toBe('');
  });

  test('--update-baseline accepts it, and the gate is green', () => {
    const { code, stderr } = kmslint(['--update-baseline']);
    expect([code, stderr]).toEqual([0, 'kmslint-baseline.json: 1 added, 0 removed, 0 kept\n']);
    expect(git('status', '--short')).toBe(' M kmslint-baseline.json\n');
    commit('what we live with');
    expect(gate()).toMatchObject({ code: 0, failing: [] });
  });

  test('a new violation is red, whatever moves around the old one', () => {
    git('mv', 'infra/invoices.tf', 'infra/billing.tf');
    write('infra/orders.tf', key('orders', 'false'));
    commit('orders');
    expect(gate()).toMatchObject({ code: 1, failing: ['rotation-disabled aws_kms_key.orders'] });
  });

  test('a suppression with a reason makes it green, and a gate that allows none stays red', () => {
    write('infra/orders.tf', key('orders', 'false', comment(day(30))));
    commit('orders may wait');
    expect(gate()).toMatchObject({ code: 0, failing: [] });
    expect(gate('--no-inline-suppressions').code).toBe(1);
  });

  test('once its last day is over, the gate is red again, and says why', () => {
    write('infra/orders.tf', key('orders', 'false', comment(day(-1))));
    const { code, failing } = gate();
    expect(code).toBe(1);
    expect(failing).toContain('rotation-disabled aws_kms_key.orders');
    expect(failing.join('\n')).toContain('suppression-ineffective');
  });

  test('a suppression in the configuration runs out likewise', () => {
    write('infra/orders.tf', key('orders', 'false'));
    const suppress = (expires: string) => {
      const one = {
        rule: 'rotation-disabled',
        subject: 'aws_kms_key.orders',
        reason: 'not yet',
        expires,
      };
      write('kmslint.config.json', JSON.stringify({ ...config(), suppressions: [one] }));
    };
    suppress(day(30));
    expect(gate()).toMatchObject({ code: 0, failing: [] });
    expect(gate('--no-config-suppressions').code).toBe(1);
    suppress(day(-1));
    const { code, failing } = gate();
    expect(code).toBe(1);
    expect(failing).toContain('rotation-disabled aws_kms_key.orders');
  });

  test('what is mended leaves the baseline, and cannot come back unseen', () => {
    write('kmslint.config.json', JSON.stringify({ ...config(), suppressions: [] }));
    write('infra/orders.tf', key('orders', 'true'));
    write('infra/billing.tf', key('invoices', 'true'));
    expect(kmslint(['--update-baseline'])).toMatchObject({
      code: 0,
      stderr: 'kmslint-baseline.json: 0 added, 1 removed, 0 kept\n',
    });
    write('infra/billing.tf', key('invoices', 'false'));
    expect(gate()).toMatchObject({ code: 1, failing: ['rotation-disabled aws_kms_key.invoices'] });
  });
});

const comment = (until: string): string =>
  `# kmslint:ignore rotation-disabled until=${until} -- the archive is moved next month\n`;
