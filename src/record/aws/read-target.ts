import { setMaxListeners } from 'node:events';
import { growHeapBy } from '../../read/input/heap.ts';
import type { AnswerError } from '../../read/snapshot/format.ts';
import { openCaller } from './caller.ts';
import { systemClock } from './pace/clock.ts';
import type { Clock } from './pace/clock.ts';
import { openEnding } from './pace/ending.ts';
import { openGrants } from './keys/grants.ts';
import { readHead } from './keys/head.ts';
import { inOrder } from './keys/in-order.ts';
import { recordKey } from './keys/key.ts';
import { openListing } from './keys/listing.ts';
import { openSlots } from './pace/slots.ts';
import type { Connection } from './sdk/connection.ts';
import { openLease } from './sign-in/lease.ts';
import { openServices } from './sdk/services.ts';
import type { SnapshotSink } from '../snapshot/sink.ts';
import type { Reading, ReadingOptions, ReadingProgress, Target } from '../target.ts';

/** Time and chance, and how long an answer may take, in milliseconds. Tests bring their own. */
export interface World {
  readonly clock: Clock;
  readonly patience: number;
}

const world: World = { clock: systemClock, patience: 20_000 };

/**
 * Keys that are asked about at once: enough for the quotas and a distant Region, and few enough to be garbage while
 * they are young. And keys whose records may wait, for those before them, and for the head.
 */
const keysAtOnce = 512;
const keysAhead = { usually: 2048, beforeHead: 8192 } as const;

const defaultSockets = 256;

/**
 * Asks AWS about one account and Region, and pipes what it answered to the sink, which is finished when this resolves
 * and abandoned when it throws. Whatever AWS refuses is recorded, and the reading goes on; expired credentials and the
 * deadline end it early, with what was read saved.
 * @throws CredentialsError where there are no credentials to begin with
 * @throws UserError where the endpoint is none, or the sink fails
 */
export async function recordTarget(
  target: Target,
  connection: Connection,
  options: ReadingOptions,
  sink: SnapshotSink,
  onProgress: (progress: ReadingProgress) => void = () => {},
  { clock, patience }: World = world,
): Promise<Reading> {
  growHeapBy(60);
  const ending = openEnding(clock);
  const broken = new AbortController();
  // Every request that is under way listens.
  setMaxListeners(0, broken.signal);
  const sockets = options.sockets ?? defaultSockets;
  const stop = (why: AnswerError) => {
    ending.end(why);
    broken.abort();
  };
  const onDeadline = () => {
    stop(deadlinePassed);
  };
  try {
    const services = openServices(target, connection, { signal: broken.signal, patience });
    await services.checkEndpoints();
    const lease = openLease(services);
    const { quotaShare } = options;
    const parts = { services, lease, clock, ending, signal: broken.signal, quotaShare, sockets };
    const caller = openCaller(parts);
    await lease.current();
    if (options.deadline.aborted) onDeadline();
    options.deadline.addEventListener('abort', onDeadline, { once: true });
    const startedAt = toTime(clock.now());
    let ahead: number = keysAhead.beforeHead;
    const heading = readHead(caller, target, options, startedAt);
    const head = heading.then(sink.writeHead).then(() => {
      ahead = keysAhead.usually;
    });
    // Awaited before the first key is written; should the keys fail first, nobody is left to hear of it.
    head.catch(() => {});
    const atOnce = openSlots(keysAtOnce);
    const listing = openListing(caller);
    const { facts, versionPatterns } = options;
    const grants = facts.has('grants') ? openGrants(caller, heading, versionPatterns) : null;
    let done = 0;
    const progress = () => onProgress({ listed: listing.count(), done });
    const records = inOrder(
      listing.keys(progress),
      () => ahead,
      async (key) => {
        const record = await atOnce.within(() => recordKey(caller, key, options, grants));
        done += 1;
        progress();
        return record;
      },
    );
    for await (const record of records) {
      await head;
      await sink.writeKey(record);
    }
    await head;
    const late = grants === null ? {} : { ListGrants: await grants.ofNamed(listing.has) };
    const stopped = ending.reason();
    const finishedAt = toTime(clock.now());
    await sink.finish({ ListKeys: listing.answer(), ...late, finishedAt, stopped });
    return { keys: listing.count(), ...caller.counts(), stopped };
  } catch (error) {
    await sink.abandon();
    throw error;
  } finally {
    options.deadline.removeEventListener('abort', onDeadline);
    stop(over);
  }
}

const deadlinePassed: AnswerError = {
  name: 'DeadlineError',
  message: 'the deadline passed before everything was asked',
  status: null,
};

/** For requests whose answers nobody awaits any more. */
const over: AnswerError = { name: 'ReadingEnded', message: 'the reading is over', status: null };

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
