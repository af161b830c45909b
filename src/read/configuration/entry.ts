import { everyKind, type Gap } from '../../model/inventory.ts';
import type { Resource } from '../input/resource.ts';
import { display, type Comment } from '../../hcl/language/source.ts';
import { meaningsBy } from '../../hcl/syntax/meaning.ts';
import { newWork } from '../../hcl/value/work.ts';
import { reach, type Entry } from './modules/entries.ts';
import { givenValues, type Assignment } from './modules/given.ts';
import { loader, type Loader, type Session } from './modules/load.ts';
import type { Flaw, ModuleSource } from './modules/module-source.ts';
import { unreadBelow, unreadCalls, unreadGap, type Survey } from './modules/unread.ts';
import type { Listings } from './modules/walk.ts';
import { withExits } from './resources/exits.ts';
import { withFormerAddresses } from './resources/moves.ts';
import { resourcesOf } from './resources/resources.ts';
import type { Absent, Root } from './root.ts';
import { openScope } from './scope.ts';

export interface HclOptions {
  /** Paths are printed relative to it. */
  readonly cwd?: string;
  /** `--var` and `--var-file`, in their order. */
  readonly assignments?: readonly Assignment[];
  /** Where `TF_VAR_…` are looked up; nowhere without it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `--workspace`; else TF_WORKSPACE counts. */
  readonly workspace?: string;
  /** Directories that were already walked, by their real paths, with what the directories below them hold. */
  readonly walked?: ReadonlyMap<string, Listings>;
  /** How long the parser may take over one file, in milliseconds. */
  readonly deadline?: number;
}

/** A module that was judged on its own, with all that it calls. */
export interface HclModule {
  /** Its directory, as printed. */
  readonly scope: string;
  /** Its directory's real path. */
  readonly directory: string;
  /** Its directory, relative to the repository. */
  readonly rootModule: string;
  readonly resources: readonly Resource[];
  readonly gaps: readonly Gap[];
  /** What may be there besides, decided by a caller or a value that is not known. */
  readonly partial: readonly Gap[];
}

/** Reads entries one after the other. The parsers are loaded where the first of them leads to a key. */
export interface EntryReader {
  /** Reads an entry, begins on the one that comes next, and adds the directories that were looked into. */
  readonly read: (entry: Entry, next: Entry | null, covered: Set<string>) => Promise<HclModule>;
  readonly comments: () => ReadonlyMap<string, readonly Comment[]>;
  readonly close: () => Promise<void>;
}

export function entryReader(survey: Survey, options: HclOptions): EntryReader {
  let opened: { readonly session: Session; readonly loading: Loader } | null = null;
  const open = async (): Promise<NonNullable<typeof opened>> => {
    if (opened !== null) return opened;
    const { startParser } = await import('../../hcl/syntax/parser.ts');
    const parser = startParser(options.deadline);
    const files: Session['files'] = new Map();
    const session = { ...survey, parser, meanings: meaningsBy(parser), files };
    const { loadFinder } = await import('../../hcl/syntax/place.ts');
    const whole: Session = { ...session, find: await loadFinder() };
    opened = { session: whole, loading: loader(whole) };
    return opened;
  };
  const leads = reach(survey, (path) => survey.scan(path).mentions);
  return {
    read: async (entry, next, covered) => {
      if (!entry.leads) return readUnparsed(entry, survey, covered);
      const { session, loading } = await open();
      loading.start(entry.path);
      if (next?.leads === true) loading.start(next.path);
      return readEntry(entry, session, loading, leads, options, covered);
    },
    comments: () =>
      new Map([...(opened?.session.files ?? [])].map(([path, file]) => [path, file.comments])),
    close: async () => await opened?.session.parser.close(),
  };
}

/** A module that leads to no key: only what it calls and cannot be read is told. */
function readUnparsed({ path }: Entry, survey: Survey, covered: Set<string>): HclModule {
  const scope = survey.show(path);
  const { installed } = survey.scan(path);
  const looked = new Set<string>();
  const gap = unreadGap(scope, unreadBelow(path, '', installed, looked, survey), {
    hides: everyKind,
  });
  for (const directory of looked) covered.add(directory);
  const rootModule = display(survey.sandbox.root, path);
  const gaps = gap === null ? [] : [gap];
  return { scope, directory: path, rootModule, resources: [], gaps, partial: [] };
}

function readEntry(
  entry: Entry,
  session: Session,
  { load }: Loader,
  leads: Root['leads'],
  options: HclOptions,
  covered: Set<string>,
): HclModule {
  const { assignments = [], environment = {} } = options;
  const flaws = new Map<string, Flaw>();
  const absent = new Map<string, Absent>();
  const unread = unreadCalls();
  const looked = new Set<string>();
  const note = (flaw: Flaw): void => {
    const key = JSON.stringify([flaw.what, flaw.at]);
    if (!flaws.has(key)) flaws.set(key, flaw);
  };
  const { installed } = session.scan(entry.path);
  const root: Root = {
    entry,
    work: newWork(),
    sandbox: session.sandbox,
    load: (directory) => {
      covered.add(directory);
      const module = load(directory);
      module.flaws.forEach(note);
      return module;
    },
    leads,
    installed,
    given: givenValues(load(entry.path), session, assignments, environment, note),
    workspace: workspaceOf(entry, load(entry.path), options),
    meaning: (path, source) => session.meanings.of(session.show(path), source),
    moves: new Map(),
    note,
    noteUnread: unread.note,
    noteBelow: (directory, callPath) =>
      unreadBelow(directory, callPath, installed, looked, session).forEach((module) =>
        unread.note(module, () => []),
      ),
    noteAbsent: (flaw) => absent.set(JSON.stringify([flaw.what, flaw.at]), flaw),
  };
  const scope = session.show(entry.path);
  const opened = openScope(root, entry.path, { address: '', callPath: '', around: [] }, null);
  const resources = withFormerAddresses(withExits(resourcesOf(opened), opened), root.moves);
  for (const directory of looked) covered.add(directory);
  const gaps = [...flaws.values()].map(({ reason, what, hides = everyKind, at }): Gap => ({
    scope,
    reason,
    what,
    hides,
    at,
  }));
  const partial = [...absent.values()].map((flaw): Gap => ({ scope, ...flaw }));
  const rootModule = display(session.sandbox.root, entry.path);
  const gap = unread.gap(scope, resources);
  const all = gap === null ? gaps : [...gaps, gap];
  return { scope, directory: entry.path, rootModule, resources, gaps: all, partial };
}

/**
 * The workspace that a run of Terraform would have: the one that is named, else `default`. HCP Terraform and remote
 * backends have names of their own, and a module that is no root module has its caller's.
 */
function workspaceOf(
  { isRoot }: Entry,
  { backends }: ModuleSource,
  { workspace, environment = {} }: HclOptions,
): string | null {
  const named = [workspace, environment['TF_WORKSPACE']].find(
    (name) => name !== undefined && name !== '',
  );
  if (named !== undefined) return named;
  const isRemote = backends.some((type) => type === 'cloud' || type === 'remote');
  return isRoot && !isRemote ? 'default' : null;
}
