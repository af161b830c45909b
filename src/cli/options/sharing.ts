import type { Sharing, Task } from '../../lint/accounts/crossing.ts';
import { coresForThreads, readThreads } from '../targets/threads.ts';

/** Bytes of snapshots that are judged in the time that a thread takes to start. */
const worthAThread = 8_000_000;
/** Of compressed snapshots each byte counts so often. */
const packing = 10;
/** The thread that writes the reports takes a twelfth of the CPU time, as measured with json: more threads would wait for it. */
const mostUnasked = 8;

/** Threads that judge accounts, as many as `--threads` asks for; else as there are cores, and as pay for themselves. */
export interface ThreadsOfRun extends Sharing {
  readonly close: () => Promise<void>;
}

/** @throws UserError where `--threads` is no number of threads */
export function shareAmong(given: number | undefined): ThreadsOfRun {
  const asked = given === undefined ? null : readThreads(given);
  let close: (() => Promise<void>) | null = null;
  return {
    count: (tasks) => Math.min(asked ?? paying(tasks), tasks.length),
    open: async (count, setting) => {
      const { openThreads } = await import('../../lint/accounts/threads.ts');
      const threads = openThreads(count, setting);
      close = threads.close;
      return threads;
    },
    close: async () => await close?.(),
  };
}

function paying(tasks: readonly Task[]): number {
  const files = tasks.flatMap(({ snapshots, earlier }) => [...snapshots, ...earlier]);
  const bytes = files.reduce((sum, { file }) => sum + file.bytes * (file.isGzip ? packing : 1), 0);
  return Math.min(coresForThreads(), mostUnasked, Math.floor(bytes / worthAThread));
}
