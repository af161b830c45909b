import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { initWork, type InitWork } from '../support/cli/init-work.ts';

let work: InitWork;
beforeEach(() => {
  work = initWork();
});
afterEach(() => work.remove());

describe('what leads elsewhere', () => {
  const outside = () => join(work.scratch, 'outside');

  test.each([
    ['a directory outside', () => mkdirSync(outside())],
    ['nowhere', () => undefined],
  ])('a linked .github that leads to %s stops all', async (_, prepare) => {
    prepare();
    symlinkSync('../outside', join(work.root, '.github'));
    const { code, stdout, stderr } = await work.init(['--ci', 'github']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^kmslint: \.github is a link that leads (?:out of the repository|nowhere); [^\n]*\n$/,
    );
    expect(work.files()).toEqual(['.github']);
    if (existsSync(outside())) expect(work.files(outside())).toEqual([]);
  });

  test('a linked file is left alone, and what it leads to is not made', async () => {
    symlinkSync('../outside', join(work.root, 'kmslint.config.json'));
    const { code, stdout } = await work.init();
    expect(code).toBe(0);
    expect(stdout).toContain('kept kmslint.config.json');
    expect(existsSync(outside())).toBe(false);
  });

  test('a link inside the repository is followed', async () => {
    mkdirSync(join(work.root, 'ci'));
    symlinkSync('ci', join(work.root, '.github'));
    expect((await work.init(['--ci', 'github'])).code).toBe(0);
    expect(existsSync(join(work.root, 'ci', 'workflows', 'kmslint.yml'))).toBe(true);
  });

  test('a file in the way of a directory stops all', async () => {
    work.write('.github', '');
    const { code, stderr } = await work.init(['--ci', 'github']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('.github is in the way')]);
    expect(work.files()).toEqual(['.github']);
  });

  test('names of directories cannot drive the terminal', async () => {
    work.write('\u{1b}[31m/main.tf', '');
    const { stdout } = await work.init(['--dry-run']);
    expect(stdout).toContain('\\u{1b}[31m');
    expect(stdout).not.toContain('\u{1b}');
  });
});
