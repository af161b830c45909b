import { realpathSync, statSync, type Dirent } from 'node:fs';
import { dirname } from 'node:path';
import { display, type Comment } from '../../hcl/language/source.ts';
import { sandboxAround, type Drafts, type Sandbox } from '../../hcl/sandbox.ts';
import { moduleAround } from '../input/root-module.ts';
import { compareText } from '../../text/compare.ts';
import type { HclModule } from './entry.ts';
import type { HclOptions } from './options.ts';
import { environmentFiles } from './environments.ts';
import { chooseEntries, type Search } from './modules/entries.ts';
import { idleFilesIn } from './modules/idle-files.ts';
import type { Survey } from './modules/unread.ts';
import { scanner, walk } from './modules/walk.ts';
import { entryReader } from './reader.ts';
import { unitsAround } from './units.ts';

export type { HclModule } from './entry.ts';
export type { Environment, Environments, HclOptions } from './options.ts';
export type { Assignment } from './modules/given.ts';
export type { Comment } from '../../hcl/language/source.ts';

export interface HclReading {
  readonly modules: readonly HclModule[];
  /** The comments of every file that was read, by its path. */
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
  /** Files with values of variables that nobody loads, as printed. */
  readonly idle: readonly string[];
  /** Names of environments that apply to no module that was read, where one was. */
  readonly unmet: readonly string[];
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
  const idle: string[] = [];
  const asked = new Set((options.environments?.all ?? []).map(({ name }) => name));
  let unmet: ReadonlySet<string> = asked;
  for (const [root, group] of byRepository(paths, options.drafts)) {
    const reading = await readGroup(group, root, options);
    modules.push(...reading.modules);
    idle.push(...reading.idle);
    unmet = new Set([...unmet].filter((name) => reading.unmet.includes(name)));
    for (const [path, found] of reading.comments) comments.set(path, found);
  }
  return { modules, comments, idle, unmet: modules.length === 0 ? [] : [...unmet] };
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
      modules.push(...(await reader.read(unit, null)));
    }
    for (const search of plain) {
      const { first, next } = chooseEntries({ ...search, run: units.run });
      const before = new Set(modules.map(({ directory }) => directory));
      const fresh = first.filter(({ path }) => !before.has(path));
      reader.expect(fresh);
      for (const [i, entry] of fresh.entries()) {
        modules.push(...(await reader.read(entry, fresh[i + 1] ?? null)));
      }
      for (let left = next(covered); left !== null; left = next(covered)) {
        modules.push(...(await reader.read(left, null)));
      }
    }
    const telling = modules.filter(({ resources, without, gaps, partial }) =>
      [resources, without, gaps, partial].some(({ length }) => length > 0),
    );
    // What one environment of a module tells is compared with all others.
    const scopes = new Set(telling.map(({ scope }) => scope));
    const told = modules.filter(({ scope }) => scopes.has(scope));
    return {
      modules: told.toSorted((a, b) => compareText(a.scope, b.scope)),
      comments: reader.comments(),
      idle: idleFiles(told, options, sandbox).map(survey.show),
      unmet: unmetBy(modules, options),
    };
  } finally {
    await reader.close();
  }
}

/** A name that is mistyped in a configuration would leave an environment unjudged without a word. */
function unmetBy(modules: readonly HclModule[], { environments }: HclOptions): readonly string[] {
  const met = new Set(modules.map(({ environment }) => environment));
  return (environments?.all ?? []).flatMap(({ name }) => (met.has(name) ? [] : [name]));
}

/** Of modules that hold something: what neither Terraform, nor an environment, nor the command line names. */
function idleFiles(
  modules: readonly HclModule[],
  { assignments = [], environments }: HclOptions,
  sandbox: Sandbox,
): readonly string[] {
  const roots = new Set(
    modules.flatMap(({ directory, resources }) => (resources.length === 0 ? [] : [directory])),
  );
  return [...roots].flatMap((directory) => {
    const entry = { path: directory, isRoot: true, leads: true };
    const { base = '', all = [] } = environments ?? {};
    const used = new Set([
      ...assignments.flatMap((one) => (one.kind === 'file' ? [realpathSync(one.path)] : [])),
      ...all.flatMap((one) => environmentFiles(entry, one, base, sandbox) ?? []),
    ]);
    return idleFilesIn(directory).filter((file) => !used.has(file) && says(file, sandbox));
  });
}

/** Whether a file gives a value to something. */
function says(file: string, sandbox: Sandbox): boolean {
  const read = sandbox.read(file);
  return !('refused' in read) && /[=:]/.test(String(read.content));
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
  const around = new Set([...files].map(moduleAround));
  return [...whole, { ...search, directories: walkBelow(top), around }];
}
