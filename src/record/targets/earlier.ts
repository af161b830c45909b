import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Target } from '../target.ts';
import { member, type JsonObject } from '../../read/input/json.ts';
import { parseLayout } from '../../read/snapshot/layout.ts';
import { fileSource, gzipSource } from '../../read/snapshot/source.ts';
import { checkKey, checkSnapshot, checkVersion } from '../../read/snapshot/validate.ts';
import { snapshotName } from '../snapshot/name.ts';

/** A snapshot that an earlier scan left. */
export interface Earlier {
  readonly name: string;
  readonly keys: number;
  /** Its scan came to its end: false where it was stopped. */
  readonly finished: boolean;
}

/** The target's snapshot in the directory; null where there is none that is valid: it is written anew. */
export async function findEarlier(directory: string, target: Target): Promise<Earlier | null> {
  for (const gzip of [false, true]) {
    const name = snapshotName(target, gzip);
    const path = join(directory, name);
    if (!existsSync(path)) continue;
    const found = await readSnapshotFile(path, gzip);
    if (found === null || !isOf(target, found.rest)) continue;
    return { name, keys: found.keys, finished: (member(found.rest, 'stopped') ?? null) === null };
  }
  return null;
}

interface Found {
  readonly keys: number;
  /** Every member but the keys. */
  readonly rest: JsonObject;
}

/** Validates the file line by line; null where it is broken, or has another layout than the one that scans write. */
async function readSnapshotFile(path: string, gzip: boolean): Promise<Found | null> {
  let keys = 0;
  const parser = parseLayout({
    head: (head) => {
      checkVersion(head, path);
      return head;
    },
    key: (record, index) => {
      checkKey(record, index, path);
      keys += 1;
    },
  });
  try {
    const source = gzip ? gzipSource(path, path) : fileSource(path, path);
    for await (const chunk of source.chunks()) if (!parser.push(chunk)) return null;
    const rest = parser.end();
    if (rest === null) return null;
    checkSnapshot(rest, path);
    return { keys, rest };
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function isOf({ account, region }: Target, snapshot: JsonObject): boolean {
  return member(snapshot, 'account') === account && member(snapshot, 'region') === region;
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
