import { basename, join } from 'node:path';
import { EvaluationError, LimitError, unknownVal, type Val } from '../../hcl/value/value.ts';
import { newWork } from '../../hcl/value/work.ts';
import { display } from '../../hcl/language/source.ts';
import {
  isRenderedName,
  isStackName,
  moduleAround,
  stackFile,
  unitFile,
} from '../input/root-module.ts';
import { readStack } from '../stacks/stack.ts';
import { readUnit, type UnitReading } from '../terragrunt/reading.ts';
import { readRendered } from '../terragrunt/rendered.ts';
import { unitsOfStack } from '../terragrunt/stack.ts';
import type { Unit } from '../terragrunt/unit.ts';
import type { Reader } from '../unit/reader.ts';
import type { SourceLocation } from '../../model/location.ts';
import type { UnreadModule } from '../../model/gap.ts';
import { printable } from './modules/unread.ts';
import { gapOf, type HclModule, type OpenEntry } from './entry.ts';
import { isLocal, reach, type Entry, type EntryUnit, type Search } from './modules/entries.ts';
import { readFile, type Session } from './modules/load.ts';
import type { Flaw } from './modules/module-source.ts';
import { hclFilesIn } from './modules/walk.ts';

/** The module that a unit runs, as an entry. */
export type UnitEntry = Entry & { readonly unit: EntryUnit };

export interface Units {
  readonly entries: readonly UnitEntry[];
  /** Modules that units run. */
  readonly run: ReadonlySet<string>;
  /** Units and stacks of which nothing more than why not can be told. */
  readonly flawed: readonly HclModule[];
}

export const noUnits: Units = { entries: [], run: new Set(), flawed: [] };

/** The Terragrunt units in directories, and those that stacks in them make. */
export function readUnits(
  directories: readonly string[],
  session: Session,
  open: (entry: Entry) => OpenEntry,
): Units {
  const flawed: HclModule[] = [];
  const known = new Map<string, UnitEntry | null>();
  const busy = new Set<string>();
  const read = (unit: Unit): UnitEntry | null => {
    const before = known.get(unit.directory);
    if (before !== undefined) return before;
    busy.add(unit.directory);
    const flaws: Flaw[] = [];
    const note = (flaw: Flaw): void => void flaws.push(flaw);
    const isRendered = isRenderedName(basename(unit.file));
    const reading = (isRendered ? readRendered : readUnit)(unit, readerOf(session, output, note));
    flaws.push(...untold(reading, unit, session));
    const entry = entryOf(unit, reading, flaws, session);
    if (entry === null && flaws.length > 0)
      flawed.push(flawedModule(unit.directory, flaws, session));
    busy.delete(unit.directory);
    known.set(unit.directory, entry);
    return entry;
  };
  /** What a unit gives out, as far as its module tells it. */
  const output = (directory: string, name: string): Val => {
    const file = join(directory, unitFile);
    const isThere = session.sandbox.directory(directory) !== null && session.sandbox.size(file) > 0;
    const unit = all.get(directory) ?? (isThere ? { directory, file, values: null } : null);
    const entry = unit === null || busy.has(directory) ? null : read(unit);
    return entry === null
      ? elsewhere(name)
      : orElsewhere(name, () => open(entry).scope.output(name));
  };
  const all = new Map<string, Unit>();
  const components: UnitEntry[] = [];
  for (const directory of directories) {
    const flaws: Flaw[] = [];
    const reader = readerOf(session, output, (flaw) => flaws.push(flaw));
    for (const unit of unitsIn(directory, session, reader)) all.set(unit.directory, unit);
    components.push(...componentsIn(directory, session, reader));
    if (flaws.length > 0) flawed.push(flawedModule(directory, flaws, session));
  }
  const templates = new Set(
    [...all.values()].flatMap(({ file, values }) => (values === null ? [] : file)),
  );
  const units = [...all.values()].filter(
    ({ file, values }) => values !== null || !templates.has(file),
  );
  const entries = [...components, ...units.flatMap((unit) => read(unit) ?? [])];
  return { entries, run: new Set(entries.map(({ path }) => path)), flawed };
}

/** Units that stand in one of the directories that single files are in, or lead there; all where none is named so. */
export function unitsAround(
  { entries }: Units,
  {
    directories,
    files,
  }: { readonly directories: ReadonlySet<string>; readonly files: ReadonlySet<string> },
  search: Pick<Search, 'scan' | 'sandbox'>,
): readonly UnitEntry[] {
  if (files.size === 0) return entries;
  const around = new Set([...files].map(moduleAround));
  const isNear = reach(search, (path) => around.has(path));
  return entries.filter(
    ({ path, unit: { directory } }) =>
      isNear(path) ||
      around.has(directory) ||
      [...directories].some((named) => directory === named || directory.startsWith(`${named}/`)),
  );
}

