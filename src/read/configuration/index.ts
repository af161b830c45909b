import { realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname } from 'node:path';
import { display, type Comment } from '../../hcl/language/source.ts';
import { sandboxAround, type Sandbox } from '../../hcl/sandbox.ts';
import { meaningsBy } from '../../hcl/syntax/meaning.ts';
import { startParser } from '../../hcl/syntax/parser.ts';
import { compareText } from '../../text/compare.ts';
import { openEntry, readEntry, type HclModule, type HclOptions, type OpenEntry } from './entry.ts';
import { findEntries, reach, type Entry } from './modules/entries.ts';
import { loader, type Session } from './modules/load.ts';
import { scanner, walk, type Directory } from './modules/walk.ts';
import { noUnits, readUnits, unitsAround } from './units.ts';

export type { Assignment } from './modules/given.ts';
export type { Comment } from '../../hcl/language/source.ts';
export type { HclModule, HclOptions } from './entry.ts';

export interface HclReading {
  readonly modules: readonly HclModule[];
  /** The comments of every file that was read, by its path. */
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

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

/** Reads the inputs of one repository. */
async function readGroup(group: Group, top: string, options: HclOptions): Promise<HclReading> {
  const { sandbox } = group;
  const listings = new Map<string, readonly Dirent[]>();
  const scan = scanner(sandbox, listings);
  const below = (path: string): readonly string[] => {
    const found = options.walked?.get(path) ?? walk(path);
    for (const [directory, entries] of found) listings.set(directory, entries);
    return [...found.keys()];
  };
  const places = findPlaces(group, top, below);
  const holdsUnits = places.all.some((path) => scan(path).units.length > 0);
  const choose = (run: ReadonlySet<string>): readonly Entry[] =>
    chooseEntries(group, places, scan, run);
  if (!holdsUnits && choose(new Set()).length === 0) return { modules: [], comments: new Map() };
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
    const open = (entry: Entry): OpenEntry => openEntry(entry, session, loading, leads, options);
    const units = holdsUnits ? readUnits(places.all, session, open) : noUnits;
    const chosen = choose(units.run).map((entry) => [entry.path, entry] as const);
    const near = unitsAround(units, group, { scan, sandbox }).map(
      (entry) => [entry.unit.directory, entry] as const,
    );
    const entries = [...chosen, ...near].toSorted(([a], [b]) => compareText(a, b));
    const modules = entries.map(([, entry], i) => {
      const next = entries[i + 1]?.[1];
      loading.start(entry.path);
      if (next !== undefined) loading.start(next.path);
      return readEntry(open(entry), session);
    });
    const comments = [...session.files].map(([path, file]) => [path, file.comments] as const);
    return { modules: [...units.flawed, ...modules], comments: new Map(comments) };
  } finally {
    await parser.close();
  }
}

/** Directories of the input, and those of its repository where a single file stands for what leads to it. */
interface Places {
  readonly below: readonly string[];
  readonly all: readonly string[];
}

function findPlaces(
  { directories, files }: Group,
  top: string,
  walkBelow: (path: string) => readonly string[],
): Places {
  const below = [...new Set([...directories].flatMap(walkBelow))];
  const all = files.size === 0 ? below : [...new Set([...below, ...walkBelow(top)])];
  return { below, all };
}

function chooseEntries(
  { directories: named, files, sandbox }: Group,
  { below, all }: Places,
  scan: (path: string) => Directory,
  run: ReadonlySet<string>,
): readonly Entry[] {
  const search = { named, scan, sandbox, run };
  const whole = findEntries({ ...search, directories: below, around: null });
  if (files.size === 0) return whole;
  const around = new Set([...files].map((file) => dirname(file)));
  const near = findEntries({ ...search, directories: all, around });
  const found = new Map([...near, ...whole].map((entry) => [entry.path, entry]));
  return [...found.values()];
}
