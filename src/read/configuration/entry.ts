import { everyKind, type Gap } from '../../model/inventory.ts';
import { display } from '../../hcl/language/source.ts';
import { newWork } from '../../hcl/value/work.ts';
import type { Resource, Without } from '../input/resource.ts';
import type { Entry } from './modules/entries.ts';
import { givenValues, type Assignment } from './modules/given.ts';
import type { Loader, Session } from './modules/load.ts';
import type { Flaw, ModuleSource } from './modules/module-source.ts';
import {
  unreadBelow,
  unreadCalls,
  unreadGap,
  type Survey,
  type UnreadCalls,
} from './modules/unread.ts';
import type { Listings } from './modules/walk.ts';
import { withExits } from './resources/exits.ts';
import { withFormerAddresses } from './resources/moves.ts';
import { resourcesOf } from './resources/resources.ts';
import type { Absent, Root } from './root.ts';
import { openScope, type Scope } from './scope.ts';

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
  /** Its blocks that make no instance. */
  readonly without: readonly Without[];
  readonly gaps: readonly Gap[];
  /** What may be there besides, decided by a caller or a value that is not known. */
  readonly partial: readonly Gap[];
}

/** An entry module whose values can be asked for. */
export interface OpenEntry {
  readonly entry: Entry;
  readonly scope: Scope;
  readonly flaws: readonly Flaw[];
  readonly absent: ReadonlyMap<string, Absent>;
  readonly without: ReadonlyMap<string, Without>;
  readonly unread: UnreadCalls;
}

/**
 * Opens an entry module: nothing is evaluated before it is asked for.
 * @param cover told the directory of every module whose blocks it takes in
 */
export function openEntry(
  entry: Entry,
  session: Session,
  { load, loadWith }: Loader,
  leads: Root['leads'],
  options: HclOptions,
  cover: (directory: string) => void = () => undefined,
): OpenEntry {
  const { assignments = [], environment = {} } = options;
  const flaws: Flaw[] = [];
  const absent = new Map<string, Absent>();
  const seen = new Set<string>();
  const note = (flaw: Flaw): void => {
    const key = JSON.stringify([flaw.what, flaw.at]);
    if (!seen.has(key)) flaws.push(flaw);
    seen.add(key);
  };
  const unread = unreadCalls();
  const without = new Map<string, Without>();
  const looked = new Set<string>();
  const { unit } = entry;
  const { installed } = session.scan(entry.path);
  unit?.flaws.forEach(note);
  const own = unit === undefined ? load(entry.path) : loadWith(entry.path, unit);
  const root: Root = {
    entry,
    work: newWork(),
    sandbox: session.sandbox,
    load: (directory) => {
      const module: ModuleSource = directory === entry.path ? own : load(directory);
      module.flaws.forEach(note);
      return module;
    },
    leads,
    installed,
    given: givenValues(own, session, assignments, environment, note, unit),
    workspace: workspaceOf(entry, own, options),
    meaning: (path, source) => session.meanings.of(session.show(path), source),
    moves: new Map(),
    note,
    cover,
    noteWithout: (block) => without.set(block.address, block),
    noteUnread: unread.note,
    noteBelow: (directory, callPath) => {
      for (const module of unreadBelow(directory, callPath, installed, looked, session))
        unread.note(module, () => []);
      looked.forEach(cover);
    },
    noteAbsent: (flaw) => absent.set(JSON.stringify([flaw.what, flaw.at]), flaw),
  };
  const origin = { address: '', callPath: '', around: [] };
  return { entry, scope: openScope(root, entry.path, origin, null), flaws, absent, without, unread };
}

/** Reads what an entry module declares. */
export function readEntry(
  { entry, scope, flaws, absent, without, unread }: OpenEntry,
  session: Session,
): HclModule {
  const directory = entry.unit?.directory ?? entry.path;
  const name = entry.unit?.name ?? '';
  const id = named(session.show(directory), name);
  const moved = withExits(resourcesOf(scope), scope);
  const resources = withFormerAddresses(moved, scope.root.moves);
  const gap = unread.gap(id, session.show(directory), resources);
  return {
    scope: id,
    directory,
    rootModule: named(display(session.sandbox.root, directory), name),
    resources,
    without: [...without.values()],
    gaps: [...flaws.map((flaw) => gapOf(flaw, id)), ...(gap === null ? [] : [gap])],
    partial: [...absent.values()].map((flaw): Gap => ({ scope: id, ...flaw })),
  };
}

function named(directory: string, name: string): string {
  return name === '' ? directory : `${directory} (${name})`;
}

/** What could not be read may have held anything, unless it is known what it would have been. */
export function gapOf({ reason, what, hides = everyKind, modules, at }: Flaw, scope: string): Gap {
  return { scope, reason, what, hides, at, ...(modules === undefined ? {} : { modules }) };
}

/** A module that leads to no key: only what it calls and cannot be read is told. */
export function readUnparsed(
  { path }: Entry,
  survey: Survey,
  cover: (directory: string) => void,
): HclModule {
  const scope = survey.show(path);
  const looked = new Set<string>();
  const unread = unreadBelow(path, '', survey.scan(path).installed, looked, survey);
  looked.forEach(cover);
  const gap = unreadGap(scope, scope, unread, { hides: everyKind });
  const rootModule = display(survey.sandbox.root, path);
  const gaps = gap === null ? [] : [gap];
  return { scope, directory: path, rootModule, resources: [], without: [], gaps, partial: [] };
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
  const given = [workspace, environment['TF_WORKSPACE']];
  const name = given.find((one) => one !== undefined && one !== '');
  if (name !== undefined) return name;
  const isRemote = backends.some((type) => type === 'cloud' || type === 'remote');
  return isRoot && !isRemote ? 'default' : null;
}
