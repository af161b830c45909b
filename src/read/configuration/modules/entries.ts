import { join } from 'node:path';
import type { Sandbox } from '../../../hcl/sandbox.ts';
import type { Val } from '../../../hcl/value/value.ts';
import type { GeneratedFile } from '../../terragrunt/generate.ts';
import type { Flaw } from './module-source.ts';
import type { Directory } from './walk.ts';

/** A module that is judged on its own: a root module, or one that nobody who is judged calls. */
export interface Entry {
  readonly path: string;
  readonly isRoot: boolean;
  /** Whether it, or a module that it calls, names a KMS type; else there is nothing to parse, and its calls are told. */
  readonly leads: boolean;
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

/** Chooses what is judged on its own. */
export interface Entries {
  /** Root modules, and what nobody calls, in order of their paths. */
  readonly first: readonly Entry[];
  /**
   * One that is left when all others are judged: it is called by none of them, or by a call that makes no instance, or
   * only by a module that it calls itself. Null where everything is covered.
   */
  readonly next: (covered: ReadonlySet<string>) => Entry | null;
}

export function chooseEntries(search: Search): Entries {
  const { directories, named, around, scan, run } = search;
  const leads = reach(search, (path) => scan(path).mentions);
  const matters = reach(search, (path) => scan(path).mentions || callsElsewhere(scan(path)));
  const isNear = around === null ? null : reach(search, (path) => around.has(path));
  const wanted = directories
    .filter((path) => matters(path) && (!run.has(path) || named.has(path)))
    .filter((path) => isNear === null || isNear(path))
    .toSorted();
  const called = new Set([...run, ...directories.flatMap((path) => [...callees(path, search)])]);
  const toEntry = (path: string, isCalled: boolean): Entry => {
    if (!leads(path)) return { path, isRoot: true, leads: false };
    const { hasState, hasProvider } = scan(path).traits();
    const isRoot = hasState || named.has(path) || (hasProvider && !isCalled);
    return { path, isRoot, leads: true };
  };
  const first = wanted.flatMap((path) => {
    const isCalled = called.has(path);
    if ((isCalled && !leads(path)) || (run.has(path) && !named.has(path))) return [];
    const entry = toEntry(path, isCalled);
    return entry.isRoot || !isCalled ? [entry] : [];
  });
  let order: readonly Entry[] | null = null;
  let at = 0;
  return {
    first,
    next: (covered) => {
      order ??= callersFirst(
        wanted.filter((path) => !covered.has(path) && holdsSomething(scan(path))),
        search,
      ).map(({ path, isInner }) => {
        const isOwn = !isInner || scan(path).mentions;
        return isOwn ? toEntry(path, false) : { path, isRoot: false, leads: false };
      });
      while (covered.has(order[at]?.path ?? '')) at++;
      return order[at++] ?? null;
    },
  };
}

/**
 * Those that none of the others calls. Then the others, which are rings and what hangs on them: each is judged for what
 * stands in itself, so those that name no KMS type come last.
 */
function callersFirst(
  paths: readonly string[],
  search: Search,
): readonly { readonly path: string; readonly isInner: boolean }[] {
  const inner = new Set(paths.flatMap((path) => [...callees(path, search)]));
  const rankOf = (path: string): number => {
    if (!inner.has(path)) return 0;
    return search.scan(path).mentions ? 1 : 2;
  };
  return paths
    .map((path) => ({ path, isInner: inner.has(path) }))
    .toSorted((one, other) => rankOf(one.path) - rankOf(other.path));
}

function holdsSomething(directory: Directory): boolean {
  return directory.mentions || callsElsewhere(directory);
}

/** Whether it calls a module that is in no directory of the repository. */
function callsElsewhere({ calls }: Directory): boolean {
  return calls.length > 0;
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
    if (callees(start, search).size === 0) {
      known.set(start, property(start));
      return property(start);
    }
    const met = new Set([start]);
    const callers = new Map<string, string[]>();
    for (const path of met) {
      for (const callee of callees(path, search)) {
        const group = callers.get(callee);
        if (group === undefined) callers.set(callee, [path]);
        else group.push(path);
        if (!known.has(callee)) met.add(callee);
      }
    }
    const leading = new Set([...met].filter(property));
    for (const [callee, group] of callers) {
      if (known.get(callee) === true) for (const caller of group) leading.add(caller);
    }
    for (const path of leading) for (const caller of callers.get(path) ?? []) leading.add(caller);
    for (const path of met) known.set(path, leading.has(path));
    return leading.has(start);
  };
}

/** The directories of the modules that a module calls, by calls that make an instance. */
export function callees(
  path: string,
  { scan, sandbox }: Pick<Search, 'scan' | 'sandbox'>,
): ReadonlySet<string> {
  const directory = scan(path);
  const before = calleesOf.get(directory);
  if (before !== undefined) return before;
  const { calls, installed } = directory;
  if (calls.length === 0) return none;
  const local = calls
    .filter(({ isOff, source }) => !isOff && isLocal(source))
    .map(({ source }) => sandbox.directory(join(path, source)))
    .filter((reached) => reached !== null && reached !== path);
  const found = new Set([...local, ...installed.values()].filter((reached) => reached !== null));
  calleesOf.set(directory, found);
  return found;
}

const none: ReadonlySet<string> = new Set();

/** A link is resolved once, however often it is asked where it leads. */
const calleesOf = new WeakMap<Directory, ReadonlySet<string>>();

/** Whether a source is a path. One that OpenTofu computes is known to `tofu init` alone. */
export function isLocal(source: string): boolean {
  return /^\.\.?(?:\/|$)/.test(source) && !/[$%]\{/.test(source);
}
