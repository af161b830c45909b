import { join } from 'node:path';
import {
  CredentialsError,
  describeError,
  isExpiry,
  recordTarget,
  tellError,
  type Connection,
} from './aws/index.ts';
import { openSnapshotFile } from './snapshot/file.ts';
import { snapshotName, type Filing } from './snapshot/name.ts';
import { writeUnread } from './snapshot/unread.ts';
import { watch } from './snapshot/watched.ts';
import type { Stop } from './stop.ts';
import type { ReadingOptions, ReadingProgress, Target } from './target.ts';

/** How a target is read into its file. */
export interface ReadingPlan extends Filing {
  /** Exists already, with what the names in it want. */
  readonly directory: string;
  readonly options: Omit<ReadingOptions, 'deadline'>;
}

/** What a target's file holds. */
export interface Read {
  /** The file's name in the directory. */
  readonly name: string;
  readonly keys: number;
  /** Why it is not whole, one line each; empty where it is. */
  readonly unread: readonly string[];
}

/**
 * Reads one target into its file. What cannot be read is recorded with its reason; what holds for every target stops the
 * scan.
 * @throws UserError where the file cannot be written, or an endpoint is none
 */
export async function readInto(
  target: Target,
  connection: Connection,
  { directory, options, ...filing }: ReadingPlan,
  stop: Stop,
  onProgress: (progress: ReadingProgress) => void,
): Promise<Read> {
  const name = snapshotName(target, filing);
  const { sink, unread } = watch(openSnapshotFile(join(directory, name), filing), stop.reason);
  try {
    const reading = { ...options, deadline: stop.signal };
    const { keys, stopped } = await recordTarget(target, connection, reading, sink, onProgress);
    if (stopped !== null && isExpiry(stopped)) stop.now({ ...stopped, status: null });
    const lists = unread().map(({ call, error }) => `${call}: ${tellError(error)}`);
    const why = stopped?.name === 'DeadlineError' ? (stop.reason() ?? stopped) : stopped;
    return { name, keys, unread: why === null ? lists : [tellError(why), ...lists] };
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    const failure = describeError(error);
    await writeUnread(target, failure, { directory, ...filing });
    return { name, keys: 0, unread: [tellError(failure)] };
  }
}
