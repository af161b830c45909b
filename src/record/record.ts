import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlannedTarget } from './targets/expand.ts';
import { describeError, isExpiry } from './targets/failure.ts';
import { inParallel } from './targets/in-parallel.ts';
import { CredentialsError, openSnapshotFile, recordTarget } from './aws/index.ts';
import type { SnapshotSink } from './aws/sink.ts';
import type { ReadingOptions, ReadingProgress } from './target.ts';
import { snapshotVersion, type AnswerError } from '../read/snapshot/format.ts';
import { findEarlier, removeLeftovers } from './earlier.ts';
import { snapshotName } from './name.ts';
import type { Stop } from './stop.ts';
import { watch } from './watched.ts';

export interface Recording {
  /** Exists already. */
  readonly directory: string;
  readonly gzip: boolean;
  /** Targets with a finished snapshot in the directory are not read again. */
  readonly resume: boolean;
  readonly reading: Omit<ReadingOptions, 'deadline' | 'sockets'>;
  /** Connections of each target. */
  readonly sockets: number;
  readonly stop: Stop;
  readonly version: string;
  readonly watcher: Watcher;
}

/** Told of everything that happens, for progress. */
export interface Watcher {
  readonly begun: (target: PlannedTarget) => void;
  readonly advanced: (target: PlannedTarget, progress: ReadingProgress) => void;
  readonly ended: (recorded: Recorded) => void;
}

/** A target with its snapshot. */
export interface Recorded {
  readonly target: PlannedTarget;
  /** The file's name in the directory. */
  readonly name: string;
  readonly keys: number;
  /** An earlier scan had finished it. */
  readonly kept: boolean;
  /** Why it is not whole, one line each; empty where it is. */
  readonly unread: readonly string[];
}

/** Quotas count by account and Region, so that several targets get on at once; memory and sockets set the limit. */
const parallelTargets = 8;
const allSockets = 256;

/**
 * Records every target to a file of its own in the directory. What cannot be read is recorded with its reason; when the
 * scan is stopped, so is what was not begun: a directory of snapshots holds every target that was asked for.
 * @throws UserError where a file cannot be written
 */
export async function recordTargets(
  targets: readonly PlannedTarget[],
  given: Omit<Recording, 'sockets'>,
): Promise<readonly Recorded[]> {
  const { directory, resume, stop, watcher } = given;
  const atOnce = Math.min(parallelTargets, Math.max(targets.length, 1));
  const recording = { ...given, sockets: Math.floor(allSockets / atOnce) };
  if (resume) removeLeftovers(directory, targets);
  return await inParallel(targets, atOnce, async (target) => {
    try {
      const recorded = await recordOne(target, recording);
      watcher.ended(recorded);
      return recorded;
    } catch (error) {
      stop.now({ name: 'Aborted', message: 'the scan failed elsewhere', status: null });
      throw error;
    }
  });
}

async function recordOne(target: PlannedTarget, recording: Recording): Promise<Recorded> {
  const { directory, gzip, resume, stop, watcher } = recording;
  const earlier = resume ? await findEarlier(directory, target) : null;
  if (earlier?.finished === true) return { target, ...earlier, kept: true, unread: [] };
  watcher.begun(target);
  const failure = target.failure ?? stop.reason() ?? (await refusal(target, stop));
  if (failure !== null && earlier !== null) {
    return { target, ...earlier, kept: true, unread: [told(failure)] };
  }
  const recorded =
    failure === null
      ? await readInto(target, recording)
      : await writeUnread(target, failure, recording);
  // One target, one file: an earlier scan may have written it the other way.
  await rm(join(directory, snapshotName(target, !gzip)), { force: true });
  return recorded;
}

async function readInto(
  target: PlannedTarget,
  { directory, gzip, reading, sockets, stop, watcher, version }: Recording,
): Promise<Recorded> {
  const name = snapshotName(target, gzip);
  const { sink, unread } = watch(openSnapshotFile(join(directory, name), { gzip }), stop.reason);
  try {
    const options = { ...reading, deadline: stop.signal, sockets };
    const { keys, stopped } = await recordTarget(target, options, sink, (progress) => {
      watcher.advanced(target, progress);
    });
    if (stopped !== null && isExpiry(stopped)) stop.now({ ...stopped, status: null });
    const lists = unread().map(({ call, error }) => `${call}: ${told(error)}`);
    const why = stopped?.name === 'DeadlineError' ? (stop.reason() ?? stopped) : stopped;
    const reasons = why === null ? lists : [told(why), ...lists];
    return { target, name, keys, kept: false, unread: reasons };
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    return await writeUnread(target, describeError(error), { directory, gzip, version });
  }
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

/** A snapshot that says why nothing was read. */
async function writeUnread(
  target: PlannedTarget,
  error: AnswerError,
  { directory, gzip, version }: Pick<Recording, 'directory' | 'gzip' | 'version'>,
): Promise<Recorded> {
  const { account, region } = target;
  const name = snapshotName(target, gzip);
  const sink: SnapshotSink = openSnapshotFile(join(directory, name), { gzip });
  const now = new Date().toISOString();
  await sink.writeHead({
    kmslintSnapshot: snapshotVersion,
    tool: { name: 'kmslint', version },
    account,
    region,
    startedAt: now,
  });
  await sink.finish({ ListKeys: { error }, finishedAt: now, stopped: error });
  return { target, name, keys: 0, kept: false, unread: [told(error)] };
}

function told({ name, message }: { readonly name: string; readonly message: string }): string {
  return `${name}: ${message}`;
}
