import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { snapshotIn, type SnapshotInput } from './accounts.ts';
import { withConsumers } from './consumers.ts';
import { isGzip as isGzipped } from './input/decode.ts';
import type { JsonObject } from './input/json.ts';
import { loadFile, loadStream, peekFile, standardInput } from './input/load.ts';
import {
  decodeInput,
  isSnapshot,
  isState,
  looksLikeSnapshot,
  parseDocument,
  refuseOtherShapes,
} from './input/recognise.ts';
import type { ReadOptions } from './options.ts';
import { readPlanResources } from './plan/plan.ts';
import type { StateHeading } from './input/state-heading.ts';
import {
  isWithoutKeys,
  nothingOf,
  readStateResources,
  type StateResources,
} from './state/state.ts';
import type { StateInput, StateReading } from './state/reading.ts';
import type { PlanStates, States } from './states.ts';
import { besideOf, nowhere, type Beside, type Surroundings } from './surroundings.ts';
import { toInventory } from './terraform/inventory.ts';

/** What one document holds. */
export type Document =
  | { readonly plan: PlanStates }
  | { readonly state: StateInput }
  | { readonly snapshot: SnapshotInput };

/** Reads what standard input holds. @throws InputError where it is nothing that can be judged */
export async function readStandardInput(
  { stdin, directory }: ReadOptions,
  around: Surroundings,
): Promise<Document> {
  const read = await loadStream(stdin, readBytes);
  if (typeof read !== 'string') return read;
  return readText(read, standardInput, besideOf(directory, around), true);
}

/** A snapshot, or the text of anything else: it is parsed when the bytes are given up. */
async function readBytes(bytes: Buffer): Promise<Document | string> {
  if (!isGzipped(bytes) && looksLikeSnapshot(bytes.subarray(0, 4096)) !== true) {
    return decodeInput(bytes, standardInput);
  }
  // The bytes are given up afterwards: the snapshot is read at once.
  const { bytesSource, gzipBytesSource, readSnapshot } = await import('./snapshots.ts');
  const sourceOf = isGzipped(bytes) ? gzipBytesSource : bytesSource;
  const recorded = await readSnapshot(sourceOf(bytes, standardInput), standardInput);
  return { snapshot: { ...recorded, isNamed: true, file: null, read: async () => recorded } };
}

/**
 * Tells by content what a file is, and reads it; of a snapshot no more than where and when it was taken, and of a state
 * no more than which one it is.
 */
export async function readFile(
  path: string,
  shown: string,
  around: Surroundings,
  isNamed: boolean,
): Promise<Document> {
  const look = peekFile(path, shown);
  const beside = besideOf(dirname(path), around);
  if (typeof look === 'object') {
    const read = (): StateReading => readStateFile(path, shown, look, beside);
    return { state: { ...look, path: shown, rootModule: rootModuleOf(beside), isNamed, read } };
  }
  if (look === 'text') return readText(loadFile(path, shown), shown, beside, isNamed);
  const { fileSource, gzipSource, readHeading } = await import('./snapshots.ts');
  const isGzip = look === 'gzip';
  const heading = await readHeading((isGzip ? gzipSource : fileSource)(path, shown), shown);
  const file = { path, isGzip, bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0 };
  return { snapshot: snapshotIn(file, { ...heading, isNamed }) };
}

/** A snapshot or a state may come with its members in another order, and then begins like none. */
async function readText(
  text: string,
  shown: string,
  beside: Beside,
  isNamed: boolean,
): Promise<Document> {
  const json = parseDocument(text, shown);
  if (isState(json)) return { state: held(readState(json, shown, beside), beside, isNamed) };
  if (!isSnapshot(json)) return { plan: readPlan(json, shown, beside) };
  const { readDocument } = await import('./snapshots.ts');
  const recorded = readDocument(json, shown);
  return { snapshot: { ...recorded, isNamed, file: null, read: async () => recorded } };
}

/**
 * Reads a plan that is at hand as text, and lies in no directory.
 * @param shown its name in locations and messages
 * @throws InputError where the text is no plan JSON
 */
export function readPlanText(text: string, shown: string): States {
  return readPlan(parseDocument(text, shown), shown, nowhere);
}

/**
 * Reads a state in the same way.
 * @throws InputError where the text is no state
 */
export function readStateText(text: string, shown: string): StateInput {
  return held(readState(parseState(text, shown), shown, nowhere), nowhere, true);
}

/** A state that was read at once. */
function held(reading: StateReading, beside: Beside, isNamed: boolean): StateInput {
  const { path, lineage, serial } = reading;
  const rootModule = rootModuleOf(beside);
  return { path, lineage, serial, rootModule, isNamed, read: () => reading };
}

/** @throws InputError where it is broken */
function readStateFile(
  path: string,
  shown: string,
  heading: StateHeading,
  beside: Beside,
): StateReading {
  const text = loadFile(path, shown);
  if (isWithoutKeys(text)) return toReading(nothingOf(heading), shown, beside);
  return readState(parseState(text, shown), shown, beside);
}

function parseState(text: string, shown: string): JsonObject {
  const json = parseDocument(text, shown);
  if (!isState(json)) refuseOtherShapes(json, shown);
  return json;
}

function readState(json: JsonObject, shown: string, beside: Beside): StateReading {
  return toReading(readStateResources(json, shown), shown, beside);
}

function toReading(state: StateResources, shown: string, beside: Beside): StateReading {
  const { resources, gaps, lineage, serial } = state;
  const scope = {
    id: shown,
    rootModule: rootModuleOf(beside),
    source: 'state',
    ...(lineage === null ? {} : { lineage }),
  } as const;
  const present = toInventory(resources, scope, { gaps, partial: [], monitors: false });
  return { present, path: shown, lineage, serial };
}

/** `--source` is said of plans. */
function rootModuleOf({ place, isSourceNamed }: Beside): string | null {
  return isSourceNamed ? null : (place?.rootModule ?? null);
}

function readPlan(json: JsonObject, shown: string, { place, isSourceNamed }: Beside): PlanStates {
  refuseOtherShapes(json, shown);
  const plan = readPlanResources(json, shown);
  const rootModule = place?.rootModule ?? null;
  const scope = {
    id: plan.scope,
    rootModule,
    source: 'plan',
    ...(place === null || rootModule === null ? {} : { directory: place.directory }),
    ...(plan.madeAt === null ? {} : { recordedAt: plan.madeAt }),
    ...(plan.refreshesOnly ? { refreshesOnly: true as const } : {}),
  } as const;
  const prior = toInventory(plan.prior, scope, { gaps: [], partial: [] });
  const gaps = [...plan.gaps, ...prior.gaps];
  const present = toInventory(plan.planned, scope, { gaps, partial: plan.partial });
  return {
    ...withConsumers({ present, prior }, plan),
    ...(plan.lastKnown.length === 0
      ? {}
      : { lastKnown: toInventory(plan.lastKnown, scope, { gaps: [], partial: [] }) }),
    declared: plan.declared,
    provesAbsence: plan.provesAbsence,
    directory: place?.directory ?? null,
    isSourceNamed,
  };
}
