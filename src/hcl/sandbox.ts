import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Files larger than this are not read: a huge literal aborts the parsers. */
export const maxFileSize = 1 << 20;

export type ReadResult = { readonly content: Buffer } | { readonly refused: string };

/** What may be read: regular files below the root, links resolved. */
export interface Sandbox {
  readonly root: string;
  readonly read: (path: string) => ReadResult;
  /** As `read`, for a regular file in a directory that was reached without a link. The content lasts until the next call. */
  readonly readHere: (path: string) => ReadResult;
  /** How large a file is; zero where there is none. */
  readonly size: (path: string) => number;
  /** The real path of a directory below the root; null for anything else. */
  readonly directory: (path: string) => string | null;
}

/** Texts that stand in the place of files' own, by real path. */
export type Drafts = ReadonlyMap<string, string>;

/** The root is the git repository around the directory, else the directory itself. */
export function sandboxAround(directory: string, drafts: Drafts = new Map()): Sandbox {
  const start = realpathSync(directory);
  const root = repositoryOf(start) ?? start;
  const shared = Buffer.allocUnsafe(maxFileSize + 1);
  const isInside = (path: string): boolean => path === root || path.startsWith(withSeparator(root));
  return {
    root,
    readHere: (path) => attempt(() => readInto(shared, path)),
    read: (path) =>
      attempt(() => {
        const real = realpathSync(path);
        if (!isInside(real)) return { refused: 'it lies outside the repository' };
        const draft = drafts.get(real);
        return draft === undefined ? readRegular(real) : { content: Buffer.from(draft) };
      }),
    size: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    directory: (path) => {
      try {
        const real = realpathSync(path);
        return isInside(real) && statSync(real).isDirectory() ? real : null;
      } catch {
        return null;
      }
    },
  };
}

function withSeparator(root: string): string {
  return root.endsWith(sep) ? root : root + sep;
}

function attempt(read: () => ReadResult): ReadResult {
  try {
    return read();
  } catch (error) {
    return { refused: error instanceof Error ? withoutPath(error) : 'it cannot be read' };
  }
}

function readInto(buffer: Buffer, path: string): ReadResult {
  const file = openSync(path, 'r');
  try {
    const size = readSync(file, buffer, 0, buffer.length, 0);
    return size > maxFileSize ? tooLarge : { content: buffer.subarray(0, size) };
  } finally {
    closeSync(file);
  }
}

const tooLarge: ReadResult = { refused: `it is larger than ${maxFileSize} bytes` };

function readRegular(path: string): ReadResult {
  const status = statSync(path);
  if (!status.isFile()) return { refused: 'it is not a regular file' };
  if (status.size > maxFileSize) return tooLarge;
  return { content: readFileSync(path) };
}

function withoutPath(error: Error): string {
  return error.message.replace(/, \w+ '.*'$/s, '');
}

function repositoryOf(start: string): string | null {
  for (let directory = start; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory;
    if (dirname(directory) === directory) return null;
  }
}

/** The text of a file: UTF-8, with or without a byte order mark; null where it is not. */
export function decode(content: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}
