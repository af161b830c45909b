import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { InputError, OtherInputError, UserError } from '../errors.ts';
import { emptyInventory, unite, type Gap } from '../model/inventory.ts';
import type { Comment } from './configuration/index.ts';
import { isConfigurationInput, readConfigurations, type Configurations } from './configurations.ts';
import {
  lookAround,
  readFile,
  readStandardInput,
  type Document,
  type Surroundings,
} from './documents.ts';
import { latestOf, statesBefore } from './earlier-states.ts';
import { explain, refuseEndless } from './input/load.ts';
import { findInputs } from './input/walk.ts';
import type { ReadOptions } from './options.ts';
import { pairUp } from './pairs.ts';
import type { Recorded } from './snapshots.ts';
import type { PlanStates, StateReading, States } from './states.ts';

export type { States } from './states.ts';

/** The states, and the comments of the configuration files that were read, by their paths. */
export interface Reading extends States {
  /** Directories and plans that were passed over, as `isIgnored` asks. */
  readonly ignored: readonly string[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

/** What the inputs hold, as they are read one after the other. */
interface Collected {
  /** What could not be read. */
  readonly gaps: Gap[];
  readonly plans: PlanStates[];
  readonly states: StateReading[];
  readonly snapshots: Recorded[];
  readonly configurations: Configurations;
  readonly ignored: string[];
  /** Paths of the documents that were read: one that is named and found is one. */
  readonly read: Set<string>;
}

/**
 * Reads every input: plan, snapshot and configuration files, directories that hold some, `-` for standard input.
 * What a plan tells of the configuration that it was made from is judged once, by the plan.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function readInputs(
  inputs: readonly string[],
  options: ReadOptions,
): Promise<Reading> {
  const collected = await collect(inputs, options);
  const { plans, gaps, configurations } = collected;
  if (options.source !== undefined && plans.length === 0) {
    throw new UserError(
      `--source ${options.source}: no plan is among the inputs; name one, or judge that directory`,
    );
  }
  const live = await judgeable(collected, options);
  const unread: States = { present: { ...emptyInventory, gaps }, prior: emptyInventory };
  const ignored = [...new Set(collected.ignored)];
  if (configurations.inputs.length === 0) {
    return { ...together([unread, ...plans, ...live]), ignored, comments: new Map() };
  }
  const { modules, comments } = await readConfigurations(configurations, options);
  const paired = pairUp(plans, modules);
  const written = { present: unite(paired.modules), prior: emptyInventory };
  return { ...together([unread, ...paired.plans, ...live, written]), ignored, comments };
}

async function collect(inputs: readonly string[], options: ReadOptions): Promise<Collected> {
  const configurations: Configurations = { inputs: [], walked: new Map() };
  const collected: Collected = {
    gaps: [],
    plans: [],
    states: [],
    snapshots: [],
    configurations,
    ignored: [],
    read: new Set(),
  };
  const around = lookAround(options);
  for (const input of new Set(inputs)) {
    if (input === '-') keep(await readStandardInput(options, around), collected);
    else await readPath(input, options, around, collected);
  }
  return collected;
}

function keep(document: Document, { plans, states, snapshots }: Collected): void {
  if ('snapshot' in document) snapshots.push(document.snapshot);
  else if ('state' in document) states.push(document.state);
  else plans.push(document.plan);
}

/** Snapshots and states: of each account and Region, and of each root module, the newest, beside what was before it. */
async function judgeable(collected: Collected, options: ReadOptions): Promise<readonly States[]> {
  const { snapshots, states } = collected;
  const { previous = [] } = options;
  if (snapshots.length + states.length + previous.length === 0) return [];
  const earlier = await collect(previous, options);
  if (previous.length > 0 && earlier.snapshots.length + earlier.states.length === 0) {
    throw new UserError(
      `--previous ${previous.join(' ')}: no snapshot and no state found; record one with \`kmslint snapshot\`, or name an earlier state`,
    );
  }
  const unread = [
    ...earlier.gaps,
    ...earlier.plans.flatMap(({ present }) => present.gaps),
    ...earlier.states.flatMap(({ present }) => present.gaps),
  ];
  const hiding: States = {
    present: { ...emptyInventory, gaps: unread.map((gap) => ({ ...gap, hides: [] })) },
    prior: emptyInventory,
  };
  return [
    hiding,
    stored(states, earlier.states),
    ...(await recorded(snapshots, earlier.snapshots)),
  ];
}

/** @throws UserError where none of the earlier states is that of one that is judged */
function stored(states: readonly StateReading[], earlier: readonly StateReading[]): States {
  const latest = latestOf(states);
  const { prior, isPaired } = statesBefore(latest, earlier);
  if (latest.length > 0 && earlier.length > 0 && !isPaired) {
    throw new UserError(
      '--previous names no state that is earlier than one to judge; swap them, or drop it',
    );
  }
  return { present: unite([emptyInventory, ...latest.map(({ present }) => present)]), prior };
}

async function recorded(
  snapshots: readonly Recorded[],
  earlier: readonly Recorded[],
): Promise<readonly States[]> {
  if (snapshots.length + earlier.length === 0) return [];
  const { newestOf, before } = await import('./snapshots.ts');
  const newest = newestOf(snapshots);
  const { prior, gaps } = before(newest, earlier);
  const present = unite(newest.map(({ inventory }) => inventory));
  const all = gaps.length === 0 ? present : { ...present, gaps: [...present.gaps, ...gaps] };
  return [{ present: all, prior }];
}

/** Configurations are only noted: they are read together, each module once. */
async function readPath(
  input: string,
  { directory, isIgnored }: ReadOptions,
  around: Surroundings,
  collected: Collected,
): Promise<void> {
  const { configurations } = collected;
  const path = resolve(directory, input);
  const shown = shownPath(path, directory);
  if (!isDirectory(path, shown)) {
    refuseEndless(path, shown);
    if (isConfigurationInput(path)) configurations.inputs.push(path);
    else if (isNew(path, collected)) keep(await readFile(path, shown, around), collected);
    return;
  }
  const { documents, configurations: found, unreadable, ignored } = findInputs(path, isIgnored);
  collected.ignored.push(...ignored.map((place) => shownPath(place, directory)));
  if (found.size > 0) configurations.inputs.push(path);
  configurations.walked.set(path, found);
  let isEmpty = found.size + unreadable.length + ignored.length === 0;
  for (const document of documents) {
    if (!isNew(document, collected)) {
      isEmpty = false;
      continue;
    }
    const read = await readFound(document, shownPath(document, directory), around);
    if (read === null) continue;
    isEmpty = false;
    if ('gap' in read) collected.gaps.push(read.gap);
    else keep(read, collected);
  }
  if (isEmpty) {
    throw new UserError(
      `${shown}: no Terraform or OpenTofu configuration, no plan JSON, no state and no snapshot found; name a directory with .tf files, or write a plan with \`terraform show -json PLANFILE > plan.json\` and name it`,
    );
  }
  const unread = unreadable.map(({ path: place, what }) => {
    const at = shownPath(place, directory);
    return gapAt(at, at, what);
  });
  collected.gaps.push(...unread);
}

function isNew(path: string, { read }: Collected): boolean {
  const isFirst = !read.has(path);
  read.add(path);
  return isFirst;
}

/** A plan or snapshot that was found, not named: what is wrong with it is a gap, and the others are judged. */
async function readFound(
  path: string,
  shown: string,
  around: Surroundings,
): Promise<Document | { readonly gap: Gap } | null> {
  try {
    return await readFile(path, shown, around);
  } catch (error) {
    if (error instanceof OtherInputError) return null;
    if (!(error instanceof InputError)) throw error;
    const pointer = error.pointer === null ? '' : `#${error.pointer}`;
    return { gap: gapAt(shown, `${error.path}${pointer}`, `${error.what}; ${error.hint}`) };
  }
}

function gapAt(path: string, place: string, what: string): Gap {
  const at = { kind: 'plan', path, pointer: '', source: null } as const;
  return { scope: path, reason: 'unreadable-input', what: `${place}: ${what}`, hides: [], at };
}

function together(states: readonly States[]): States {
  return {
    present: unite(states.map(({ present }) => present)),
    prior: unite(states.map(({ prior }) => prior)),
  };
}

function isDirectory(path: string, shown: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new InputError(shown, explain(error), 'check the path');
  }
}

/** Relative to the working directory, with forward slashes. */
function shownPath(path: string, directory: string): string {
  const shown = relative(directory, path);
  return shown === '' ? '.' : shown.split(sep).join('/');
}
