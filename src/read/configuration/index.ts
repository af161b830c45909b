import { realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname } from 'node:path';
import { display, type Comment } from '../../hcl/language/source.ts';
import { sandboxAround, type Drafts, type Sandbox } from '../../hcl/sandbox.ts';
import { compareText } from '../../text/compare.ts';
import type { HclModule, HclOptions } from './entry.ts';
import { chooseEntries, type Search } from './modules/entries.ts';
import type { Survey } from './modules/unread.ts';
import { scanner, walk } from './modules/walk.ts';
import { entryReader } from './reader.ts';
import { unitsAround } from './units.ts';

export type { HclModule, HclOptions } from './entry.ts';
export type { Assignment } from './modules/given.ts';
export type { Comment } from '../../hcl/language/source.ts';

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
  for (const [root, group] of byRepository(paths, options.drafts)) {
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

function byRepository(
  paths: readonly string[],
  drafts: Drafts | undefined,
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const path of paths) {
    const isDirectory = statSync(path).isDirectory();
    const sandbox = sandboxAround(isDirectory ? path : dirname(path), drafts);
    const group = groups.get(sandbox.root) ?? { directories: new Set(), files: new Set(), sandbox };
    (isDirectory ? group.directories : group.files).add(path);
    groups.set(sandbox.root, group);
  }
  return groups;
}

async function readGroup(group: Group, top: string, options: HclOptions): Promise<HclReading> {
  const { sandbox } = group;
  const listings = new Map<string, readonly Dirent[]>();
  const scan = scanner(sandbox, listings, options.monitors !== false);
  const below = (path: string): readonly string[] => {
    const found = options.walked?.get(path) ?? walk(path);
    for (const [directory, entries] of found) listings.set(directory, entries);
    return [...found.keys()];
  };
  const cwd = realpathSync(options.cwd ?? '.');
  const survey: Survey = { scan, sandbox, show: (path) => display(cwd, path) };
  const covered = new Set<string>();
  const reader = entryReader(survey, options, covered);
  const modules: HclModule[] = [];
  try {
    const plain = searches(group, top, survey, below);
    const places = [...new Set(plain.flatMap(({ directories }) => directories))];
    const units = await reader.units(places);
    modules.push(...units.flawed);
    for (const unit of unitsAround(units, group, survey)) {
      modules.push(await reader.read(unit, null));
    }
    for (const search of plain) {
      const { first, next } = chooseEntries({ ...search, run: units.run });
      const before = new Set(modules.map(({ directory }) => directory));
      const fresh = first.filter(({ path }) => !before.has(path));
      reader.expect(fresh);
      for (const [i, entry] of fresh.entries()) {
        modules.push(await reader.read(entry, fresh[i + 1] ?? null));
      }
      for (let left = next(covered); left !== null; left = next(covered)) {
        modules.push(await reader.read(left, null));
      }
    }
    const told = modules.filter(({ resources, without, gaps, partial }) =>
      [resources, without, gaps, partial].some(({ length }) => length > 0),
    );
    return {
      modules: told.toSorted((a, b) => compareText(a.scope, b.scope)),
      comments: reader.comments(),
    };
  } finally {
    await reader.close();
  }
}

/** What lies below the directories that were named, and what leads to the files that were. */
function searches(
  { directories: named, files }: Group,
  top: string,
  { scan, sandbox }: Survey,
  walkBelow: (path: string) => readonly string[],
): readonly Omit<Search, 'run'>[] {
  const below = [...new Set([...named].flatMap(walkBelow))];
  const search = { named, scan, sandbox };
  const whole = below.length === 0 ? [] : [{ ...search, directories: below, around: null }];
  if (files.size === 0) return whole;
  const around = new Set([...files].map((file) => dirname(file)));
  return [...whole, { ...search, directories: walkBelow(top), around }];
}
