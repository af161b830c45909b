import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { UserError } from '../../errors.ts';

/** What git needs to find itself and its user's settings; nothing that leads it elsewhere. */
const passedOn = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'USERPROFILE', 'SystemRoot', 'PATHEXT'];

/**
 * The files of a repository that git could not bring back: changed since the last commit, never committed, or ignored.
 * Nothing that the repository's settings name is run to watch its files.
 * @param root the repository; paths are real ones
 * @throws UserError where git does not answer
 */
export async function uncommitted(
  root: string,
  paths: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const name = relative(root, path);
    const args = ['status', '--porcelain', '-z', '--ignored', '--untracked-files=all', '--', name];
    if ((await runGit(root, args, environment)) !== '') found.push(path);
  }
  return found;
}

async function runGit(
  root: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const env = Object.fromEntries(passedOn.map((name) => [name, environment[name]]));
  const settings = ['--no-optional-locks', '--literal-pathspecs', '-c', 'core.fsmonitor=false'];
  return await new Promise((resolve, reject) => {
    execFile(
      'git',
      [...settings, ...args],
      { cwd: root, env: { ...env, LC_ALL: 'C' }, windowsHide: true },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else
          reject(
            new UserError(
              `git does not tell what is committed in ${root}: ${why(error, stderr)}; nothing was changed; commit what matters and give --force`,
            ),
          );
      },
    );
  });
}

function why(error: Error & { readonly code?: unknown }, stderr: string): string {
  if (error.code === 'ENOENT') return 'there is no git';
  return stderr.trim().split('\n')[0] ?? error.message;
}
