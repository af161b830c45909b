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
import { gzipSync } from 'node:zlib';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';
import { findDestination, type Destination } from './destination.ts';

/** What a path leads to, written piece by piece. */
export interface WholeFile {
  readonly add: (text: string) => void;
  readonly close: () => void;
  /** Leaves nothing behind; what is written through keeps what it was given. */
  readonly abandon: () => void;
}

/** UTF-16 units that are written at once; more of them where each piece is compressed by itself. */
const mostAtOnce = { plain: 1 << 16, packed: 1 << 20 } as const;

/** Whether a name asks for a compressed file. */
export function isPacked(path: string): boolean {
  return path.endsWith('.gz');
}

/**
 * Opens what a path leads to. A regular file is replaced as a whole, by one of the same mode and owner that is written
 * beside it; what is no such file is written through, and stays what it is.
 * @param packing what to compress: a gzip file may have several members, one after the other
 * @throws UserError where that fails, as its members do; a regular file is then as it was
 */
export function openWhole(path: string, packing: 'plain' | 'packed' = 'plain'): WholeFile {
  const orExplain = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`${path}: ${explain(error)}; it was not written`);
    }
  };
  const target = orExplain(() => openTarget(findDestination(path)));
  let pending: string[] = [];
  let size = 0;
  let isOpen = true;
  const abandon = (): void => {
    if (isOpen) target.abandon();
    isOpen = false;
  };
  const orAbandon = (work: () => void): void => {
    try {
      orExplain(work);
    } catch (error) {
      abandon();
      throw error;
    }
  };
  const flush = (): void => {
    const text = pending.join('');
    pending = [];
    size = 0;
    target.write(packing === 'packed' ? gzipSync(text) : text);
  };
  return {
    add: (text) => {
      pending.push(text);
      size += text.length;
      if (size >= mostAtOnce[packing]) orAbandon(flush);
    },
    close: () => {
      orAbandon(flush);
      isOpen = false;
      orExplain(target.close);
    },
    abandon,
  };
}

/** Writes what a path leads to, as `openWhole` does. */
export function writeWhole(path: string, text: string): void {
  const file = openWhole(path);
  file.add(text);
  file.close();
}

/** Something to write to: nobody sees what a regular file is given before it is closed. */
interface Target {
  readonly write: (text: string | Buffer) => void;
  readonly close: () => void;
  readonly abandon: () => void;
}

function openTarget(destination: Destination): Target {
  switch (destination.kind) {
    case 'descriptor':
      return {
        write: (text) => writeFileSync(destination.descriptor, text),
        close: nothing,
        abandon: nothing,
      };
    case 'file':
      return openBeside(destination.path, destination.status);
    case 'through':
      return openThrough(destination.path);
  }
}

const nothing = (): void => undefined;

/** Opened with the first text, and neither made nor replaced: a file with several names is emptied no sooner than needed. */
function openThrough(path: string): Target {
  let descriptor: number | null = null;
  const close = (): void => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  return {
    write: (text) => {
      descriptor ??= openSync(path, constants.O_WRONLY | constants.O_TRUNC);
      writeFileSync(descriptor, text);
    },
    close,
    abandon: close,
  };
}

/** A file beside it, which is given its name when it is whole. */
function openBeside(path: string, status: Stats | null): Target {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const descriptor = openSync(temporary, 'wx');
  const remove = (): void => rmSync(temporary, { force: true });
  return {
    write: (text) => writeFileSync(descriptor, text),
    close: () => {
      closeSync(descriptor);
      try {
        if (status !== null) keepRights(temporary, status);
        renameSync(temporary, path);
      } catch (error) {
        remove();
        throw error;
      }
    },
    abandon: () => {
      closeSync(descriptor);
      remove();
    },
  };
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
