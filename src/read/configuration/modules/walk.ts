import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { isUnitName } from '../../input/root-module.ts';
import { callsIn, type OutlinedFile, type WrittenCall } from './calls.ts';
import { orderFiles, isOverride } from './file-order.ts';
import { parseModulesFile } from './modules-file.ts';
import { outline, outlineJson, type OutlinedBlock } from '../../../hcl/syntax/outline.ts';
import { decode, type Sandbox } from '../../../hcl/sandbox.ts';

/** The HCL files of a directory, and what they tell without being parsed. */
export interface Directory {
  readonly path: string;
  readonly files: readonly string[];
  /** Files that run modules and give them their variables: Terragrunt's, and those of a Terraform stack. */
  readonly units: readonly string[];
  /** Whether a file names a type that is read, or only a parser can tell what it holds. */
  readonly mentions: boolean;
  readonly calls: readonly WrittenCall[];
  /** Directories of the modules that `terraform init` has installed, by the dotted path of their call. */
  readonly installed: ReadonlyMap<string, string>;
  readonly traits: () => Traits;
}

/** What makes a directory a root module: a backend, cloud or provider block, a lock file, tfvars. */
export interface Traits {
  readonly hasState: boolean;
  /** Whether it configures a provider: a block that only names one is passed a configuration. */
  readonly hasProvider: boolean;
}

const hclFile = /\.(?:tf|tofu)(?:\.json)?$/;
const ignored = /^\.|~$|^#.*#$/;
const kms = /\b(?:aws|awscc)_(?:kms|cloudhsm)/;
const monitors = /\baws_cloudwatch_(?:event_(?:rule|target)|log_metric_filter)\b/;

export function isHclFile(name: string): boolean {
  return hclFile.test(name) && !ignored.test(name);
}

/** A file of a module, or one that gives a module its variables. */
function isRead(name: string): boolean {
  return isHclFile(name) || isUnitName(name);
}

/** What directories hold. */
export type Listings = ReadonlyMap<string, readonly Dirent[]>;

/** Every directory below with HCL files in it; hidden ones and links are passed over. */
export function walk(top: string): Listings {
  const found = new Map<string, readonly Dirent[]>();
  const pending = [top];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const entries = list(path);
    if (entries.some((entry) => !entry.isDirectory() && isRead(entry.name))) {
      found.set(path, entries);
    }
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      if (entry.name !== 'node_modules') pending.push(join(path, entry.name));
    }
  }
  return found;
}

/** The configuration files of a directory, absolute; none where there is no such directory. */
export function hclFilesIn(path: string): readonly string[] {
  const files = list(path).filter((entry) => !entry.isDirectory() && isHclFile(entry.name));
  return files.map(({ name }) => join(path, name)).toSorted();
}

export function list(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/**
 * Scans directories, each once; those that were walked are not listed again.
 * @param hasMonitors whether what watches keys is looked for too
 */
export function scanner(
  sandbox: Sandbox,
  listings: Map<string, readonly Dirent[]>,
  hasMonitors: boolean,
): (path: string) => Directory {
  const scanned = new Map<string, Directory>();
  return (path) => {
    const before = scanned.get(path);
    if (before !== undefined) return before;
    const entries = listings.get(path) ?? list(path);
    const directory = scan(path, entries, sandbox, hasMonitors);
    listings.delete(path);
    scanned.set(path, directory);
    return directory;
  };
}

function scan(
  path: string,
  entries: readonly Dirent[],
  sandbox: Sandbox,
  hasMonitors: boolean,
): Directory {
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const files = names.filter(isHclFile).toSorted();
  const units = names.filter(isUnitName).toSorted();
  let mentions = false;
  const outlined = new Map<string, OutlinedFile>();
  const plain = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  for (const name of files) {
    const file = `${path}/${name}`;
    const read = plain.has(name) ? sandbox.readHere(file) : sandbox.read(file);
    if ('refused' in read) mentions = true;
    if ('refused' in read) continue;
    const { content } = read;
    mentions ||= mentionsKms(name, content) || (hasMonitors && mentionsMonitor(content));
    if (!content.includes('module')) continue;
    const blocks = outlineOf(name, content);
    if (blocks === null) mentions = true;
    else outlined.set(name, { name, isOverride: isOverride(name), blocks });
  }
  const calls = outlined.size === 0 ? [] : callsIn(counting(files, outlined));
  const hasInstalled = calls.length > 0 && entries.some(({ name }) => name === '.terraform');
  const installed = hasInstalled ? installedModules(path, sandbox) : new Map<string, string>();
  const traits = (): Traits => traitsOf(path, names, files, sandbox);
  return { path, files, units, mentions, calls, installed, traits };
}

/** The files that Terraform reads, in its order. */
function counting(
  files: readonly string[],
  outlined: ReadonlyMap<string, OutlinedFile>,
): readonly OutlinedFile[] {
  return orderFiles(files).flatMap((name) => outlined.get(name) ?? []);
}

/** JSON may spell a name in escapes. */
function mentionsKms(name: string, content: Buffer): boolean {
  if (content.includes('_kms') || content.includes('_cloudhsm')) return kms.test(String(content));
  return name.endsWith('.json') && content.includes('\\u');
}

function mentionsMonitor(content: Buffer): boolean {
  return content.includes('aws_cloudwatch_') && monitors.test(String(content));
}

function outlineOf(name: string, content: Buffer): readonly OutlinedBlock[] | null {
  const text = decode(content);
  if (text === null) return null;
  return name.endsWith('.json') ? outlineJson(text) : outline(text);
}

function isEvidence(name: string): boolean {
  return name === '.terraform.lock.hcl' || /\.tfvars(?:\.json)?$/.test(name);
}

function traitsOf(
  path: string,
  names: readonly string[],
  files: readonly string[],
  sandbox: Sandbox,
): Traits {
  const blocks = files.flatMap((name) => {
    const read = sandbox.read(join(path, name));
    return 'refused' in read ? [] : (outlineOf(name, read.content) ?? []);
  });
  return {
    hasState: names.some(isEvidence) || blocks.some(keepsState),
    hasProvider: blocks.some(configuresProvider),
  };
}

function keepsState({ type, blocks }: OutlinedBlock): boolean {
  return type === 'terraform' && blocks.some((b) => b.type === 'backend' || b.type === 'cloud');
}

function configuresProvider({ type, args, blocks }: OutlinedBlock): boolean {
  if (type !== 'provider') return false;
  return (
    blocks.length > 0 || [...args.keys()].some((name) => name !== 'alias' && name !== 'version')
  );
}

/** Directories of installed modules by the dotted path of their call (`.terraform/modules/modules.json`). */
export function installedModules(path: string, sandbox: Sandbox): ReadonlyMap<string, string> {
  const read = sandbox.read(join(path, '.terraform', 'modules', 'modules.json'));
  if ('refused' in read) return new Map();
  return new Map(
    parseModulesFile(decode(read.content) ?? '').flatMap(({ key, directory }) => {
      const real = key === '' ? null : sandbox.directory(join(path, directory));
      return real === null ? [] : [[key, real] as const];
    }),
  );
}
