import { closeSync, openSync, readdirSync, readFileSync, readSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { explain } from './load.ts';
import { looksLikePlan } from './recognise.ts';

const passedOver: ReadonlySet<string> = new Set(['.git', '.terraform', 'node_modules']);

/** A plan's first members stand within so many bytes. */
const beginning = 4096;

/** Plan files below a directory, in a stable order, and what could not be looked into. */
export interface Walk {
  readonly plans: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly what: string }[];
}

/** Finds `*.json` files that begin like a plan. Links, pipes and devices are not followed. */
export function findPlans(directory: string): Walk {
  const plans: string[] = [];
  const unreadable: { path: string; what: string }[] = [];
  const pending = [directory];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const here = next;
    try {
      const entries = readdirSync(here, { withFileTypes: true });
      pending.push(...entries.filter(isFollowed).map(({ name }) => join(here, name)));
      for (const { name } of entries.filter(mayBePlan)) sort(join(here, name), plans, unreadable);
    } catch (error) {
      unreadable.push({ path: here, what: explain(error) });
    }
  }
  return { plans: plans.toSorted(), unreadable };
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

function isFollowed(entry: Dirent): boolean {
  return entry.isDirectory() && !passedOver.has(entry.name);
}

function mayBePlan(entry: Dirent): boolean {
  return entry.isFile() && /\.(?:json|tfplan|plan)$|^[^.]+$/.test(entry.name);
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
