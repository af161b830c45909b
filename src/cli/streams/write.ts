import { constants, copyFileSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';

/** Writes a file as a whole: to a temporary name beside it, then renamed over it. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`${path}: ${explain(error)}; nothing was written`);
  }
}

/**
 * Writes a file as a whole where there is none, and tells whether it did: what has this name already stays, a link
 * that leads nowhere too.
 * @throws UserError where it cannot be written
 */
export function createWhole(path: string, text: string): boolean {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    linkOrCopy(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new UserError(`${path}: ${explain(error)}; it was not written`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** A second name for the same file appears at once and never replaces one; some file systems have no such thing. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
