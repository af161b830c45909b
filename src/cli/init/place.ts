import { lstatSync, mkdirSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';
import { createWhole } from '../streams/write.ts';

/** Largest file, in bytes, that is looked into for a mention. */
const mentionBytes = 1e6;

/** What stands at a path: nothing, or something that is left alone. */
export type Standing =
  | { readonly is: 'absent' }
  | { readonly is: 'present'; readonly mentionsKmslint: boolean };

/**
 * Looks at a path below the root, and at every directory on the way to it.
 * @throws UserError where a link on the way leads out of the root, or something that is no directory is in the way
 */
export function inspect(root: string, path: string): Standing {
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth++) {
    const way = parts.slice(0, depth).join('/');
    const stats = statsOf(join(root, way));
    if (stats === null) return { is: 'absent' };
    if (stats.isSymbolicLink()) demandInside(root, way);
    else if (!stats.isDirectory()) throw inTheWay(way, 'is in the way: it is no directory');
  }
  const stats = statsOf(join(root, path));
  if (stats === null) return { is: 'absent' };
  const isReadable = stats.isFile() && stats.size <= mentionBytes;
  return {
    is: 'present',
    mentionsKmslint: isReadable && readText(join(root, path)).includes('kmslint'),
  };
}

/** Writes a file and the directories above it; false where one has appeared meanwhile. */
export function place(root: string, path: string, text: string): boolean {
  const target = join(root, path);
  try {
    mkdirSync(dirname(target), { recursive: true });
  } catch (error) {
    throw new UserError(`${path}: ${explain(error)}; it was not written`);
  }
  demandInside(root, dirname(path));
  return createWhole(target, text);
}

function demandInside(root: string, way: string): void {
  try {
    const inside = relative(realpathSync(root), realpathSync(join(root, way)));
    if (inside !== '..' && !inside.startsWith(`..${sep}`)) return;
  } catch {
    throw inTheWay(way, 'is a link that leads nowhere');
  }
  throw inTheWay(way, 'is a link that leads out of the repository');
}

function inTheWay(way: string, what: string): UserError {
  return new UserError(`${way} ${what}; nothing is written behind it: move it, and run again`);
}

function statsOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
