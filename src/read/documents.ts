import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { withConsumers } from './consumers.ts';
import { isGzip } from './input/decode.ts';
import type { JsonObject } from './input/json.ts';
import { loadFile, loadStream, peekFile, standardInput } from './input/load.ts';
import {
  decodeInput,
  isSnapshot,
  looksLikeSnapshot,
  parseDocument,
  refuseOtherShapes,
} from './input/recognise.ts';
import { holdsConfiguration, rootModuleOf } from './input/root-module.ts';
import type { ReadOptions } from './options.ts';
import { readPlanResources } from './plan/plan.ts';
import type { SnapshotInput } from './accounts.ts';
import type { PlanStates, States } from './states.ts';
import { toInventory } from './terraform/inventory.ts';

/** What one document holds. */
export type Document = { readonly plan: PlanStates } | { readonly snapshot: SnapshotInput };

/** Where a document lies, and what was said of where its configuration does. */
export interface Beside {
  /** The directory that it lies in; null where it lies in none. */
  readonly directory: string | null;
  /** `--source`, absolute. */
  readonly source: string | null;
}

/** The directory that `--source` names. @throws UserError where it holds no configuration */
export function namedSource({ directory, source }: ReadOptions): string | null {
  if (source === undefined) return null;
  const path = resolve(directory, source);
  if (holdsConfiguration(path)) return path;
  throw new UserError(
    `--source ${source}: no Terraform or OpenTofu configuration there; name the directory that the plan was made in`,
  );
}

/** Reads what standard input holds. @throws InputError where it is nothing that can be judged */
export async function readStandardInput(
  stdin: ReadOptions['stdin'],
  beside: Beside,
): Promise<Document> {
  const read = await loadStream(stdin, readBytes);
  return typeof read === 'string' ? readText(read, standardInput, beside, true) : read;
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

/** Tells by content what a file is, and reads it; of a snapshot no more than where and when it was taken. */
export async function readFile(
  path: string,
  shown: string,
  source: string | null,
  isNamed: boolean,
): Promise<Document> {
  const look = peekFile(path, shown);
  if (look === 'text') {
    return readText(loadFile(path, shown), shown, { directory: dirname(path), source }, isNamed);
  }
  const { fileSource, gzipSource, readHeading, readSnapshot } = await import('./snapshots.ts');
  const snapshot = (look === 'gzip' ? gzipSource : fileSource)(path, shown);
  const heading = await readHeading(snapshot, shown);
  return { snapshot: { ...heading, isNamed, read: () => readSnapshot(snapshot, shown) } };
}

/** A snapshot may come with its members in another order, and then begins like none. */
async function readText(
  text: string,
  shown: string,
  beside: Beside,
  isNamed: boolean,
): Promise<Document> {
  const json = parseDocument(text, shown);
  if (!isSnapshot(json)) return { plan: readPlan(json, shown, beside) };
  const { readDocument } = await import('./snapshots.ts');
  const recorded = readDocument(json, shown);
  return { snapshot: { ...recorded, isNamed, read: async () => recorded } };
}

/**
 * Reads a plan that is at hand as text, and lies in no directory.
 * @param shown its name in locations and messages
 * @throws InputError where the text is no plan JSON
 */
export function readPlanText(text: string, shown: string): States {
  return readPlan(parseDocument(text, shown), shown, { directory: null, source: null });
}

function readPlan(json: JsonObject, shown: string, { directory, source }: Beside): PlanStates {
  refuseOtherShapes(json, shown);
  const plan = readPlanResources(json, shown);
  const beside = source ?? directory;
  const holds = beside !== null && holdsConfiguration(beside);
  const scope = {
    id: plan.scope,
    rootModule: holds ? rootModuleOf(beside) : null,
    source: 'plan',
    ...(holds ? { directory: beside } : {}),
    ...(plan.madeAt === null ? {} : { recordedAt: plan.madeAt }),
  } as const;
  const prior = toInventory(plan.prior, scope, { gaps: [], partial: [] });
  const gaps = [...plan.gaps, ...prior.gaps];
  const present = toInventory(plan.planned, scope, { gaps, partial: plan.partial });
  return {
    ...withConsumers({ present, prior }, plan),
    declared: plan.declared,
    provesAbsence: plan.provesAbsence,
    directory: beside === null ? null : realpathSync(beside),
    isSourceNamed: source !== null,
  };
}
