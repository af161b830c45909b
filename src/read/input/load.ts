import { constants } from 'node:buffer';
import { createRequire } from 'node:module';
import type V8 from 'node:v8';
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { InputError } from '../../errors.ts';
import { decodeInput, looksLikeSnapshot } from './recognise.ts';
import { isGzip, isPlainText } from './decode.ts';
import { headingOf, type StateHeading } from './state-heading.ts';

/** Name of standard input in locations. */
export const standardInput = 'stdin';

/** Heap that a parsed plan takes for each byte of its text, at worst (measured on Node 20). */
const heapPerByte = 5;

/** Inputs below this size, in bytes, fit any heap: nothing is asked of V8 for them. */
const smallBytes = 64e6;

/** The largest input, in bytes, that V8's string length and this process's heap admit. */
export function maximumBytes(): number {
  const v8: typeof V8 = createRequire(import.meta.url)('node:v8');
  const heap = v8.getHeapStatistics().heap_size_limit / heapPerByte;
  return Math.floor(Math.min(constants.MAX_STRING_LENGTH, heap));
}

/** What this process holds open itself: standard input, and what a shell passes as `<(…)`. */
const ownDescriptor = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/**
 * What a path is besides a file that can be read to its end: a pipe or device that is only named may never end. Null
 * where it is such a file, a directory, or a stream that the caller opened.
 * @throws where the operating system does
 */
export function endlessKind(path: string): string | null {
  const status = statSync(path);
  if (status.isFile() || status.isDirectory()) return null;
  if (ownDescriptor.test(path) && !status.isCharacterDevice()) return null;
  if (status.isFIFO()) return 'a named pipe';
  return status.isSocket() ? 'a socket' : 'a device';
}

/** @throws InputError where a path names what may never end */
export function refuseEndless(path: string, shown: string): void {
  const kind = endlessKind(path);
  if (kind === null) return;
  throw new InputError(
    shown,
    `this is ${kind}, which may never end`,
    'name a file, or send it through standard input with -',
  );
}

/**
 * Reads a file as text. Plain UTF-8 goes straight to a string, without a second copy in memory.
 * @throws InputError where the file cannot be read or is too large to hold in memory
 */
export function loadFile(path: string, shown: string): string {
  let descriptor: number | null = null;
  try {
    refuseEndless(path, shown);
    descriptor = openSync(path, 'r');
    const stat = fstatSync(descriptor);
    if (isTooLarge(stat.size)) throw tooLarge(shown, stat.size);
    if (stat.isFile() && isPlainText(readBeginning(descriptor)))
      return readFileSync(descriptor, 'utf8');
    return decodeInput(readFileSync(descriptor), shown);
  } catch (error) {
    throw error instanceof InputError
      ? error
      : new InputError(shown, explain(error), 'check the path');
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function readBeginning(descriptor: number): Buffer {
  const beginning = Buffer.alloc(4);
  return beginning.subarray(0, readSync(descriptor, beginning, 0, beginning.length, 0));
}

/** What a file's first bytes say of how it is to be read; `text` also for what is no regular file, and for odd states. */
export function peekFile(path: string, shown: string): 'gzip' | 'snapshot' | 'text' | StateHeading {
  let descriptor: number | null = null;
  try {
    if (!statSync(path).isFile()) return 'text';
    descriptor = openSync(path, 'r');
    const bytes = Buffer.alloc(peeked);
    const beginning = bytes.subarray(0, readSync(descriptor, bytes, 0, peeked, 0));
    if (isGzip(beginning)) return 'gzip';
    if (looksLikeSnapshot(beginning) === true) return 'snapshot';
    return headingOf(beginning) ?? 'text';
  } catch (error) {
    throw new InputError(shown, explain(error), 'check the path');
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** A snapshot's first members stand within so many bytes. */
const peeked = 4096;

/**
 * Reads a stream to its end, and no further than the limit, and hands its bytes to `use`. They live no longer than
 * that: what is made of them takes memory enough.
 * @throws InputError where the stream is too large to hold in memory
 */
export async function loadStream<T>(
  stream: AsyncIterable<Buffer | string>,
  use: (bytes: Buffer) => T | Promise<T>,
): Promise<T> {
  const room = constants.MAX_STRING_LENGTH;
  const held = new ArrayBuffer(0, { maxByteLength: room });
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const end = size + bytes.length;
    if (isTooLarge(end)) throw tooLarge(standardInput, end);
    if (end > held.byteLength) held.resize(Math.min(room, Math.max(end, 2 * held.byteLength)));
    new Uint8Array(held).set(bytes, size);
    size = end;
  }
  try {
    return await use(Buffer.from(held, 0, size));
  } finally {
    held.resize(0);
  }
}

function isTooLarge(size: number): boolean {
  return size > smallBytes && size > maximumBytes();
}

function tooLarge(path: string, size: number): InputError {
  const hint =
    size > constants.MAX_STRING_LENGTH
      ? 'split the configuration: no setting lets Node.js hold it'
      : 'give Node.js more memory: NODE_OPTIONS=--max-old-space-size=8192';
  const limit = megabytes(maximumBytes());
  return new InputError(
    path,
    `${megabytes(size)} or more, where this process can hold ${limit}`,
    hint,
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ELOOP: 'is a circle of symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of the path is no directory',
  EROFS: 'the file system cannot be written to',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the device fails',
};

/** The operating system's error in words. */
export function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return explanations[code] ?? `cannot be read (${code === '' ? String(error) : code})`;
}
