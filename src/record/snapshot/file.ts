import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';
import type { KeyRecord, SnapshotHead, SnapshotTail } from '../../read/snapshot/format.ts';
import type { SnapshotSink } from './sink.ts';

export interface SnapshotFileOptions {
  readonly gzip: boolean;
}

/**
 * Writes a snapshot key by key to a temporary name beside its own (`….tmp`), and gives it its own name when it is whole:
 * under that name is never half a file, whatever ends the process.
 * @throws UserError from each of its functions but `abandon`, where the file cannot be written
 */
export function openSnapshotFile(path: string, options: SnapshotFileOptions): SnapshotSink {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const stream = options.gzip ? createGzip() : new PassThrough();
  const stop = new AbortController();
  const written = pipeline(stream, createWriteStream(temporary, { flags: 'wx' }), {
    signal: stop.signal,
  });
  // Told to whoever writes next; until then nobody listens.
  written.catch(() => {});
  let first = true;

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await abandon();
      throw new UserError(`${path}: ${explain(error)}; the snapshot was not written`);
    }
  };
  const write = (text: string) =>
    attempt(async () => {
      if (stream.destroyed) await written;
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), written]);
    });
  const abandon = async () => {
    stop.abort();
    await written.catch(() => {});
    await rm(temporary, { force: true }).catch(() => {});
  };
  return {
    writeHead: (head) => write(opening(head)),
    writeKey: (record) => {
      const line = keyLine(record, first);
      first = false;
      return write(line);
    },
    finish: (tail) =>
      attempt(async () => {
        stream.end(closing(tail));
        await written;
        await rename(temporary, path);
      }),
    abandon,
  };
}

function opening(head: SnapshotHead): string {
  return `${JSON.stringify(head).slice(0, -1)},"keys":[`;
}

function keyLine(record: KeyRecord, first: boolean): string {
  return `${first ? '\n' : ',\n'}${JSON.stringify(record)}`;
}

function closing(tail: SnapshotTail): string {
  return `\n],${JSON.stringify(tail).slice(1)}\n`;
}
