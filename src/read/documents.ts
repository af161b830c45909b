import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { isGzip } from './input/decode.ts';
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
import { holdsConfiguration, rootModuleBeside } from './input/root-module.ts';
import type { ReadOptions } from './options.ts';
import { readPlanResources } from './plan/plan.ts';
import type { Recorded } from './snapshots.ts';
import { readStateResources } from './state/state.ts';
import type { PlanStates, StateReading, States } from './states.ts';
import { toInventory } from './terraform/inventory.ts';

/** What one document holds. */
export type Document =
  | { readonly plan: PlanStates }
  | { readonly state: StateReading }
  | { readonly snapshot: Recorded };

/** What a run knows of where the configurations of its documents lie. */
export interface Surroundings {
  /** `--source`, absolute. */
  readonly source: string | null;
  /** A directory and its root module, looked up once. */
  readonly lookAt: (directory: string) => Place;
}

/** A directory that a document lies in. */
interface Place {
  /** Without links. */
  readonly directory: string;
  /** Relative to its repository; null where the directory holds no configuration. */
  readonly rootModule: string | null;
}

/** @throws UserError where `--source` names a directory without a configuration */
export function lookAround(options: ReadOptions): Surroundings {
  const seen = new Map<string, Place>();
  return {
    source: namedSource(options),
    lookAt: (directory) => {
      const place = seen.get(directory) ?? {
        directory: realpathSync(directory),
        rootModule: rootModuleBeside(directory),
      };
      seen.set(directory, place);
      return place;
    },
  };
}

/** Where a document lies; null where it lies in no directory. */
interface Beside {
  readonly place: Place | null;
  readonly isSourceNamed: boolean;
}

function besideOf(directory: string, { source, lookAt }: Surroundings): Beside {
  return { place: lookAt(source ?? directory), isSourceNamed: source !== null };
}

const nowhere: Beside = { place: null, isSourceNamed: false };

/** The directory that `--source` names. @throws UserError where it holds no configuration */
function namedSource({ directory, source }: ReadOptions): string | null {
  if (source === undefined) return null;
  const path = resolve(directory, source);
  if (holdsConfiguration(path)) return path;
  throw new UserError(
    `--source ${source}: no Terraform or OpenTofu configuration there; name the directory that the plan was made in`,
  );
}

/** Reads what standard input holds. @throws InputError where it is nothing that can be judged */
export async function readStandardInput(
  { stdin, directory }: ReadOptions,
  around: Surroundings,
): Promise<Document> {
  const read = await loadStream(stdin, readBytes);
  return typeof read === 'string' ? readText(read, standardInput, besideOf(directory, around)) : read;
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

/** Tells by content what a file is, and reads it. */
export async function readFile(
  path: string,
  shown: string,
  around: Surroundings,
): Promise<Document> {
  const look = peekFile(path, shown);
  if (look === 'text') {
    return readText(loadFile(path, shown), shown, besideOf(dirname(path), around));
  }
  const { fileSource, gzipSource, readSnapshot } = await import('./snapshots.ts');
  const sourceOf = look === 'gzip' ? gzipSource : fileSource;
  return { snapshot: await readSnapshot(sourceOf(path, shown), shown) };
}

/** A snapshot may come with its members in another order, and then begins like none. */
async function readText(text: string, shown: string, beside: Beside): Promise<Document> {
  const json = parseDocument(text, shown);
  if (isState(json)) return { state: readState(json, shown, beside) };
  if (!isSnapshot(json)) return { plan: readPlan(json, shown, beside) };
  const { readDocument } = await import('./snapshots.ts');
  return { snapshot: readDocument(json, shown) };
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
export function readStateText(text: string, shown: string): StateReading {
  const json = parseDocument(text, shown);
  if (!isState(json)) refuseOtherShapes(json, shown);
  return readState(json, shown, nowhere);
}

function readState(json: JsonObject, shown: string, { place, isSourceNamed }: Beside): StateReading {
  const { resources, gaps, lineage, serial } = readStateResources(json, shown);
  const scope = {
    id: shown,
    rootModule: isSourceNamed ? null : (place?.rootModule ?? null),
    source: 'state',
    ...(lineage === null ? {} : { lineage }),
  } as const;
  const present = toInventory(resources, scope, { gaps, partial: [] });
  return { present, path: shown, lineage, serial };
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
  } as const;
  const prior = toInventory(plan.prior, scope, { gaps: [], partial: [] });
  const gaps = [...plan.gaps, ...prior.gaps];
  return {
    present: toInventory(plan.planned, scope, { gaps, partial: plan.partial }),
    prior,
    declared: plan.declared,
    provesAbsence: plan.provesAbsence,
    directory: place?.directory ?? null,
    isSourceNamed,
  };
}
