import {
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';

/** A file that is there when it is whole: written to a temporary name beside it, then renamed over it. */
export interface WholeFile {
  readonly add: (text: string) => void;
  readonly close: () => void;
  /** Leaves nothing behind. */
  readonly abandon: () => void;
}

/** UTF-16 units that are written at once. */
const mostAtOnce = 1 << 16;

/** @throws UserError where it cannot be written, as its members do */
export function openWhole(path: string): WholeFile {
  const temporary = `${path}.${process.pid}.tmp`;
  const orExplain = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') rmSync(temporary, { force: true });
      throw new UserError(`${path}: ${explain(error)}; nothing was written`);
    }
  };
  const file = orExplain(() => openSync(temporary, 'wx'));
  let pending: string[] = [];
  let size = 0;
  let isOpen = true;
  const flush = (): void => {
    const bytes = Buffer.from(pending.join(''));
    pending = [];
    size = 0;
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  };
  const end = (): void => {
    isOpen = false;
    closeSync(file);
  };
  return {
    add: (text) => {
      pending.push(text);
      size += text.length;
      if (size >= mostAtOnce) orExplain(flush);
    },
    close: () =>
      orExplain(() => {
        flush();
        end();
        renameSync(temporary, path);
      }),
    abandon: () => {
      if (!isOpen) return;
      end();
      rmSync(temporary, { force: true });
    },
  };
}

/** Writes a file as a whole. */
export function writeWhole(path: string, text: string): void {
  const file = openWhole(path);
  file.add(text);
  file.close();
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
