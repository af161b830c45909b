import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { InputError, OtherInputError, UserError } from '../errors.ts';
import { gapAt, gapOf, type SnapshotInput } from './accounts.ts';
import { isConfigurationInput, type Configurations } from './configurations.ts';
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
import { presentOnly, type States } from './states.ts';
import { toInventory } from './terraform/inventory.ts';
import { isGzip } from './input/decode.ts';
import { findInputs } from './input/walk.ts';

export type { States } from './states.ts';

/** What one input holds: the states of a plan, or a snapshot. */
type Document = { readonly states: States } | { readonly snapshot: SnapshotInput };

/** What the inputs hold, as they are found one after the other. */
export interface Collected {
  readonly states: States[];
  readonly snapshots: SnapshotInput[];
  readonly configurations: Configurations;
  readonly ignored: string[];
}

/**
 * Looks into every input: plans are read, configurations and snapshots noted.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function collect(inputs: readonly string[], options: ReadOptions): Promise<Collected> {
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

async function readStandardInput({ directory, stdin }: ReadOptions): Promise<Document> {
  const read = await loadStream(stdin, readBytes);
  return typeof read === 'string' ? readText(read, standardInput, directory, true) : read;
}

/** A snapshot, or the text of anything else: it is parsed when the bytes are given up. */
async function readBytes(bytes: Buffer): Promise<Document | string> {
  if (!isGzip(bytes) && looksLikeSnapshot(bytes.subarray(0, 4096)) !== true) {
    return decodeInput(bytes, standardInput);
  }
  // The bytes are given up afterwards: the snapshot is read at once.
  const { bytesSource, gzipBytesSource, readSnapshot } = await import('./snapshots.ts');
  const sourceOf = isGzip(bytes) ? gzipBytesSource : bytesSource;
  const recorded = await readSnapshot(sourceOf(bytes, standardInput), standardInput);
  return { snapshot: { ...recorded, isNamed: true, read: async () => recorded } };
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
    else keep(await readFile(path, shown, true), collected);
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
  states.push(presentOnly({ gaps }));
}

/** A plan or snapshot that was found, not named: what is wrong with it is a gap, and the others are judged. */
async function readFound(path: string, shown: string): Promise<Document | null> {
  try {
    return await readFile(path, shown, false);
  } catch (error) {
    if (error instanceof OtherInputError) return null;
    if (!(error instanceof InputError)) throw error;
    return { states: presentOnly({ gaps: [gapOf(error, shown)] }) };
  }
}

/** Tells by content what a file is, and reads it; of a snapshot no more than where and when it was taken. */
async function readFile(path: string, shown: string, isNamed: boolean): Promise<Document> {
  const look = peekFile(path, shown);
  if (look === 'text') return readText(loadFile(path, shown), shown, dirname(path), isNamed);
  const { fileSource, gzipSource, readHeading, readSnapshot } = await import('./snapshots.ts');
  const source = (look === 'gzip' ? gzipSource : fileSource)(path, shown);
  const heading = await readHeading(source, shown);
  return { snapshot: { ...heading, isNamed, read: () => readSnapshot(source, shown) } };
}

/** A snapshot may come with its members in another order, and then begins like none. */
async function readText(
  text: string,
  shown: string,
  beside: string,
  isNamed: boolean,
): Promise<Document> {
  const json = parseDocument(text, shown);
  if (!isSnapshot(json)) return { states: readPlan(json, shown, beside) };
  const { readDocument } = await import('./snapshots.ts');
  const recorded = readDocument(json, shown);
  return { snapshot: { ...recorded, isNamed, read: async () => recorded } };
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
