import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { contents, git, inCommitted } from '../support/cli/fixed.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { kmslint } from '../support/cli/run-main.ts';

const off = 'resource "aws_kms_key" "k" {\n  enable_key_rotation = false\n}\n';
const on = off.replace('false', 'true');
const other = off.replace('"k"', '"other"');
const rsa = 'resource "aws_kms_key" "s" {\n  customer_master_key_spec = "RSA_2048"\n}\n';
const env = { PATH: process.env['PATH'] ?? '' };

describe('--fix', () => {
  test('changes what is committed, and reports what is left', async () => {
    const files = { 'a.tf': off, 'b b/ü.tf': off, 'c.tf': rsa };
    await inCommitted(files, async (directory) => {
      const first = await kmslint(directory, ['--fix'], env);
      expect(contents(directory, files)).toEqual({ 'a.tf': on, 'b b/ü.tf': on, 'c.tf': rsa });
      expect(first).toMatchObject({ code: 1, err: 'fixed 2 findings in 2 files\n' });
      expect(first.out).toMatch(/^1 finding \(1 medium\)/m);
      git(directory, 'commit', '--quiet', '--all', '--message', 'after');
      const second = await kmslint(directory, ['--fix'], env);
      expect(second).toEqual({ ...first, err: 'fixed 0 findings in 0 files\n' });
      expect(git(directory, 'status', '--porcelain')).toBe('');
    });
  });

  test.each<readonly [string, (directory: string) => void]>([
    ['changed', (directory) => writeFileSync(join(directory, 'b.tf'), `${other}# more\n`)],
    [
      'staged',
      (directory) => {
        writeFileSync(join(directory, 'b.tf'), `${other}# more\n`);
        git(directory, 'add', 'b.tf');
      },
    ],
    ['new', (directory) => writeFileSync(join(directory, ':(top)n.tf'), off.replace('"k"', '"n"'))],
    [
      'ignored',
      (directory) => {
        writeFileSync(join(directory, '.gitignore'), 'i.tf\n');
        writeFileSync(join(directory, 'i.tf'), off.replace('"k"', '"i"'));
      },
    ],
  ])('changes nothing where a file is %s and not committed, but by --force', async (_, change) => {
    const files = { 'a.tf': off, 'b.tf': other };
    await inCommitted(files, async (directory) => {
      change(directory);
      const before = contents(directory, files);
      const refused = await kmslint(directory, ['--fix'], env);
      expect([refused.code, refused.out]).toEqual([2, '']);
      expect(refused.err).toMatch(
        /^kmslint: \S+: not committed as it is; nothing was changed; commit first, or give --force\n$/,
      );
      expect(contents(directory, files)).toEqual(before);
      const forced = await kmslint(directory, ['--fix', '--force'], env);
      expect([forced.code, forced.err.includes('fixed')]).toEqual([0, true]);
    });
  });

  test('changes nothing without a repository, or without git', async () => {
    await inScratch({ 'a.tf': off }, async (directory) => {
      const { code, err } = await kmslint(directory, ['--fix'], env);
      expect([code, err]).toEqual([2, expect.stringContaining('no git repository holds it')]);
    });
    await inCommitted({ 'a.tf': off }, async (directory) => {
      const { code, err } = await kmslint(directory, ['--fix'], { PATH: directory });
      expect([code, err]).toEqual([2, expect.stringContaining('there is no git')]);
      expect(contents(directory, { 'a.tf': '' })).toEqual({ 'a.tf': off });
    });
  });

  test('runs nothing that the settings of the repository name', async () => {
    await inCommitted({ 'a.tf': off }, async (directory) => {
      git(directory, 'config', 'core.fsmonitor', `touch ${join(directory, 'ran')} #`);
      await kmslint(directory, ['--fix'], { ...env, GIT_DIR: '/nowhere' });
      expect(contents(directory, { 'a.tf': '' })).toEqual({ 'a.tf': on });
      expect(statSync(join(directory, 'ran'), { throwIfNoEntry: false })).toBeUndefined();
    });
  });

  test('keeps modes, and writes what a link inside leads to, not what one leads to outside', async () => {
    const outside = { 'x.tf': off };
    await inScratch(outside, async (elsewhere) => {
      await inCommitted({ 'real/a.tf': off, 'b/main.tf': '' }, async (directory) => {
        chmodSync(join(directory, 'real/a.tf'), 0o640);
        mkdirSync(join(directory, 'c'));
        symlinkSync('../real/a.tf', join(directory, 'c/link.tf'));
        symlinkSync(join(elsewhere, 'x.tf'), join(directory, 'b/out.tf'));
        await kmslint(directory, ['--fix', '--force'], env);
        expect(readFileSync(join(directory, 'real/a.tf'), 'utf8')).toBe(on);
        expect(statSync(join(directory, 'real/a.tf')).mode & 0o777).toBe(0o640);
        expect(lstatSync(join(directory, 'c/link.tf')).isSymbolicLink()).toBe(true);
        expect(contents(elsewhere, outside)).toEqual(outside);
      });
    });
  });

  test('changes no file of a repository inside of the repository', async () => {
    await inCommitted({ 'a.tf': off, 'sub/.keep': '', 'sub/b.tf': off }, async (directory) => {
      mkdirSync(join(directory, 'sub/.git'));
      const { err } = await kmslint(directory, ['--fix', '--force'], env);
      expect(err).toContain('sub/b.tf: not changed, it lies outside the repository');
      expect(contents(directory, { 'a.tf': '', 'sub/b.tf': '' })).toEqual({
        'a.tf': on,
        'sub/b.tf': off,
      });
    });
  });
});

