import { join, resolve } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { matchesGlob } from '../../text/glob.ts';
import { withoutKeys } from '../address.ts';
import type { Scope } from '../../model/inventory.ts';
import { repositoryOf } from '../../read/input/root-module.ts';
import { showPath } from './find.ts';

/** What a finding is about, as far as the patterns of a configuration ask. */
export type Reached = Pick<Finding, 'subject' | 'scope' | 'location' | 'related'>;

/** Whether patterns of a configuration reach a finding. */
export interface Reach {
  /** An address or ARN, or a pattern of one; those of its other places too. */
  readonly bySubject: (pattern: string, finding: Reached) => boolean;
  /** A file, a plan or a root module, or a directory around it. */
  readonly byPath: (pattern: string, finding: Reached) => boolean;
}

/** Whether patterns reach an absolute path, or a directory around it. */
export function reachesPath(patterns: readonly string[], base: string): (path: string) => boolean {
  return (path) => patterns.some((pattern) => matchesPath(pattern, showPath(path, base)));
}

/** @param base what path patterns are relative to */
export function reachFrom(base: string, directory: string, scopes: readonly Scope[]): Reach {
  const repository = repositoryOf(directory);
  const modules = new Map(
    scopes.flatMap(({ id, rootModule }): [string, string][] => {
      if (rootModule === null || repository === null) return [];
      return [[id, showPath(join(repository, rootModule), directory)]];
    }),
  );
  const shown = new Map<string, string>();
  const isPath = (pattern: string, path: string): boolean => {
    const relative = shown.get(path) ?? showPath(resolve(directory, path), base);
    shown.set(path, relative);
    return matchesPath(pattern, relative);
  };
  return {
    bySubject: (pattern, { subject, related = [] }) =>
      [subject, ...related.map((place) => place.subject)].some(
        (name) => matchesGlob(pattern, name) || matchesGlob(pattern, withoutKeys(name)),
      ),
    byPath: (pattern, { location, scope }) => {
      const source = location.kind === 'plan' ? location.source : null;
      const paths = [location.path, source?.path ?? null, modules.get(scope) ?? null];
      return paths.some((path) => path !== null && isPath(pattern, path));
    },
  };
}

/** The path itself, or a directory around it; two stars and a slash in front stand for any directories or none. */
function matchesPath(pattern: string, path: string): boolean {
  const glob = pattern.replace(/^\.\//, '').replace(/\/(?:\*\*)?$/, '');
  const ends = [...path.matchAll(/\//g)].map(({ index }) => index);
  const tried = [...ends.filter((end) => end > 0).map((end) => path.slice(0, end)), path];
  return tried.some(
    (part) =>
      matchesGlob(glob, part) || (glob.startsWith('**/') && matchesGlob(glob.slice(3), part)),
  );
}
