import { Worker } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import type { Done, Setting, Task, Threads } from './crossing.ts';

/**
 * Megabytes in which what is new lives: what was read of an account lives on, so that more of them take memory and save
 * no time. Measured over 50,000 keys with two threads: left alone 273 MB and 16.6 s of CPU time, with 32 MB 257 and 16.7,
 * with 16 MB 224 and 16.8, with 8 MB 219 and 17.3, with 2 MB 203 and 19.3. Collecting in one thread each
 * (`--single-threaded-gc`) saved neither, and could only be set for the whole process.
 */
const youngGeneration = 16;

/** Starts so many threads; whoever has the least to do gets the next account. */
export function openThreads(
  count: number,
  setting: Setting,
): Threads & { readonly close: () => Promise<void> } {
  const threads = Array.from({ length: count }, () => openThread(setting));
  return {
    judge: async (task) => {
      const [least] = threads.toSorted((a, b) => a.waiting() - b.waiting());
      if (least === undefined) throw new Error('no thread was started');
      return await least.judge(task);
    },
    close: async () => {
      await Promise.all(threads.map(({ close }) => close()));
    },
  };
}

interface Thread {
  readonly judge: (task: Task) => Promise<Done>;
  /** How many accounts it has to judge yet. */
  readonly waiting: () => number;
  readonly close: () => Promise<unknown>;
}

/** An account that a thread has to judge yet. */
interface Waiting {
  readonly task: Task;
  readonly done: (done: Done) => void;
  readonly fail: (error: unknown) => void;
}

/** A thread, which judges what it is given in that order. */
function openThread(setting: Setting): Thread {
  const worker = new Worker(new URL('./judge-worker.js', import.meta.url), {
    workerData: setting,
    resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
  });
  const queue: Waiting[] = [];
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const one of queue.splice(0)) one.fail(tellable(error, one.task));
  };
  worker.on('message', (done: Done) => queue.shift()?.done(done));
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a thread ended before its work')));
  return {
    judge: (task) =>
      new Promise((done, reject) => {
        if (failure !== null) {
          reject(tellable(failure, task));
          return;
        }
        queue.push({ task, done, fail: reject });
        worker.postMessage(task, []);
      }),
    waiting: () => queue.length,
    close: () => worker.terminate(),
  };
}

/** What the user can mend, as such. */
function tellable(error: Error, { account }: Task): Error {
  if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  const which = account === null ? 'an account' : `account ${account}`;
  return new UserError(
    `${which} takes more memory than a thread has; judge with --threads 1, or give Node.js more: NODE_OPTIONS=--max-old-space-size=8192`,
  );
}