describe('--diff', () => {
  test('tells what was not read, which makes its exit code', async () => {
    const files = { 'a.tf': on, 'half.json': '{"format_version": "1.2", "planned_values": {' };
    await inCommitted(files, async (directory) => {
      const told = await kmslint(directory, ['--diff'], env);
      expect(told).toMatchObject({ code: 3, out: '' });
      expect(told.err).toMatch(/^not read: half\.json:\d+:\d+: not valid JSON.*\n$/);
    });
  });

  test('prints a patch that git applies, and writes nothing', async () => {
    const files = {
      'a.tf': off.replaceAll('\n', '\r\n'),
      'b b/ü "x".tf': `\uFEFF${off}`,
      'c.tf': rsa.trimEnd(),
    };
    await inCommitted(files, async (directory) => {
      git(directory, 'config', 'core.autocrlf', 'false');
      const below = join(directory, 'b b');
      const told = await kmslint(directory, ['--diff', '--unsafe-fixes'], env);
      expect([told.code, told.err]).toEqual([1, '']);
      expect(contents(directory, files)).toEqual(files);
      const patch = join(directory, 'p.diff');
      writeFileSync(patch, told.out);
      git(directory, 'apply', patch);
      const applied = contents(directory, files);
      git(directory, 'checkout', '--quiet', '.');
      await kmslint(directory, ['--fix', '--unsafe-fixes'], env);
      expect(contents(directory, files)).toEqual(applied);
      expect(applied['a.tf']).toBe(on.replaceAll('\n', '\r\n'));
      expect(statSync(below).isDirectory()).toBe(true);
    });
  });

  test('ends as the check does', async () => {
    await inCommitted({ 'a.tf': on }, async (directory) => {
      expect(await kmslint(directory, ['--diff'], env)).toEqual({ code: 0, out: '', err: '' });
    });
  });

  test('shows no file on a terminal that would drive it', async () => {
    await inCommitted({ 'a.tf': off, 'b.tf': `# \u001b[2J\n${other}` }, async (directory) => {
      const told = { out: '', err: '' };
      await main(['--diff'], {
        stdin: (async function* () {})(),
        stdout: { write: (text) => (told.out += text), isTTY: true },
        stderr: { write: (text) => (told.err += text) },
        directory,
        env,
      });
      expect(told.out).toContain('a/a.tf');
      expect(told.out).not.toContain('b.tf');
      expect(told.err).toBe(
        'kmslint: b.tf: not shown, it holds characters that drive a terminal; redirect the patch to a file\n',
      );
      expect((await kmslint(directory, ['--diff'], env)).out).toContain('# \u001b[2J');
    });
  });
});

test.each([
  [['--fix', '--diff'], 'drop one of them'],
  [['--force'], '--force goes with --fix'],
  [['--diff', '--force'], '--force goes with --fix'],
  [['--unsafe-fixes'], '--unsafe-fixes goes with --fix or --diff'],
  [['--fix', '-'], '--fix changes files, and - is none'],
  [['--diff', '-f', 'json'], 'drop --format and --output'],
  [['--diff', '--baseline', 'b.json', '--update-baseline'], '--diff writes nothing'],
])('%j do not go together', async (argv, message) => {
  await inScratch({ '.git/HEAD': '', 'a.tf': off }, async (directory) => {
    const { code, err } = await kmslint(directory, argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(contents(directory, { 'a.tf': '' })).toEqual({ 'a.tf': off });
  });
});
