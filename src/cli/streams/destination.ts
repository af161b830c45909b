import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What a path leads to that is to be written. */
export type Destination =
  /** A descriptor that this process holds open: `/dev/stdout`, `/dev/fd/3`. */
  | { readonly kind: 'descriptor'; readonly descriptor: number }
  /** A device, a pipe, or a file with several names: what it is must stay. */
  | { readonly kind: 'through'; readonly path: string }
  /** A regular file, behind all links, that is replaced as a whole; null where there is none yet. */
  | { readonly kind: 'file'; readonly path: string; readonly status: Stats | null };

/** As many links as Linux follows. */
const maxLinks = 40;

/**
 * Follows a path through its links to what is to be written; the last may lead to a file that is yet to be made.
 * @throws where the operating system does
 */
export function findDestination(path: string): Destination {
  let here = path;
  for (let left = maxLinks; left > 0; left--) {
    const descriptor = descriptorOf(here);
    if (descriptor !== null) return { kind: 'descriptor', descriptor };
    here = join(realpathSync(dirname(here)), basename(here));
    const status = lstatSync(here, { throwIfNoEntry: false }) ?? null;
    if (status?.isSymbolicLink() === true) here = resolve(dirname(here), readlinkSync(here));
    else if (status === null || (status.isFile() && status.nlink === 1)) {
      return { kind: 'file', path: here, status };
    } else return { kind: 'through', path: here };
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

/** The stream that a path leads to, which may have more to write than the operating system takes at once. */
export function streamOf(path: string): 'stdout' | 'stderr' | null {
  try {
    const destination = findDestination(path);
    if (destination.kind !== 'descriptor') return null;
    return destination.descriptor === 1 ? 'stdout' : destination.descriptor === 2 ? 'stderr' : null;
  } catch {
    return null;
  }
}

const streams: readonly string[] = ['/dev/stdin', '/dev/stdout', '/dev/stderr'];

function descriptorOf(path: string): number | null {
  if (streams.includes(path)) return streams.indexOf(path);
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)?.[1];
  return number === undefined ? null : Number(number);
}
