import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { InputError, OtherInputError, UserError } from '../errors.ts';
import { emptyInventory, unite, type Gap, type Inventory } from '../model/inventory.ts';
import { isConfigurationInput, readConfigurations, type Configurations } from './configurations.ts';
import type { Comment } from './configuration/index.ts';
import type { ReadOptions } from './options.ts';
import type { JsonObject } from './input/json.ts';
import {
  explain,
  loadFile,
  loadStream,
  peekFile,
  refuseEndless,
  standardInput,
} from './input/load.ts';
import { readPlanResources } from './plan/plan.ts';
import {
  decodeInput,
  isSnapshot,
  looksLikeSnapshot,
  parseDocument,
  refuseOtherShapes,
} from './input/recognise.ts';
import { rootModuleBeside } from './input/root-module.ts';
import type { Recorded } from './snapshots.ts';
import { toInventory } from './terraform/inventory.ts';
import { isGzip } from './input/decode.ts';
import { findInputs } from './input/walk.ts';

/** What the inputs hold now, and what was there before. */
export interface States {
  readonly present: Inventory;
  readonly prior: Inventory;
}

/** The states, and the comments of the configuration files that were read, by their paths. */
export interface Reading extends States {
  /** Directories and plans that were passed over, as `isIgnored` asks. */
  readonly ignored: readonly string[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

/** What one input holds: the states of a plan, or a snapshot. */
type Document = { readonly states: States } | { readonly snapshot: Recorded };

/** What the inputs hold, as they are read one after the other. */
interface Collected {
  readonly states: States[];
  readonly snapshots: Recorded[];
  readonly configurations: Configurations;
  readonly ignored: string[];
}

/**
 * Reads every input: plan, snapshot and configuration files, directories that hold some, `-` for standard input.
 * A plan and the configuration beside it are both judged: one is what will happen, the other what is written.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function readInputs(
  inputs: readonly string[],
  options: ReadOptions,
): Promise<Reading> {
  const collected = await collect(inputs, options);
  const { states, configurations } = collected;
  states.push(...(await judgeable(collected, options)));
  const both = { ignored: [...new Set(collected.ignored)] };
  if (configurations.inputs.length === 0) {
    return { ...together(states), ...both, comments: new Map() };
  }
  const { present, comments } = await readConfigurations(configurations, options);
  return { ...together([...states, { present, prior: emptyInventory }]), ...both, comments };
}

async function collect(inputs: readonly string[], options: ReadOptions): Promise<Collected> {
  const configurations: Configurations = { inputs: [], walked: new Map() };
  const collected: Collected = { states: [], snapshots: [], configurations, ignored: [] };
  for (const input of new Set(inputs)) {
    if (input === '-') keep(await readStandardInput(options), collected);
    else await readPath(input, options, collected);
  }
  return collected;
}

function keep(document: Document, { states, snapshots }: Collected): void {
  if ('snapshot' in document) snapshots.push(document.snapshot);
  else states.push(document.states);
}

/** Snapshots as states: of one account and Region the newest, beside what `--previous` holds of it. */
async function judgeable(
  { snapshots }: Collected,
  options: ReadOptions,
): Promise<readonly States[]> {
  const { previous = [] } = options;
  if (snapshots.length === 0 && previous.length === 0) return [];
  const { newestOf, before } = await import('./snapshots.ts');
  const earlier = await collect(previous, options);
  if (previous.length > 0 && earlier.snapshots.length === 0) {
    throw new UserError(
      `--previous ${previous.join(' ')}: no snapshot found; record one with \`kmslint snapshot\``,
    );
  }
  const newest = newestOf(snapshots);
  const { prior, gaps } = before(newest, earlier.snapshots);
  const unread = [...gaps, ...earlier.states.flatMap(({ present }) => present.gaps)];
  const present = unite(newest.map(({ inventory }) => inventory));
  const all = unread.length === 0 ? present : { ...present, gaps: [...present.gaps, ...unread] };
  return [{ present: all, prior }];
}

async function readStandardInput({ directory, stdin }: ReadOptions): Promise<Document> {
  const read = await loadStream(stdin, readBytes);
  return typeof read === 'string' ? readText(read, standardInput, directory) : read;
}

/** A snapshot, or the text of anything else: it is parsed when the bytes are given up. */
async function readBytes(bytes: Buffer): Promise<Document | string> {
  if (!isGzip(bytes) && looksLikeSnapshot(bytes.subarray(0, 4096)) !== true) {
    return decodeInput(bytes, standardInput);
  }
  const { bytesSource, gzipBytesSource, readSnapshot } = await import('./snapshots.ts');
  const sourceOf = isGzip(bytes) ? gzipBytesSource : bytesSource;
  return { snapshot: await readSnapshot(sourceOf(bytes, standardInput), standardInput) };
}

/** Configurations are only noted: they are read together, each module once. */
async function readPath(
  input: string,
  { directory, isIgnored }: ReadOptions,
  collected: Collected,
): Promise<void> {
  const { states, configurations } = collected;
  const path = resolve(directory, input);
  const shown = shownPath(path, directory);
  if (!isDirectory(path, shown)) {
    refuseEndless(path, shown);
    if (isConfigurationInput(path)) configurations.inputs.push(path);
    else keep(await readFile(path, shown), collected);
    return;
  }
  const { documents, configurations: found, unreadable, ignored } = findInputs(path, isIgnored);
  collected.ignored.push(...ignored.map((place) => shownPath(place, directory)));
  if (found.size > 0) configurations.inputs.push(path);
  configurations.walked.set(path, found);
  let isEmpty = found.size + unreadable.length + ignored.length === 0;
  for (const document of documents) {
    const read = await readFound(document, shownPath(document, directory));
    if (read === null) continue;
    isEmpty = false;
    keep(read, collected);
  }
  if (isEmpty) {
    throw new UserError(
      `${shown}: no Terraform or OpenTofu configuration, no plan JSON and no snapshot found; name a directory with .tf files, or write a plan with \`terraform show -json PLANFILE > plan.json\` and name it`,
    );
  }
  const gaps = unreadable.map(({ path: unread, what }) => {
    const place = shownPath(unread, directory);
    return gapAt(place, place, what);
  });
  states.push({ present: { ...emptyInventory, gaps }, prior: emptyInventory });
}

/** A plan or snapshot that was found, not named: what is wrong with it is a gap, and the others are judged. */
async function readFound(path: string, shown: string): Promise<Document | null> {
  try {
    return await readFile(path, shown);
  } catch (error) {
    if (error instanceof OtherInputError) return null;
    if (!(error instanceof InputError)) throw error;
    const pointer = error.pointer === null ? '' : `#${error.pointer}`;
    const gaps = [gapAt(shown, `${error.path}${pointer}`, `${error.what}; ${error.hint}`)];
    return { states: { present: { ...emptyInventory, gaps }, prior: emptyInventory } };
  }
}

function gapAt(path: string, place: string, what: string): Gap {
  const at = { kind: 'plan', path, pointer: '', source: null } as const;
  return { scope: path, reason: 'unreadable-input', what: `${place}: ${what}`, hides: [], at };
}

/** Tells by content what a file is, and reads it. */
async function readFile(path: string, shown: string): Promise<Document> {
  const look = peekFile(path, shown);
  if (look === 'text') return readText(loadFile(path, shown), shown, dirname(path));
  const { fileSource, gzipSource, readSnapshot } = await import('./snapshots.ts');
  const sourceOf = look === 'gzip' ? gzipSource : fileSource;
  return { snapshot: await readSnapshot(sourceOf(path, shown), shown) };
}

/** A snapshot may come with its members in another order, and then begins like none. */
async function readText(text: string, shown: string, beside: string): Promise<Document> {
  const json = parseDocument(text, shown);
  if (!isSnapshot(json)) return { states: readPlan(json, shown, beside) };
  const { readDocument } = await import('./snapshots.ts');
  return { snapshot: readDocument(json, shown) };
}

/**
 * Reads a plan that is at hand as text.
 * @param shown its name in locations and messages
 * @param beside the directory it lies in, whose root module then is part of fingerprints; null where it lies in none
 * @throws InputError where the text is no plan JSON
 */
export function readPlanText(text: string, shown: string, beside: string | null): States {
  return readPlan(parseDocument(text, shown), shown, beside);
}

function readPlan(json: JsonObject, shown: string, beside: string | null): States {
  refuseOtherShapes(json, shown);
  const plan = readPlanResources(json, shown);
  const rootModule = beside === null ? null : rootModuleBeside(beside);
  const madeAt = plan.madeAt === null ? {} : { recordedAt: plan.madeAt };
  const scope = { id: plan.scope, rootModule, source: 'plan', ...madeAt } as const;
  const prior = toInventory(plan.prior, scope, { gaps: [], partial: [] });
  const gaps = [...plan.gaps, ...prior.gaps];
  return { present: toInventory(plan.planned, scope, { gaps, partial: plan.partial }), prior };
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
