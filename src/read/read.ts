import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { InputError, OtherInputError, UserError } from '../errors.ts';
import type { Gap } from '../model/inventory.ts';
import { gapAt, gapOf, type SnapshotInput } from './accounts.ts';
import { isConfigurationInput, type Configurations } from './configurations.ts';
import { readFile, readStandardInput, type Document } from './documents.ts';
import { explain, refuseEndless } from './input/load.ts';
import { emptied, findInputs, isNamedSnapshot } from './input/walk.ts';
import type { ReadOptions } from './options.ts';
import type { StateInput } from './state/reading.ts';
import type { PlanStates } from './states.ts';
import { lookAround, type Surroundings } from './surroundings.ts';

export type { States } from './states.ts';

/** What the inputs hold, as they are found one after the other. */
export interface Collected {
  /** What could not be read. */
  readonly gaps: Gap[];
  readonly plans: PlanStates[];
  readonly states: StateInput[];
  readonly snapshots: SnapshotInput[];
  readonly configurations: Configurations;
  readonly ignored: string[];
  /** Paths of the documents that were read: one that is named and found is one. */
  readonly read: Set<string>;
}

/**
 * Looks into every input: plans are read, configurations, snapshots and states noted.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function collect(inputs: readonly string[], options: ReadOptions): Promise<Collected> {
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
    else if (isNew(path, collected)) keep(await readFile(path, shown, around, true), collected);
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

/** A plan, state or snapshot that was found, not named: what is wrong with it is a gap, and the others are judged. */
async function readFound(
  path: string,
  shown: string,
  around: Surroundings,
): Promise<Document | { readonly gap: Gap } | null> {
  try {
    return await readFile(path, shown, around, false);
  } catch (error) {
    if (error instanceof OtherInputError) {
      return isNamedSnapshot(path) ? { gap: gapAt(shown, shown, emptied) } : null;
    }
    if (!(error instanceof InputError)) throw error;
    return { gap: gapOf(error, shown) };
  }
}

function isDirectory(path: string, shown: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new InputError(shown, explain(error), 'check the path');
  }
}

/** Relative to the working directory, with forward slashes. */
export function shownPath(path: string, directory: string): string {
  const shown = relative(directory, path);
  return shown === '' ? '.' : shown.split(sep).join('/');
}
