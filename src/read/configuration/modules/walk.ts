import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { isUnitName } from '../../input/root-module.ts';
import { parseModulesFile } from './modules-file.ts';
import { decode, type Sandbox } from '../../../hcl/sandbox.ts';

/** The HCL files of a directory, and what they tell without being parsed. */
export interface Directory {
  readonly path: string;
  readonly files: readonly string[];
  /** Files that run modules and give them their variables: Terragrunt's, and those of a Terraform stack. */
  readonly units: readonly string[];
  /** Whether a file names a KMS or CloudHSM type. */
  readonly mentions: boolean;
  /** Sources of its module calls, as written. */
  readonly sources: readonly string[];
  /** Directories of the modules that `terraform init` has installed. */
  readonly installed: readonly string[];
  readonly traits: () => Traits;
}

/** What makes a directory a root module (a backend, cloud or provider block, a lock file, tfvars). */
export interface Traits {
  readonly hasState: boolean;
  readonly hasProvider: boolean;
}

const hclFile = /\.(?:tf|tofu)(?:\.json)?$/;
const ignored = /^\.|~$|^#.*#$/;
const kms = /\b(?:aws|awscc)_(?:kms|cloudhsm)/;
const state = /\b(?:backend\s*"|"backend"|cloud\s*\{|"cloud"\s*:)/;

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

function list(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Scans directories, each once; those that were walked are not listed again. */
export function scanner(
  sandbox: Sandbox,
  listings: Map<string, readonly Dirent[]>,
): (path: string) => Directory {
  const scanned = new Map<string, Directory>();
  return (path) => {
    const before = scanned.get(path);
    if (before !== undefined) return before;
    const directory = scan(path, listings.get(path) ?? list(path), sandbox);
    listings.delete(path);
    scanned.set(path, directory);
    return directory;
  };
}

function scan(path: string, entries: readonly Dirent[], sandbox: Sandbox): Directory {
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const files = names.filter(isHclFile).toSorted();
  const units = names.filter(isUnitName).toSorted();
  let mentions = false;
  const sources: string[] = [];
  const plain = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  for (const name of files) {
    const file = `${path}/${name}`;
    const read = plain.has(name) ? sandbox.readHere(file) : sandbox.read(file);
    if ('refused' in read) mentions = true;
    if ('refused' in read) continue;
    const { content } = read;
    mentions ||=
      (content.includes('_kms') || content.includes('_cloudhsm')) && kms.test(String(content));
    if (content.includes('module')) sources.push(...sourcesIn(decode(content) ?? ''));
  }
  const hasInstalled = sources.length > 0 && entries.some(({ name }) => name === '.terraform');
  const installed = hasInstalled ? [...installedModules(path, sandbox).values()] : [];
  const traits = (): Traits => traitsOf(path, names, files, sandbox);
  return { path, files, units, mentions, sources, installed, traits };
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
  const texts = files.map((name) => {
    const read = sandbox.read(join(path, name));
    return 'refused' in read ? '' : String(read.content);
  });
  return {
    hasState: names.some(isEvidence) || texts.some((text) => state.test(text)),
    hasProvider: texts.some((text) => /\bprovider"?\s*[":]/.test(text)),
  };
}

function sourcesIn(text: string): readonly string[] {
  if (!/\bmodule"?\s*["{:]/.test(text)) return [];
  return [...text.matchAll(/\bsource"?\s*[=:]\s*"((?:[^"\\]|\\.)*)"/g)].map(
    (match) => match[1] ?? '',
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
