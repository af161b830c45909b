import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Target } from '../read/aws/target.ts';
import { elementsOf, isObject, member } from '../read/json.ts';
import type { Json } from '../read/resource.ts';
import { snapshotVersion } from '../read/snapshot/format.ts';
import { snapshotName } from './name.ts';

/** A snapshot that an earlier scan left. */
export interface Earlier {
  readonly name: string;
  readonly keys: number;
  /** Its scan came to its end: false where it was stopped. */
  readonly finished: boolean;
}

/** The target's snapshot in the directory; null where there is none that can be read. */
export function findEarlier(directory: string, target: Target): Earlier | null {
  for (const gzip of [false, true]) {
    const name = snapshotName(target, gzip);
    const snapshot = readJson(join(directory, name), gzip);
    if (!isSnapshotOf(target, snapshot)) continue;
    const finished = member(snapshot, 'stopped') === null;
    return { name, keys: elementsOf(member(snapshot, 'keys')).length, finished };
  }
  return null;
}

function isSnapshotOf({ account, region }: Target, snapshot: Json): boolean {
  return (
    isObject(snapshot) &&
    member(snapshot, 'kmslintSnapshot') === snapshotVersion &&
    member(snapshot, 'account') === account &&
    member(snapshot, 'region') === region &&
    typeof member(snapshot, 'finishedAt') === 'string'
  );
}

/** Null where the file is none, or none of ours: it is written anew. */
function readJson(path: string, gzip: boolean): Json {
  try {
    const bytes = readFileSync(path);
    const json: Json = JSON.parse((gzip ? gunzipSync(bytes) : bytes).toString('utf8'));
    return json;
  } catch {
    return null;
  }
}

/** Removes what a killed scan of these targets left half written; other shards may be at work in the same directory. */
export function removeLeftovers(directory: string, targets: readonly Target[]): void {
  const own = new Set(
    targets.flatMap((target) => [snapshotName(target, false), snapshotName(target, true)]),
  );
  for (const entry of readdirSync(directory)) {
    const [, name] = /^(.+)\.[0-9a-f]+\.tmp$/.exec(entry) ?? [];
    if (name !== undefined && own.has(name)) rmSync(join(directory, entry), { force: true });
  }
}
