import { everyKind, type Gap } from '../../model/inventory.ts';
import { monitorTypes, type Resource, type Without } from '../input/resource.ts';
import { display } from '../../hcl/language/source.ts';
import { newWork } from '../../hcl/value/work.ts';
import { touchesKms } from './call-set.ts';
import type { HclOptions } from './options.ts';
import type { Entry } from './modules/entries.ts';
import { givenValues } from './modules/given.ts';
import type { Loader, Session } from './modules/load.ts';
import type { Flaw, ModuleSource } from './modules/module-source.ts';
import {
  unreadBelow,
  unreadCalls,
  unreadGap,
  type Survey,
  type UnreadCalls,
} from './modules/unread.ts';
import { consumersOf } from './resources/consumers.ts';
import { withExits } from './resources/exits.ts';
import { withFormerAddresses } from './resources/moves.ts';
import { resourcesOf } from './resources/resources.ts';
import type { Absent, Root } from './root.ts';
import { openScope, type Scope } from './scope.ts';

/** A module that was judged on its own, with all that it calls. */
export interface HclModule {
  /** Its directory, or that of the unit that runs it, as printed. */
  readonly scope: string;
  /** Its directory's real path. */
  readonly directory: string;
  /** Its directory, relative to the repository. */
  readonly rootModule: string;
  /** The environment under which it was read; null where none applies to it. */
  readonly environment: string | null;
  /** It is no root module: whoever calls it may declare more. */
  readonly isInner?: true;
  readonly resources: readonly Resource[];
  /** What holds keys, where that is wanted. */
  readonly consumers: readonly Resource[];
  /** Its blocks that make no instance. */
  readonly without: readonly Without[];
  readonly gaps: readonly Gap[];
  /** What may be there besides, decided by a caller or a value that is not known. */
  readonly partial: readonly Gap[];
}

/** An entry module whose values can be asked for; nothing is evaluated before. */
export interface OpenEntry {
  readonly entry: Entry;
  readonly scope: Scope;
  readonly flaws: ReadonlyMap<string, Flaw>;
  readonly absent: ReadonlyMap<string, Absent>;
  readonly without: ReadonlyMap<string, Without>;
  readonly unread: UnreadCalls;
  /** Directories that lead to no key and were looked into for their calls. */
  readonly looked: ReadonlySet<string>;
}

/** What opening an entry takes. */
export interface Opening {
  readonly session: Session;
  readonly loading: Loader;
  readonly leads: Root['leads'];
  readonly options: HclOptions;
  /** Directories that have been read; those that are read are added. */
  readonly covered: Set<string>;
}

export function openEntry(entry: Entry, opening: Opening): OpenEntry {
  const { session, leads, options, covered } = opening;
  const { load, loadWith } = opening.loading;
  const { assignments = [], environment = {} } = options;
  const flaws = new Map<string, Flaw>();
  const absent = new Map<string, Absent>();
  const unread = unreadCalls();
  const without = new Map<string, Without>();
  const looked = new Set<string>();
  const note = (flaw: Flaw): void => {
    const key = JSON.stringify([flaw.what, flaw.at]);
    if (!flaws.has(key)) flaws.set(key, flaw);
  };
  const { unit } = entry;
  unit?.flaws.forEach(note);
  const own = unit === undefined ? load(entry.path) : loadWith(entry.path, unit);
  const { installed } = session.scan(entry.path);
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
    reads: (type) => touchesKms(type) || (options.monitors !== false && monitorTypes.has(type)),
    installed,
    given: givenValues(own, session, assignments, environment, note, unit),
    workspace: workspaceOf(entry, own, options),
    meaning: (path, source) => session.meanings.of(session.show(path), source),
    moves: new Map(),
    note,
    cover: (directory) => covered.add(directory),
    noteWithout: (block) => without.set(block.address, block),
    noteUnread: unread.note,
    noteBelow: (directory, callPath) =>
      unreadBelow(directory, callPath, installed, looked, session).forEach((module) =>
        unread.note(module, () => []),
      ),
    noteAbsent: (flaw) => absent.set(JSON.stringify([flaw.what, flaw.at]), flaw),
  };
  const origin = { address: '', callPath: '', around: [] };
  const scope = openScope(root, entry.path, origin, null);
  return { entry, scope, flaws, absent, without, unread, looked };
}

/** Reads what an entry module declares. */
export function readEntry(opened: OpenEntry, { session, covered, options }: Opening): HclModule {
  const { entry, scope, flaws, absent, without, unread, looked } = opened;
  const directory = entry.unit?.directory ?? entry.path;
  const name = entry.unit?.name ?? '';
  const id = named(session.show(directory), name);
  const declared = withExits(resourcesOf(scope), scope);
  const resources = withFormerAddresses(declared, scope.root.moves);
  for (const path of looked) covered.add(path);
  const gaps = [...flaws.values()].map((flaw) => gapOf(flaw, id));
  const gap = unread.gap(id, session.show(directory), resources);
  return {
    scope: id,
    directory,
    rootModule: named(display(session.sandbox.root, directory), name),
    environment: null,
    ...(entry.isRoot ? {} : { isInner: true }),
    resources,
    without: [...without.values()],
    gaps: gap === null ? gaps : [...gaps, gap],
    partial: [...absent.values()].map((flaw): Gap => ({ scope: id, ...flaw })),
    // Read last: what is wrong with modules that lead to no key is not told.
    consumers: options.wantsConsumers?.(resources) === true ? consumersOf(scope) : [],
  };
}

const nothing = { resources: [], consumers: [], without: [], partial: [] } as const;

/** A module that leads to no key: only what it calls and cannot be read is told. */
export function readUnparsed(entry: Entry, survey: Survey, covered: Set<string>): HclModule {
  const { path } = entry;
  const scope = survey.show(path);
  const { installed } = survey.scan(path);
  const looked = new Set(entry.isRoot ? [] : covered);
  const below = unreadBelow(path, '', installed, looked, survey);
  const gap = unreadGap(scope, scope, below, { hides: everyKind });
  for (const directory of looked) covered.add(directory);
  const rootModule = display(survey.sandbox.root, path);
  const gaps = gap === null ? [] : [gap];
  return { scope, directory: path, rootModule, environment: null, gaps, ...nothing };
}

/** What could not be read may have held anything, unless it tells. */
export function gapOf({ reason, what, hides = everyKind, modules, at }: Flaw, scope: string): Gap {
  return { scope, reason, what, hides, ...(modules === undefined ? {} : { modules }), at };
}

function named(directory: string, name: string): string {
  return name === '' ? directory : `${directory} (${name})`;
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
  const given = [workspace, environment['TF_WORKSPACE']].find(
    (name) => name !== undefined && name !== '',
  );
  if (given !== undefined) return given;
  const isRemote = backends.some((type) => type === 'cloud' || type === 'remote');
  return isRoot && !isRemote ? 'default' : null;
}
