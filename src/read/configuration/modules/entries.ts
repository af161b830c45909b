import { join } from 'node:path';
import type { Sandbox } from '../../../hcl/sandbox.ts';
import type { Val } from '../../../hcl/value/value.ts';
import type { GeneratedFile } from '../../terragrunt/generate.ts';
import type { Flaw } from './module-source.ts';
import type { Directory } from './walk.ts';

/** A module that is judged on its own: nobody in the input calls it, or it is a root module. */
export interface Entry {
  readonly path: string;
  readonly isRoot: boolean;
  /** What runs the module and gives it its variables, where that is no caller in the language. */
  readonly unit?: EntryUnit;
}

/** A Terragrunt unit or a component of a stack, as far as an entry module knows it. */
export interface EntryUnit {
  /** The directory that it stands in, absolute. */
  readonly directory: string;
  /** What tells it from others of its directory; empty for a Terragrunt unit. */
  readonly name: string;
  readonly given: (name: string) => Val | null;
  readonly generated: readonly GeneratedFile[];
  readonly variableFiles: readonly string[];
  /** Configuration files of its own directory, absolute: they are copied over the module's. */
  readonly paths: readonly string[];
  /** What was wrong with it. */
  readonly flaws: readonly Flaw[];
}

export interface Search {
  /** Directories with HCL files that belong to the input. */
  readonly directories: readonly string[];
  /** Directories that the user named. */
  readonly named: ReadonlySet<string>;
  /** Only what leads to one of these is judged; null for all. */
  readonly around: ReadonlySet<string> | null;
  readonly scan: (path: string) => Directory;
  readonly sandbox: Sandbox;
  /** Modules that units run: these stand for them. */
  readonly run: ReadonlySet<string>;
}

/** The modules to judge, in order of their paths. Directories that cannot lead to a key are left out unparsed. */
export function findEntries(search: Search): readonly Entry[] {
  const { directories, named, around, scan, run } = search;
  const leads = reach(search, (path) => scan(path).mentions || scan(path).sources.some(namesKms));
  const isNear = around === null ? null : reach(search, (path) => around.has(path));
  const wanted = directories.filter((path) => leads(path) && (isNear === null || isNear(path)));
  const called = new Set([...run, ...directories.flatMap((path) => [...callees(path, search)])]);
  return wanted
    .flatMap((path): readonly Entry[] => {
      const { hasState, hasProvider } = scan(path).traits();
      if (run.has(path) && !named.has(path)) return [];
      const isRoot = hasState || named.has(path) || (hasProvider && !called.has(path));
      return isRoot || !called.has(path) ? [{ path, isRoot }] : [];
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a directory, or a module that it leads to, has the property. */
export function reach(
  search: Pick<Search, 'scan' | 'sandbox'>,
  property: (path: string) => boolean,
): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (start) => {
    const before = known.get(start);
    if (before !== undefined) return before;
    const seen = new Set([start]);
    let found = false;
    for (const path of seen) {
      found = property(path) || known.get(path) === true;
      if (found) break;
      for (const callee of callees(path, search)) seen.add(callee);
    }
    known.set(start, found);
    return found;
  };
}

function callees(path: string, { scan, sandbox }: Pick<Search, 'scan' | 'sandbox'>): Set<string> {
  const { sources, installed } = scan(path);
  const local = sources
    .filter(isLocal)
    .map((source) => sandbox.directory(join(path, source)))
    .filter((directory) => directory !== null && directory !== path);
  return new Set([...local, ...installed].filter((directory) => directory !== null));
}

export function isLocal(source: string): boolean {
  return /^\.\.?(?:\/|$)/.test(source);
}

export function namesKms(source: string): boolean {
  return /kms|cloudhsm/i.test(source);
}
