import { createReadStream } from 'node:fs';
import { createGunzip, type Gunzip } from 'node:zlib';
import { InputError, OtherInputError } from '../../errors.ts';
import { explain, loadFile, maximumBytes } from '../input/load.ts';
import { decodeInput, looksLikeSnapshot } from '../input/recognise.ts';
import { recordAgain } from './validate.ts';

/** Where a snapshot is read from: in pieces and, where that does not do, as a whole. */
export interface SnapshotSource {
  readonly chunks: () => AsyncIterable<Buffer>;
  readonly whole: () => Promise<string>;
}

/** Bytes that a compressed snapshot may become: some thousand keys more than AWS admits in a Region. */
const mostDecompressed = 2e9;
/** Small pieces: what was read and is not needed any more lies in memory until it is collected. */
const chunkBytes = 1 << 16;

export function fileSource(path: string, shown: string): SnapshotSource {
  return {
    chunks: () => explained(createReadStream(path, { highWaterMark: chunkBytes }), shown),
    whole: async () => loadFile(path, shown),
  };
}

export function bytesSource(bytes: Buffer, shown: string): SnapshotSource {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  return { chunks, whole: async () => decodeInput(bytes, shown) };
}

/**
 * A gzip file; what it decompresses to is bounded.
 * @param limit how many bytes that may be
 */
export function gzipSource(
  path: string,
  shown: string,
  limit: number = mostDecompressed,
): SnapshotSource {
  const open = (most: number) => decompress(createReadStream(path), shown, most);
  return {
    chunks: () => open(limit),
    whole: () => collect(open(Math.min(limit, maximumBytes())), shown),
  };
}

/** Compressed bytes of standard input. */
export function gzipBytesSource(bytes: Buffer, shown: string): SnapshotSource {
  const packed = bytesSource(bytes, shown);
  return {
    chunks: () => decompress(packed.chunks(), shown, mostDecompressed),
    whole: () => collect(decompress(packed.chunks(), shown, maximumBytes()), shown),
  };
}

async function collect(chunks: AsyncIterable<Buffer>, shown: string): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return decodeInput(Buffer.concat(all), shown);
}

async function* explained(chunks: AsyncIterable<Buffer>, shown: string): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    throw new InputError(shown, explain(error), 'check the path');
  }
}

async function* decompress(
  packed: AsyncIterable<Buffer>,
  shown: string,
  limit: number,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of packed) {
        if (gunzip.destroyed) return;
        if (!gunzip.write(chunk)) await takesMore(gunzip);
      }
      gunzip.end();
    } catch (error) {
      gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
  void feed();
  let size = 0;
  const output: AsyncIterable<Buffer> = gunzip;
  try {
    for await (const chunk of output) {
      if (size === 0 && looksLikeSnapshot(chunk.subarray(0, 4096)) === false) {
        throw new OtherInputError(
          shown,
          'the file is compressed, and holds no snapshot',
          'decompress it first',
        );
      }
      size += chunk.length;
      if (size > limit) {
        throw new InputError(
          shown,
          `decompressed it has more than ${Math.floor(limit / 1e6)} MB`,
          recordAgain,
        );
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(shown, 'the compressed file is damaged, or ends too early', recordAgain);
  }
}

/** Resolves when the stream takes more, or nobody reads it any longer. */
async function takesMore(stream: Gunzip): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
