import type { Gap, Kind } from '../../model/inventory.ts';
import { display } from '../../hcl/language/source.ts';
import { newWork } from '../../hcl/value/work.ts';
import type { Resource } from '../input/resource.ts';
import type { Entry } from './modules/entries.ts';
import { givenValues, type Assignment } from './modules/given.ts';
import type { Loader, Session } from './modules/load.ts';
import type { Flaw, ModuleSource } from './modules/module-source.ts';
import { installedModules, type Listings } from './modules/walk.ts';
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

const everyKind: readonly Kind[] = ['key', 'alias', 'policy', 'keyStore', 'cluster', 'hsm'];

/** An entry module whose values can be asked for. */
export interface OpenEntry {
  readonly entry: Entry;
  readonly scope: Scope;
  readonly flaws: readonly Flaw[];
  readonly absent: ReadonlyMap<string, Absent>;
}

/** Opens an entry module: nothing is evaluated before it is asked for. */
export function openEntry(
  entry: Entry,
  session: Session,
  { load, loadWith }: Loader,
  leads: Root['leads'],
  { assignments = [], environment = {} }: HclOptions,
): OpenEntry {
  const flaws: Flaw[] = [];
  const absent = new Map<string, Absent>();
  const seen = new Set<string>();
  const note = (flaw: Flaw): void => {
    const key = JSON.stringify([flaw.what, flaw.at]);
    if (!seen.has(key)) flaws.push(flaw);
    seen.add(key);
  };
  const { unit } = entry;
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
    installed: installedModules(entry.path, session.sandbox),
    given: givenValues(own, session, assignments, environment, note, unit),
    meaning: (path, source) => session.meanings.of(session.show(path), source),
    moves: new Map(),
    note,
    noteAbsent: (flaw) => absent.set(JSON.stringify([flaw.what, flaw.at]), flaw),
  };
  const origin = { address: '', callPath: '', around: [] };
  return { entry, scope: openScope(root, entry.path, origin, null), flaws, absent };
}

/** Reads what an entry module declares. */
export function readEntry({ entry, scope, flaws, absent }: OpenEntry, session: Session): HclModule {
  const directory = entry.unit?.directory ?? entry.path;
  const name = entry.unit?.name ?? '';
  const id = named(session.show(directory), name);
  const moved = withExits(resourcesOf(scope), scope);
  const resources = withFormerAddresses(moved, scope.root.moves);
  return {
    scope: id,
    rootModule: named(display(session.sandbox.root, directory), name),
    resources,
    gaps: flaws.map((flaw) => gapOf(flaw, id)),
    partial: [...absent.values()].map((flaw): Gap => ({ scope: id, ...flaw })),
  };
}

function named(directory: string, name: string): string {
  return name === '' ? directory : `${directory} (${name})`;
}

/** What could not be read may have held anything. */
export function gapOf({ reason, what, at }: Flaw, scope: string): Gap {
  return { scope, reason, what, hides: everyKind, at };
}
