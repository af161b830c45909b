import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inScratch } from '../judge/hcl-oracle.ts';
import { kmslint, type Told } from './run-main.ts';

/** What a run made of files, and what it said. */
export interface Fixed extends Told {
  readonly files: Readonly<Record<string, string>>;
}

type Files = Readonly<Record<string, string>>;

/** Runs `--fix --force` on files. */
export function fixed(files: Files, ...argv: readonly string[]): Promise<Fixed> {
  return inScratch({ '.git/HEAD': '', ...files }, async (directory) => {
    const told = await kmslint(directory, ['--fix', '--force', ...argv]);
    return { ...told, files: contents(directory, files) };
  });
}

/** What the files of a directory hold now. */
export function contents(directory: string, files: Files): Files {
  const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
  return Object.fromEntries(Object.keys(files).map((name) => [name, read(name)]));
}

/** Runs git as somebody who has no settings. */
export function git(directory: string, ...argv: readonly string[]): string {
  const identity = ['-c', 'user.name=ExampleUser', '-c', 'user.email=user@example.com'];
  const env = { PATH: process.env['PATH'], HOME: directory, GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...identity, ...argv], {
    cwd: directory,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

/** Lets something happen in a repository in which the files are committed. */
export function inCommitted<T>(files: Files, use: (directory: string) => Promise<T>): Promise<T> {
  return inScratch(files, async (directory) => {
    git(directory, 'init', '--quiet');
    git(directory, 'add', '--all', '--force');
    git(directory, 'commit', '--quiet', '--message', 'before');
    return await use(directory);
  });
}
