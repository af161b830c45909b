import { constants } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import { InputError } from '../errors.ts';

/** Name of standard input in locations. */
export const standardInput = 'stdin';

/** Heap that a parsed plan takes for each byte of its text, at worst (measured on Node 20). */
const heapPerByte = 5;

/** The largest input, in bytes, that V8's string length and this process's heap admit. */
export function maximumBytes(): number {
  const heap = getHeapStatistics().heap_size_limit / heapPerByte;
  return Math.floor(Math.min(constants.MAX_STRING_LENGTH, heap));
}

/** @throws InputError where the file cannot be read or is too large to hold in memory */
export function loadFile(path: string): Buffer {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'r');
    const { size } = fstatSync(descriptor);
    if (size > maximumBytes()) throw tooLarge(path, size);
    return readFileSync(descriptor);
  } catch (error) {
    throw error instanceof InputError
      ? error
      : new InputError(path, explain(error), 'check the path');
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Reads a stream to its end, and no further than the limit. */
export async function loadStream(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > maximumBytes()) throw tooLarge(standardInput, size);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(path: string, size: number): InputError {
  return new InputError(
    path,
    `at least ${megabytes(size)} is more than the ${megabytes(maximumBytes())} that this Node.js process can hold`,
    'raise the heap with NODE_OPTIONS=--max-old-space-size=8192 (512 MB is the most that V8 can read at all), or split the configuration',
  );
}

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ELOOP: 'is a circle of symbolic links',
  ENAMETOOLONG: 'the name is too long',
};

/** The operating system's error in words. */
export function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return explanations[code] ?? `cannot be read (${code === '' ? String(error) : code})`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
