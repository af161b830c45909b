import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { UserError } from '../../errors.ts';

/** Texts that can be written only when all of them are known: kept in memory while they are few, and then in a file. */
export interface Spool {
  readonly add: (text: string) => void;
  /** Gives everything back, in its order, and keeps nothing. */
  readonly take: () => Iterable<string>;
}

/** How many UTF-16 units stay in memory. */
const mostInMemory = 8 << 20;
/** Bytes that are read at a time. */
const chunkBytes = 1 << 16;

/** @param limit how many UTF-16 units stay in memory before they go to a file */
export function openSpool(limit: number = mostInMemory): Spool {
  let texts: string[] = [];
  let size = 0;
  let file: number | null = null;
  return {
    add: (text) => {
      texts.push(text);
      size += text.length;
      if (size <= limit) return;
      file ??= openTemporary();
      appendTo(file, texts.join(''));
      texts = [];
      size = 0;
    },
    *take() {
      if (file !== null) yield* readBack(file);
      file = null;
      yield* texts.splice(0);
    },
  };
}

/** A file without a name: it is gone with the process, however that ends. @throws UserError where there is no room */
export function openTemporary(): number {
  try {
    const directory = mkdtempSync(join(tmpdir(), 'kmslint-'));
    const file = openSync(join(directory, 'report'), 'wx+', 0o600);
    rmSync(directory, { recursive: true, force: true });
    return file;
  } catch (error) {
    throw full(error);
  }
}

/** Writes on, and tells how many bytes that were. @throws UserError where there is no room */
export function appendTo(file: number, text: string): number {
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    return bytes.length;
  } catch (error) {
    throw full(error);
  }
}

function full(error: unknown): UserError {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new UserError(
    `${tmpdir()}: a report of this size needs a temporary file, which cannot be written${code}; set TMPDIR to a directory with room`,
  );
}

function* readBack(file: number): Generator<string> {
  try {
    yield* readFrom(file, 0, Infinity);
  } finally {
    closeSync(file);
  }
}

/** What stands in a file between two places, or from one to its end. */
export function* readFrom(file: number, start: number, end: number): Generator<string> {
  const decoder = new StringDecoder('utf8');
  const bytes = Buffer.alloc(chunkBytes);
  let position = start;
  while (position < end) {
    const count = readSync(file, bytes, 0, Math.min(chunkBytes, end - position), position);
    if (count === 0) break;
    position += count;
    yield decoder.write(bytes.subarray(0, count));
  }
}
