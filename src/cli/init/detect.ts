import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { repositoryOf } from '../../read/input/root-module.ts';
import { findInputs } from '../../read/input/walk.ts';
import { findEnvironments, type Found } from './environments.ts';

/** The CI systems that `kmslint init` writes for. */
export const ciSystems = ['github', 'gitlab'] as const;

export type CiSystem = (typeof ciSystems)[number];

/** What stands around the directory in which kmslint is to be set up. */
export interface Surroundings {
  /** Absolute; the root of the git repository, or the directory itself where there is none. */
  readonly root: string;
  readonly isRepository: boolean;
  /** The command that plans here; null where nothing is to be planned yet. */
  readonly planner: 'terraform' | 'tofu' | null;
  /** Directories that hold configuration, relative to the root, with forward slashes. */
  readonly modules: readonly string[];
  /** Environments that files with values tell of. */
  readonly environments: Found;
  readonly ci: readonly CiSystem[];
  /** The branch that changes are merged to. */
  readonly branch: string;
}

/** Looks around: files and `.git` alone, no process is started. */
export function detect(directory: string): Surroundings {
  const repository = repositoryOf(directory);
  const root = repository ?? resolve(directory);
  const { configurations } = findInputs(root);
  const modules = [...configurations.keys()]
    .map((path) => relative(root, path).split(sep).join('/'))
    .toSorted();
  const names = [...configurations.values()].flat().map(({ name }) => name);
  const isTofu =
    existsSync(join(root, '.opentofu-version')) ||
    names.some((name) => /\.tofu(?:\.json)?$/.test(name));
  const git = repository === null ? null : gitDirectoryOf(repository);
  return {
    root,
    isRepository: repository !== null,
    planner: isTofu ? 'tofu' : modules.length > 0 ? 'terraform' : null,
    modules,
    environments: findEnvironments([...configurations.keys()]),
    ci: ciSystems.filter((system) => uses(system, root, git)),
    branch: branchOf(git),
  };
}

const traces: Readonly<Record<CiSystem, { readonly file: string; readonly host: RegExp }>> = {
  github: { file: '.github', host: /^[^/]*github/i },
  gitlab: { file: '.gitlab-ci.yml', host: /^[^/]*gitlab/i },
};

/** Its files are here, or a remote's host bears its name. */
function uses(system: CiSystem, root: string, git: string | null): boolean {
  const { file, host } = traces[system];
  return existsSync(join(root, file)) || remoteHosts(git).some((name) => host.test(name));
}

/** Hosts of `https://host/…`, `ssh://git@host/…` and `git@host:…`. */
function remoteHosts(git: string | null): readonly string[] {
  if (git === null) return [];
  const remotes = readOr(join(git, 'config'), '').matchAll(/^\s*url\s*=\s*(\S+)/gm);
  return [...remotes].flatMap(([, url = '']) => {
    const host = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+)[/:]/i.exec(url)?.[1];
    return host === undefined ? [] : [host];
  });
}

/** A worktree's `.git` is a file that names another directory, and that one names the common one. */
function gitDirectoryOf(repository: string): string {
  const path = join(repository, '.git');
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return path;
  const named = /^gitdir:\s*(.+)$/m.exec(readOr(path, ''))?.[1]?.trim() ?? '.git';
  const git = resolve(repository, named);
  return resolve(git, readOr(join(git, 'commondir'), '.').trim());
}

/** What the remote calls its main branch, where its name needs no quotes in YAML. */
function branchOf(git: string | null): string {
  const head = git === null ? '' : readOr(join(git, 'refs', 'remotes', 'origin', 'HEAD'), '');
  return /^ref: refs\/remotes\/origin\/([a-zA-Z][\w./-]*)\s*$/.exec(head)?.[1] ?? 'main';
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
