import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Target } from '../target.ts';
import { member, type JsonObject } from '../../read/input/json.ts';
import { parseLayout } from '../../read/snapshot/layout.ts';
import { fileSource, gzipSource } from '../../read/snapshot/source.ts';
import { checkKey, checkSnapshot, checkVersion } from '../../read/snapshot/validate.ts';
import { partitionOf, snapshotName } from '../snapshot/name.ts';

/** A snapshot that an earlier scan left. */
export interface Earlier {
  readonly name: string;
  readonly keys: number;
  /** Its scan came to its end: false where it was stopped. */
  readonly finished: boolean;
}

/** The date of the newest scan of any of the targets in the directory; null where there is none. */
export function newestScan(directory: string, targets: readonly Target[]): string | null {
  const dates = targets.flatMap((target) => {
    const path = join(directory, partitionOf(target));
    return existsSync(path) ? readdirSync(path).flatMap(dateOf) : [];
  });
  return dates.toSorted().at(-1) ?? null;
}

function dateOf(name: string): readonly string[] {
  const [, date] = /^date=(\d{4}-\d{2}-\d{2})$/.exec(name) ?? [];
  return date === undefined ? [] : [date];
}

/** The names that a target's snapshot of a scan may have: plain or compressed, filed by date or flat. */
export function namesOf(target: Target, date: string | null): readonly string[] {
  const filed = date === null ? [null] : [date, null];
  return filed.flatMap((at) =>
    [false, true].map((gzip) => snapshotName(target, { gzip, date: at })),
  );
}

/** The target's snapshot in the directory; null where there is none that is valid: it is written anew. */
export async function findEarlier(
  directory: string,
  target: Target,
  date: string | null,
): Promise<Earlier | null> {
  for (const name of namesOf(target, date)) {
    const path = join(directory, name);
    if (!existsSync(path)) continue;
    const found = await readSnapshotFile(path, name.endsWith('.gz'));
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
export function removeLeftovers(
  directory: string,
  targets: readonly Target[],
  date: string | null,
): void {
  const own = new Map<string, Set<string>>();
  for (const name of targets.flatMap((target) => namesOf(target, date))) {
    const folder = join(directory, dirname(name));
    own.set(folder, (own.get(folder) ?? new Set()).add(basename(name)));
  }
  for (const [folder, names] of own) {
    for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
      const [, name] = /^(.+)\.[0-9a-f]+\.tmp$/.exec(entry) ?? [];
      if (name !== undefined && names.has(name)) rmSync(join(folder, entry), { force: true });
    }
  }
}
