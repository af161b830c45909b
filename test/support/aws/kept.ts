import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';

// Snapshots that a scan kept, filed by account, Region and date.

/** Every file below a directory, sorted. */
export function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1))
    .toSorted();
}

/** The same without the day of the scan, which is that of the test. */
export function keptIn(directory: string): readonly string[] {
  return filesBelow(directory).map((path) =>
    path.replace(/(?<=date=)\d{4}-\d{2}-\d{2}/, 'DAY').replaceAll(sep, '/'),
  );
}

/** Where a snapshot is kept, without the day. */
export function keptName(account: string, region: string, ending: string = '.gz'): string {
  return `account=${account}/region=${region}/date=DAY/${account}_${region}.snapshot.json${ending}`;
}

/** The text of a snapshot, compressed or not. */
export function readKept(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The text of the one snapshot of a Region. */
export function keptOf(directory: string, region: string): string {
  const path = filesBelow(directory).find((name) => name.includes(`region=${region}${sep}`));
  return readKept(join(directory, path ?? ''));
}
