import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';
import { findDestination } from './destination.ts';

/**
 * Writes what a path leads to. A regular file is replaced as a whole, by one of the same mode and owner that was written
 * beside it; what is no such file is written through, and stays what it is.
 * @throws UserError where that fails; a regular file is then as it was
 */
export function writeWhole(path: string, text: string): void {
  try {
    const destination = findDestination(path);
    if (destination.kind === 'descriptor') writeFileSync(destination.descriptor, text);
    else if (destination.kind === 'file') replace(destination.path, destination.status, text);
    else writeThrough(destination.path, text);
  } catch (error) {
    throw new UserError(`${path}: ${explain(error)}; it was not written`);
  }
}

/** Neither makes nor replaces what is there. */
function writeThrough(path: string, text: string): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_TRUNC);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes beside it, and gives the whole file its name. */
function replace(path: string, status: Stats | null, text: string): void {
  const temporary = writeBeside(path, text);
  try {
    if (status !== null) keepRights(temporary, status);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function keepRights(path: string, { mode, uid, gid }: Stats): void {
  try {
    chownSync(path, uid, gid);
  } catch (error) {
    // Only root may give a file away: whoever else may replace it owns what replaces it.
    if (codeOf(error) !== 'EPERM') throw error;
  }
  chmodSync(path, mode & 0o7777);
}

/** Writes a file of a name that nobody else has, and leaves nothing behind where that fails. */
function writeBeside(path: string, text: string): string {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    return temporary;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes a file as a whole where there is none, and tells whether it did: what has this name already stays, a link
 * that leads nowhere too.
 * @throws UserError where it cannot be written
 */
export function createWhole(path: string, text: string): boolean {
  let temporary: string | null = null;
  try {
    temporary = writeBeside(path, text);
    return linkOrCopy(temporary, path);
  } catch (error) {
    throw new UserError(`${path}: ${explain(error)}; it was not written`);
  } finally {
    if (temporary !== null) rmSync(temporary, { force: true });
  }
}

/**
 * A second name for the same file appears at once and never replaces one; some file systems have no such thing. False
 * where the name is taken.
 */
function linkOrCopy(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
