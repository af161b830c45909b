import { InputError } from '../errors.ts';
import { growHeapBy } from './snapshot/heap.ts';
import { parseDocument } from './input/recognise.ts';
import { elementsOf, isArray, member, type JsonObject } from './input/json.ts';
import { listCalls, openSnapshot, type LiveReader, type Recorded } from './live/index.ts';
import { parseLayout } from './snapshot/layout.ts';
import type { SnapshotSource } from './snapshot/source.ts';
import {
  checkHead,
  checkKey,
  checkSnapshot,
  checkVersion,
  recordAgain,
} from './snapshot/validate.ts';

export { before, newestOf } from './previous.ts';
export type { Recorded } from './live/index.ts';
export { bytesSource, fileSource, gzipBytesSource, gzipSource } from './snapshot/source.ts';

/**
 * Reads a snapshot: line by line where it has the layout that kmslint writes, so that a hundred thousand keys fit into
 * memory, and as a whole where it has another one.
 * @throws InputError where it is broken, or of a version that is not known
 */
export async function readSnapshot(source: SnapshotSource, shown: string): Promise<Recorded> {
  growHeapBy(10);
  let reader: LiveReader | null = null;
  const parser = parseLayout({
    head: (head) => {
      checkVersion(head, shown);
      checkHead(head, shown);
      reader = openSnapshot(head, shown);
      return Object.fromEntries(Object.entries(head).filter(([name]) => !isList(name)));
    },
    key: (record, index) => {
      checkKey(record, index, shown);
      reader?.addKey(record);
    },
  });
  for await (const chunk of source.chunks()) if (!parser.push(chunk)) break;
  const rest = parser.end();
  if (rest === null)
    return readDocument(parseDocument(await source.whole(), shown, recordAgain), shown);
  checkSnapshot(rest, shown);
  return finish(reader, rest);
}

const isList = (name: string): boolean => listCalls.some((call) => call === name);

function finish(reader: LiveReader | null, rest: JsonObject): Recorded {
  if (reader === null) throw new Error('a snapshot without its head');
  return reader.finish(rest);
}

/** Reads a snapshot that was parsed as a whole. @throws InputError */
export function readDocument(document: JsonObject, shown: string): Recorded {
  checkVersion(document, shown);
  checkSnapshot(document, shown);
  const keys = member(document, 'keys');
  if (!isArray(keys)) {
    throw new InputError(shown, 'the snapshot has no list of keys', recordAgain, '/keys');
  }
  const { keys: _, ...rest } = document;
  const reader = openSnapshot(rest, shown);
  for (const [index, record] of elementsOf(keys).entries()) {
    checkKey(record, index, shown);
    reader.addKey(record);
  }
  return reader.finish(rest);
}
