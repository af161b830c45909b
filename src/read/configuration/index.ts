import { realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname } from 'node:path';
import type { Gap, Kind } from '../../model/inventory.ts';
import type { Resource } from '../input/resource.ts';
import { findEntries, reach, type Entry } from './modules/entries.ts';
import { withExits } from './resources/exits.ts';
import { givenValues, type Assignment } from './modules/given.ts';
import { loader, type Loader, type Session } from './modules/load.ts';
import { meaningsBy } from '../../hcl/syntax/meaning.ts';
import { startParser } from '../../hcl/syntax/parser.ts';
import type { Flaw } from './modules/module-source.ts';
import { withFormerAddresses } from './resources/moves.ts';
import { resourcesOf } from './resources/resources.ts';
import type { Absent, Root } from './root.ts';
import { sandboxAround, type Sandbox } from '../../hcl/sandbox.ts';
import { openScope } from './scope.ts';
import { display, type Comment } from '../../hcl/language/source.ts';
import { installedModules, scanner, walk, type Directory, type Listings } from './modules/walk.ts';
import { newWork } from '../../hcl/value/work.ts';

export type { Assignment } from './modules/given.ts';
export type { Comment } from '../../hcl/language/source.ts';

export interface HclOptions {
  /** Paths are printed relative to it. */
  readonly cwd?: string;
  /** `--var` and `--var-file`, in their order. */
  readonly assignments?: readonly Assignment[];
  /** Where `TF_VAR_…` are looked up; nowhere without it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Directories that were already walked, by their real paths, with what the directories below them hold. */
  readonly walked?: ReadonlyMap<string, Listings>;
  /** How long the parser may take over one file, in milliseconds. */
  readonly deadline?: number;
}

/** A module that was judged on its own, with all that it calls. */
export interface HclModule {
  /** Its directory, as printed. */
  readonly scope: string;
  /** Its directory, relative to the repository. */
  readonly rootModule: string;
  readonly resources: readonly Resource[];
  readonly gaps: readonly Gap[];
  /** What may be there besides, decided by a caller or a value that is not known. */
  readonly partial: readonly Gap[];
}

export interface HclReading {
  readonly modules: readonly HclModule[];
  /** The comments of every file that was read, by its path. */
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

const everyKind: readonly Kind[] = ['key', 'alias', 'policy', 'keyStore', 'cluster', 'hsm'];

/**
 * Reads configurations: directories, with all below them, or single files, each with the module around it and
 * the root modules that call it. Nothing is parsed where nothing can lead to a KMS key.
 */
export async function readHcl(
  inputs: string | readonly string[],
  options: HclOptions = {},
): Promise<HclReading> {
  const paths = (typeof inputs === 'string' ? [inputs] : inputs).map((path) => realpathSync(path));
  const modules: HclModule[] = [];
  const comments = new Map<string, readonly Comment[]>();
  for (const [root, group] of byRepository(paths)) {
    const reading = await readGroup(group, root, options);
    modules.push(...reading.modules);
    for (const [path, found] of reading.comments) comments.set(path, found);
  }
  return { modules, comments };
}

interface Group {
  readonly directories: Set<string>;
  readonly files: Set<string>;
  readonly sandbox: Sandbox;
}

function byRepository(paths: readonly string[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const path of paths) {
    const isDirectory = statSync(path).isDirectory();
    const sandbox = sandboxAround(isDirectory ? path : dirname(path));
    const group = groups.get(sandbox.root) ?? { directories: new Set(), files: new Set(), sandbox };
    (isDirectory ? group.directories : group.files).add(path);
    groups.set(sandbox.root, group);
  }
  return groups;
}

async function readGroup(group: Group, top: string, options: HclOptions): Promise<HclReading> {
  const { sandbox } = group;
  const listings = new Map<string, readonly Dirent[]>();
  const scan = scanner(sandbox, listings);
  const below = (path: string): readonly string[] => {
    const found = options.walked?.get(path) ?? walk(path);
    for (const [directory, entries] of found) listings.set(directory, entries);
    return [...found.keys()];
  };
  const entries = chooseEntries(group, top, scan, below);
  if (entries.length === 0) return { modules: [], comments: new Map() };
  const parser = startParser(options.deadline);
  try {
    const { loadFinder } = await import('../../hcl/syntax/place.ts');
    const cwd = realpathSync(options.cwd ?? '.');
    const show = (path: string): string => display(cwd, path);
    const session: Session = {
      parser,
      meanings: meaningsBy(parser),
      find: await loadFinder(),
      sandbox,
      scan,
      show,
      files: new Map(),
    };
    const loading = loader(session);
    const leads = reach({ scan, sandbox }, (path) => scan(path).mentions);
    const modules = entries.map((entry, i) => {
      const next = entries[i + 1];
      loading.start(entry.path);
      if (next !== undefined) loading.start(next.path);
      return readEntry(entry, session, loading, leads, options);
    });
    const comments = [...session.files].map(([path, file]) => [path, file.comments] as const);
    return { modules, comments: new Map(comments) };
  } finally {
    await parser.close();
  }
}

function chooseEntries(
  group: Group,
  top: string,
  scan: (path: string) => Directory,
  walkBelow: (path: string) => readonly string[],
): readonly Entry[] {
  const { directories: named, files, sandbox } = group;
  const below = [...named].flatMap(walkBelow);
  const search = { named, scan, sandbox };
  const whole = findEntries({ ...search, directories: [...new Set(below)], around: null });
  if (files.size === 0) return whole;
  const around = new Set([...files].map((file) => dirname(file)));
  const near = findEntries({ ...search, directories: walkBelow(top), around });
  const all = new Map([...near, ...whole].map((entry) => [entry.path, entry]));
  return [...all.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function readEntry(
  entry: Entry,
  session: Session,
  { load }: Loader,
  leads: Root['leads'],
  { assignments = [], environment = {} }: HclOptions,
): HclModule {
  const flaws: Flaw[] = [];
  const absent = new Map<string, Absent>();
  const seen = new Set<string>();
  const note = (flaw: Flaw): void => {
    const key = JSON.stringify([flaw.what, flaw.at]);
    if (!seen.has(key)) flaws.push(flaw);
    seen.add(key);
  };
  const root: Root = {
    entry,
    work: newWork(),
    sandbox: session.sandbox,
    load: (directory) => {
      const module = load(directory);
      module.flaws.forEach(note);
      return module;
    },
    leads,
    installed: installedModules(entry.path, session.sandbox),
    given: givenValues(load(entry.path), session, assignments, environment, note),
    meaning: (path, source) => session.meanings.of(session.show(path), source),
    moves: new Map(),
    note,
    noteAbsent: (flaw) => absent.set(JSON.stringify([flaw.what, flaw.at]), flaw),
  };
  const scope = session.show(entry.path);
  const opened = openScope(root, entry.path, { address: '', callPath: '', around: [] }, null);
  const resources = withFormerAddresses(withExits(resourcesOf(opened), opened), root.moves);
  const gaps = flaws.map(({ reason, what, at }): Gap => ({
    scope,
    reason,
    what,
    hides: everyKind,
    at,
  }));
  const partial = [...absent.values()].map((flaw): Gap => ({ scope, ...flaw }));
  const rootModule = display(session.sandbox.root, entry.path);
  return { scope, rootModule, resources, gaps, partial };
}
