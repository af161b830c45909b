import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  type Dirent,
} from 'node:fs';
import { basename, join } from 'node:path';
import { explain } from './load.ts';
import { looksLikePlan, looksLikeSnapshot, looksLikeState } from './recognise.ts';
import { isConfigurationName, isUnitName } from './root-module.ts';
import { isGzip } from './decode.ts';

const passedOver: ReadonlySet<string> = new Set(['.git', '.terraform', 'node_modules']);

/** A plan's and a snapshot's first members stand within so many bytes. */
const beginning = 4096;

/** Plans, snapshots and configurations below a directory, in a stable order, and what could not be looked into. */
export interface Walk {
  /** What begins like a plan or a snapshot, and what is compressed and may be one. */
  readonly documents: readonly string[];
  /** What the directories hold in which configurations lie; hidden ones are passed over, as Terraform does. */
  readonly configurations: ReadonlyMap<string, readonly Dirent[]>;
  readonly unreadable: readonly { readonly path: string; readonly what: string }[];
  /** Directories and plans that are passed over because somebody asked for it. */
  readonly ignored: readonly string[];
}

/** Finds `*.json` files that begin like a plan or a snapshot, and configuration files. Links, pipes and devices are not followed. */
export function findInputs(
  directory: string,
  isIgnored: (path: string) => boolean = () => false,
): Walk {
  const documents: string[] = [];
  const configurations = new Map<string, readonly Dirent[]>();
  const unreadable: { path: string; what: string }[] = [];
  const ignored: string[] = [];
  const pending = [{ path: directory, isHidden: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, isHidden } = next;
    if (isIgnored(path)) {
      ignored.push(path);
      continue;
    }
    try {
      const entries = readdirSync(path, { withFileTypes: true });
      if (!isHidden && entries.some(isConfiguration)) configurations.set(path, entries);
      for (const entry of entries) {
        const { name } = entry;
        if (isFollowed(entry)) {
          pending.push({ path: join(path, name), isHidden: isHidden || name.startsWith('.') });
        } else if (mayBeDocument(entry)) sort(join(path, name), documents, unreadable);
        else if (isUnfinished(entry, path))
          unreadable.push({ path: join(path, name), what: unfinished });
      }
    } catch (error) {
      unreadable.push({ path, what: explain(error) });
    }
  }
  const passed = new Set(documents.filter(isIgnored));
  return {
    documents: documents.filter((document) => !passed.has(document)).toSorted(),
    configurations,
    unreadable,
    ignored: [...ignored, ...passed].toSorted(),
  };
}

/** One file that cannot be read hides no other. */
function sort(path: string, documents: string[], unreadable: Walk['unreadable'][number][]): void {
  try {
    if (isDocument(path, readBeginning(path))) documents.push(path);
    else if (isNamedSnapshot(path)) unreadable.push({ path, what: emptied });
  } catch (error) {
    unreadable.push({ path, what: explain(error) });
  }
}

/** Whether there is a file that would be read where it was found: a configuration, values for one, a plan or a snapshot. */
export function looksLikeInput(path: string): boolean {
  const name = basename(path);
  try {
    if (!statSync(path).isFile()) return false;
    if (isConfigurationName(name) || /\.tfvars(?:\.json)?$/.test(name)) return true;
    return hasDocumentName(name) && isDocument(path, readBeginning(path));
  } catch {
    return false;
  }
}

function isConfiguration(entry: Dirent): boolean {
  return !entry.isDirectory() && (isConfigurationName(entry.name) || isUnitName(entry.name));
}

function isFollowed(entry: Dirent): boolean {
  return entry.isDirectory() && !passedOver.has(entry.name);
}

/** Members that tell a document from others, wherever they stand. */
const telling = ['"format_version"', '"kmslintSnapshot"', '"lineage"'];

function isDocument(path: string, start: Buffer): boolean {
  if (isGzip(start)) return true;
  const looks = new Set([looksLikePlan(start), looksLikeSnapshot(start), looksLikeState(start)]);
  if (looks.has(true)) return true;
  if (!looks.has('perhaps')) return false;
  const bytes = readFileSync(path);
  return telling.some((member) => bytes.includes(member));
}

/** As scans name what they keep: such a file that holds none was damaged, and is not passed over. */
const snapshotName = /^(?:\d{12}|unknown-account)_[a-z]{2}-[a-z\d-]+\.snapshot\.json(?:\.gz)?$/;

/** Whether a file has the name of a kept snapshot. */
export function isNamedSnapshot(path: string): boolean {
  return snapshotName.test(basename(path));
}

/** What is said of one that holds none. */
export const emptied =
  'the file is named like a snapshot and holds none; restore it, record it anew, or delete the file';

const unfinished =
  'a snapshot that is not whole: its scan is still running, or was ended; run it again with --resume, or delete the file';

/** The name under which a scan writes a snapshot, where the whole one is not there. */
function isUnfinished(entry: Dirent, directory: string): boolean {
  const [, whole = ''] = /^(.+)\.[0-9a-f]{8}\.tmp$/.exec(entry.name) ?? [];
  return entry.isFile() && snapshotName.test(whole) && !existsSync(join(directory, whole));
}

function mayBeDocument(entry: Dirent): boolean {
  return entry.isFile() && hasDocumentName(entry.name);
}

function hasDocumentName(name: string): boolean {
  return (
    /\.(?:json|json\.gz|tfplan|plan|tfstate)$|^[^.]+$/.test(name) &&
    !/\.(?:tf|tofu|tfvars)\.json$/.test(name)
  );
}

function readBeginning(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(beginning);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, beginning, 0));
  } finally {
    closeSync(descriptor);
  }
}
