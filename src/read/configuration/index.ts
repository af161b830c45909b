import { realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname } from 'node:path';
import { display, type Comment } from '../../hcl/language/source.ts';
import { sandboxAround, type Sandbox } from '../../hcl/sandbox.ts';
import { compareText } from '../../text/compare.ts';
import type { HclModule, HclOptions } from './entry.ts';
import { chooseEntries, type Search } from './modules/entries.ts';
import type { Survey } from './modules/unread.ts';
import { scanner, walk } from './modules/walk.ts';
import { entryReader } from './reader.ts';
import { noUnits, unitsAround } from './units.ts';

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
  const cwd = realpathSync(options.cwd ?? '.');
  const survey: Survey = { scan, sandbox, show: (path) => display(cwd, path) };
  const reader = entryReader(survey, options);
  try {
    const places = findPlaces(group, top, below);
    const units = places.all.some((path) => scan(path).units.length > 0)
      ? await reader.units(places.all)
      : noUnits;
    const modules = [...units.flawed, ...(await reader.read(unitsAround(units, group, survey)))];
    const read = new Set<string>();
    for (const search of searches(group, places, survey, units.run)) {
      const { first, next } = chooseEntries(search);
      const fresh = first.filter(({ path }) => !read.has(path));
      for (const { path } of fresh) read.add(path);
      modules.push(...(await reader.read(fresh)));
      for (let left = next(reader.covered); left !== null; left = next(reader.covered))
        modules.push(...(await reader.read([left])));
    }
    const told = modules.filter(({ resources, without, gaps, partial }) =>
      [resources, without, gaps, partial].some(({ length }) => length > 0),
    );
    return {
      modules: told.toSorted((one, other) => compareText(one.directory, other.directory)),
      comments: reader.comments(),
    };
  } finally {
    await reader.close();
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

/** What lies below the directories that were named, and what leads to the files that were. */
function searches(
  { directories: named, files }: Group,
  { below, all }: Places,
  { scan, sandbox }: Survey,
  run: ReadonlySet<string>,
): readonly Search[] {
  const search = { named, scan, sandbox, run };
  const whole = below.length === 0 ? [] : [{ ...search, directories: below, around: null }];
  if (files.size === 0) return whole;
  const around = new Set([...files].map((file) => dirname(file)));
  return [...whole, { ...search, directories: all, around }];
}
