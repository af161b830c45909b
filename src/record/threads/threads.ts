import { MessageChannel } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { describeError, type Way } from '../aws/index.ts';
import type { Read, ReadingPlan } from '../read-into.ts';
import type { Stop } from '../stop.ts';
import { headingOf, type ReadingProgress, type Target } from '../target.ts';
import type { Done, FromThread, Given, Task, ToThread } from './messages.ts';

/** Threads that read targets. */
export interface Threads {
  /** As `readInto` does, in the thread that has the least to do. */
  readonly readInto: (
    target: Target,
    reading: ReadingPlan,
    onProgress: (progress: ReadingProgress) => void,
  ) => Promise<Read>;
  readonly close: () => Promise<void>;
}

/** Starts so many threads, for so many targets at once among them. */
export async function openThreads(
  count: number,
  targets: number,
  way: Way,
  stop: Stop,
): Promise<Threads> {
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    filename: new URL('./record-worker.js', import.meta.url).href,
    name: 'readTarget',
    minThreads: count,
    maxThreads: count,
    concurrentTasksPerWorker: Math.ceil(targets / count),
    // Threads that wait by `Atomics` would neither end their connections nor hear of anything.
    useAtomics: false,
  });
  return {
    readInto: async (target, reading, onProgress) => {
      const { port1: own, port2: port } = new MessageChannel();
      const send = (message: ToThread) => {
        own.postMessage(message, []);
      };
      const tellStop = () => {
        const reason = stop.reason();
        if (reason !== null) send({ kind: 'stop', reason });
      };
      own.on('message', (message: FromThread) => {
        if (message.kind === 'progress') onProgress(message.progress);
        else {
          const { question, anew } = message;
          void give(target.credentials, anew).then((given) => {
            send({ kind: 'credentials', question, given });
          });
        }
      });
      stop.signal.addEventListener('abort', tellStop);
      try {
        const task: Task = { target: headingOf(target), reading, way, port };
        const done: Done = await pool.run(task, { transferList: [port] });
        if ('userError' in done) throw new UserError(done.userError);
        if (done.stop !== null) stop.now(done.stop);
        return done.read;
      } finally {
        stop.signal.removeEventListener('abort', tellStop);
        own.close();
      }
    },
    close: () => pool.destroy(),
  };
}

async function give(credentials: Target['credentials'], anew: boolean): Promise<Given> {
  try {
    return { identity: await credentials(anew ? { forceRefresh: true } : undefined) };
  } catch (error) {
    return { failure: describeError(error) };
  }
}