/** What Terragrunt itself has told of a unit counts in place of its configuration. */
function unitsIn(directory: string, session: Session, reader: Reader): readonly Unit[] {
  const { units } = session.scan(directory);
  const own = units.find(isRenderedName) ?? units.find((name) => name === unitFile);
  const stack = units.find((name) => name === stackFile);
  return [
    ...(own === undefined ? [] : [{ directory, file: join(directory, own), values: null }]),
    ...(stack === undefined ? [] : unitsOfStack(join(directory, stack), directory, null, reader)),
  ];
}

/** The components of a Terraform stack whose modules are there. */
function componentsIn(
  directory: string,
  { scan, sandbox }: Session,
  reader: Reader,
): readonly UnitEntry[] {
  const names = scan(directory).units.filter(isStackName);
  if (names.length === 0) return [];
  return readStack(directory, names, reader).flatMap(({ name, source, at, given }) => {
    const path = isLocal(source) ? sandbox.directory(join(directory, source)) : null;
    if (path === null) {
      const cause = isLocal(source) ? 'missing' : 'unfetched';
      const advice = 'a registry module of a stack is not read';
      reader.note(notAtHand(at.path, { address: name, source, cause, at }, advice));
      return [];
    }
    const rest = { generated: [], variableFiles: [], paths: [], flaws: [] };
    return [{ path, isRoot: true, leads: true, unit: { directory, name, given, ...rest } }];
  });
}

/** Null where there is no module to read: a unit that runs nothing only serves others. */
function entryOf(
  { directory }: Unit,
  { module, given, generated, variableFiles }: UnitReading,
  flaws: readonly Flaw[],
  session: Session,
): UnitEntry | null {
  if (!('directory' in module)) return null;
  const path = module.directory;
  const paths = path === directory ? [] : hclFilesIn(directory);
  const isBare = session.scan(path).files.length + paths.length + generated.length === 0;
  if (isBare) return null;
  const unit = { directory, name: '', given, generated, variableFiles, paths, flaws };
  return { path, isRoot: true, leads: true, unit };
}

/** What keeps a unit's module from being read. */
function untold(
  { module, at }: UnitReading,
  { directory, file }: Unit,
  { show }: Session,
): readonly Flaw[] {
  if ('directory' in module || 'untold' in module) return [];
  const isUnfetched = 'unfetched' in module;
  const source = isUnfetched ? module.unfetched : module.missing;
  const written = {
    address: show(directory),
    source,
    cause: isUnfetched ? 'unfetched' : 'missing',
    at,
  } as const;
  return [notAtHand(show(file), written, 'run `terragrunt init` there')];
}

/** A module that nobody has brought here is excused as those are that Terraform fetches. */
function notAtHand(
  file: string,
  written: Pick<UnreadModule, 'address' | 'source' | 'cause'> & { readonly at: SourceLocation },
  advice: string,
): Flaw {
  const module: UnreadModule = { ...written, source: printable(written.source), version: null };
  const what =
    module.cause === 'unfetched'
      ? `the module ${module.source} was not fetched; ${advice}`
      : `there is no module at ${module.source}; correct the source`;
  const { at } = written;
  return {
    reason: 'unresolved-module',
    what: `${file}: ${module.address}: ${what}`,
    modules: [module],
    at,
  };
}

/** What is wrong for several deployments is told once. */
function flawedModule(directory: string, flaws: readonly Flaw[], session: Session): HclModule {
  const scope = session.show(directory);
  const told = new Map(flaws.map((flaw) => [JSON.stringify([flaw.what, flaw.at]), flaw]));
  return {
    scope,
    directory,
    rootModule: display(session.sandbox.root, directory),
    environment: null,
    resources: [],
    consumers: [],
    without: [],
    gaps: [...told.values()].map((flaw) => gapOf(flaw, scope)),
    partial: [],
  };
}

function readerOf(session: Session, output: Reader['output'], note: Reader['note']): Reader {
  const { sandbox, show, meanings } = session;
  return {
    sandbox,
    show,
    work: newWork(),
    file: (path) => readFile(path, session),
    meaning: (path, source) => meanings.of(show(path), source),
    output,
    note,
  };
}

/** What another unit's module gives out is a fact only where its configuration alone tells it. */
function orElsewhere(name: string, compute: () => Val): Val {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof LimitError) return elsewhere(name);
    throw error;
  }
}

function elsewhere(name: string): Val {
  return unknownVal('declared-elsewhere', name);
}
