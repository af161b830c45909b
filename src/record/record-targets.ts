import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { explain } from '../read/input/load.ts';
import type { AnswerError } from '../read/snapshot/format.ts';
import { describeError, isExpiry, tellError, type Connection } from './aws/index.ts';
import { readInto, type Read, type ReadingPlan } from './read-into.ts';
import { snapshotName, type Filing } from './snapshot/name.ts';
import { writeUnread } from './snapshot/unread.ts';
import { allSockets } from './sockets.ts';
import type { Stop } from './stop.ts';
import type { ReadingOptions, ReadingProgress } from './target.ts';
import { findEarlier, namesOf, newestScan, removeLeftovers } from './targets/earlier.ts';
import type { PlannedTarget } from './targets/expand.ts';
import { inParallel } from './targets/in-parallel.ts';
import { openThreads } from './threads/threads.ts';

export interface Recording {
  /** Exists already. */
  readonly directory: string;
  readonly gzip: boolean;
  /** Whether snapshots are filed by account, Region and date: those that are kept. */
  readonly dated: boolean;
  /** Goes on with the newest scan in the directory: targets with a finished snapshot of it are not read again. */
  readonly resume: boolean;
  readonly options: Omit<ReadingOptions, 'deadline' | 'sockets'>;
  /** How many threads read at most. One target at a time lives in one thread. */
  readonly threads: number;
  readonly connection: Connection;
  readonly stop: Stop;
  readonly watcher: Watcher;
}

/** Told of everything that happens, for progress. */
export interface Watcher {
  readonly begun: (target: PlannedTarget) => void;
  readonly advanced: (target: PlannedTarget, progress: ReadingProgress) => void;
  readonly ended: (recorded: Recorded) => void;
}

/** A target with its snapshot. */
export interface Recorded extends Read {
  readonly target: PlannedTarget;
  /** An earlier scan had finished it. */
  readonly kept: boolean;
}

/** Quotas count by account and Region, so that several targets get on at once; memory and sockets set the limit. */
const parallelTargets = 8;

type ReadTarget = (target: PlannedTarget, reading: ReadingPlan) => Promise<Read>;

/**
 * Records every target to a file of its own in the directory. What cannot be read is recorded with its reason; when the
 * scan is stopped, so is what was not begun: a directory of snapshots holds every target that was asked for.
 * @throws UserError where a file cannot be written
 */
export async function recordTargets(
  targets: readonly PlannedTarget[],
  recording: Recording,
): Promise<readonly Recorded[]> {
  const { directory, gzip, dated, resume, stop, watcher, connection } = recording;
  const atOnce = Math.min(parallelTargets, Math.max(targets.length, 1));
  const sockets = Math.floor(allSockets / atOnce);
  const filing = { gzip, date: dated ? dateOf(recording, targets) : null };
  if (resume) removeLeftovers(directory, targets, filing.date);
  await makeFolders(directory, targets, filing);
  const readable = targets.filter(({ failure }) => failure === null).length;
  const count = Math.min(recording.threads, atOnce, readable);
  const threads = count > 1 ? await openThreads(count, atOnce, connection.way, stop) : null;
  const read: ReadTarget = (target, reading) => {
    const onProgress = (progress: ReadingProgress) => {
      watcher.advanced(target, progress);
    };
    if (threads !== null) return threads.readInto(target, reading, onProgress);
    return readInto(target, connection, reading, stop, onProgress);
  };
  try {
    return await inParallel(targets, atOnce, async (target) => {
      try {
        const recorded = await recordOne(target, { ...recording, ...filing }, sockets, read);
        watcher.ended(recorded);
        return recorded;
      } catch (error) {
        stop.now({ name: 'Aborted', message: 'the scan failed elsewhere', status: null });
        throw error;
      }
    });
  } finally {
    await threads?.close();
  }
}

/** The day of the scan: every snapshot of it is filed under the one on which it began. */
function dateOf({ directory, resume }: Recording, targets: readonly PlannedTarget[]): string {
  const earlier = resume ? newestScan(directory, targets) : null;
  return earlier ?? new Date().toISOString().slice(0, 10);
}

/** Made before anything is asked: what cannot be written is told at once, and a scan that is killed is known by them. */
async function makeFolders(
  directory: string,
  targets: readonly PlannedTarget[],
  filing: Filing,
): Promise<void> {
  const folders = new Set(targets.map((target) => dirname(snapshotName(target, filing))));
  for (const folder of folders) {
    const path = join(directory, folder);
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      throw new UserError(`${path}: ${explain(error)}; name another --snapshot-dir`);
    }
  }
}

async function recordOne(
  target: PlannedTarget,
  { directory, gzip, date, resume, options, stop, watcher }: Recording & Filing,
  sockets: number,
  read: ReadTarget,
): Promise<Recorded> {
  const earlier = resume ? await findEarlier(directory, target, date) : null;
  if (earlier?.finished === true) return { target, ...earlier, kept: true, unread: [] };
  watcher.begun(target);
  const failure = target.failure ?? stop.reason() ?? (await refusal(target, stop)) ?? stop.reason();
  if (failure !== null && earlier !== null) {
    return { target, ...earlier, kept: true, unread: [tellError(failure)] };
  }
  const recorded =
    failure === null
      ? await read(target, { directory, gzip, date, options: { ...options, sockets } })
      : {
          name: await writeUnread(target, failure, { directory, gzip, date }),
          keys: 0,
          unread: [tellError(failure)],
        };
  // One target, one file of a scan: an earlier run may have written it another way.
  const others = resume ? namesOf(target, date) : [snapshotName(target, { gzip: !gzip, date })];
  for (const name of others)
    if (name !== recorded.name) await rm(join(directory, name), { force: true });
  return { target, ...recorded, kept: false };
}

/** Why there are no credentials for the target; where that holds for all of them, the scan is stopped. */
async function refusal(target: PlannedTarget, stop: Stop): Promise<AnswerError | null> {
  try {
    await target.credentials();
    return null;
  } catch (error) {
    const failure = describeError(error);
    if (isExpiry(failure)) stop.now(failure);
    return failure;
  }
}
