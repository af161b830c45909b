import { closeSync, openSync, readdirSync, readFileSync, readSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { explain } from './load.ts';
import { looksLikePlan } from './recognise.ts';
import { isConfigurationName } from './root-module.ts';

const passedOver: ReadonlySet<string> = new Set(['.git', '.terraform', 'node_modules']);

/** A plan's first members stand within so many bytes. */
const beginning = 4096;

/** Plans and configurations below a directory, in a stable order, and what could not be looked into. */
export interface Walk {
  readonly plans: readonly string[];
  /** What the directories hold in which configurations lie; hidden ones are passed over, as Terraform does. */
  readonly configurations: ReadonlyMap<string, readonly Dirent[]>;
  readonly unreadable: readonly { readonly path: string; readonly what: string }[];
  /** Directories and plans that are passed over because somebody asked for it. */
  readonly ignored: readonly string[];
}

/** Finds `*.json` files that begin like a plan, and configuration files. Links, pipes and devices are not followed. */
export function findInputs(
  directory: string,
  isIgnored: (path: string) => boolean = () => false,
): Walk {
  const plans: string[] = [];
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
        } else if (mayBePlan(entry)) sort(join(path, name), plans, unreadable);
      }
    } catch (error) {
      unreadable.push({ path, what: explain(error) });
    }
  }
  const passed = plans.filter(isIgnored);
  return {
    plans: plans.filter((plan) => !passed.includes(plan)).toSorted(),
    configurations,
    unreadable,
    ignored: [...ignored, ...passed].toSorted(),
  };
}

/** One file that cannot be read hides no other. */
function sort(path: string, plans: string[], unreadable: { path: string; what: string }[]): void {
  try {
    const looks = looksLikePlan(readBeginning(path));
    const isPlan = looks === 'perhaps' ? readFileSync(path).includes('"format_version"') : looks;
    if (isPlan) plans.push(path);
  } catch (error) {
    unreadable.push({ path, what: explain(error) });
  }
}

function isConfiguration(entry: Dirent): boolean {
  return !entry.isDirectory() && isConfigurationName(entry.name);
}

function isFollowed(entry: Dirent): boolean {
  return entry.isDirectory() && !passedOver.has(entry.name);
}

function mayBePlan(entry: Dirent): boolean {
  const { name } = entry;
  return (
    entry.isFile() &&
    /\.(?:json|tfplan|plan)$|^[^.]+$/.test(name) &&
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
