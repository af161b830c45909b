import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../errors.ts';
import { repositoryOf } from '../../read/input/root-module.ts';

/** The names that are looked for. */
export const configNames = ['kmslint.config.json', '.kmslint.yaml'] as const;

export interface FoundConfig {
  /** Absolute. */
  readonly path: string;
  /** The directory that nothing it names may leave; null where the command line named the file. */
  readonly root: string | null;
}

/**
 * The nearest configuration file from a directory up to the root of its git repository; without a repository only
 * the directory itself is looked into, for above it files may be anybody's.
 * @throws UserError where two files claim one directory, or the file is a link that leads out of the repository
 */
export function findConfig(directory: string): FoundConfig | null {
  const root = repositoryOf(directory) ?? resolve(directory);
  for (let here = resolve(directory); ; here = dirname(here)) {
    const [path, other] = configNames.map((name) => join(here, name)).filter(exists);
    if (path !== undefined && other !== undefined) {
      const names = [path, other].map((name) => showPath(name, directory));
      throw new UserError(`${names.join(' and ')} are both there; keep one of them`);
    }
    if (path !== undefined) {
      if (isInside(path, root)) return { path, root };
      throw new UserError(
        `${showPath(path, directory)}: the configuration leads out of its repository; name it with --config if it is to be trusted`,
      );
    }
    if (here === root) return null;
  }
}

/** Whether a path, its links followed as far as it exists, lies in a directory. */
export function isInside(path: string, directory: string): boolean {
  const inner = relative(realpathSync(directory), realOf(path));
  return inner !== '..' && !inner.startsWith(`..${sep}`) && resolve(inner) !== inner;
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realOf(above), path.slice(above.length));
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Relative to a directory, with forward slashes. */
export function showPath(path: string, directory: string): string {
  const shown = relative(directory, path);
  return shown === '' ? '.' : shown.split(sep).join('/');
}
