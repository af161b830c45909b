import { InputError } from '../errors.ts';
import { growHeapBy } from './input/heap.ts';
import { parseDocument } from './input/recognise.ts';
import { elementsOf, isArray, member, textMember, type JsonObject } from './input/json.ts';
import {
  headingOf,
  listCalls,
  openSnapshot,
  type Heading,
  type LiveReader,
  type Recorded,
} from './live/index.ts';
import { parseLayout } from './snapshot/layout.ts';
import type { SnapshotSource } from './snapshot/source.ts';
import {
  checkHead,
  checkKey,
  checkSnapshot,
  checkVersion,
  recordAgain,
} from './snapshot/validate.ts';

export type { Heading, Recorded } from './live/index.ts';
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

/**
 * Tells where and when a snapshot was taken, and reads no more of it than that takes.
 * @throws InputError where its head is broken, or of a version that is not known
 */
export async function readHeading(source: SnapshotSource, shown: string): Promise<Heading> {
  let head: JsonObject | null = null;
  let arn: string | null = null;
  const parser = parseLayout({
    head: (members) => {
      checkVersion(members, shown);
      checkHead(members, shown);
      head = members;
      return {};
    },
    key: (record) => (arn ??= textMember(record, 'KeyArn')),
  });
  const isEnough = (): boolean =>
    head !== null && (arn !== null || textMember(head, 'account') !== null);
  let isKnown = true;
  for await (const chunk of source.chunks()) {
    isKnown = parser.push(chunk);
    if (!isKnown || isEnough()) break;
  }
  if (head !== null && isKnown) return headingOf(head, shown, arn);
  const document = parseDocument(await source.whole(), shown, recordAgain);
  return headingOfDocument(document, shown);
}

/** The same of a snapshot that was parsed as a whole. @throws InputError */
export function headingOfDocument(document: JsonObject, shown: string): Heading {
  checkVersion(document, shown);
  checkSnapshot(document, shown);
  const [first] = elementsOf(member(document, 'keys') ?? []);
  return headingOf(document, shown, textMember(first, 'KeyArn'));
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
