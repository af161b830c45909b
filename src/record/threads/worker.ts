// The entry of a thread that reads targets; the pool calls what it exports.
import type { MessagePort } from 'node:worker_threads';
import { UserError } from '../../errors.ts';
import { openConnection, type Connection } from '../aws/index.ts';
import { readInto } from '../read-into.ts';
import { allSockets } from '../sockets.ts';
import { openStop, type Stop } from '../stop.ts';
import type { Credentials } from '../target.ts';
import type { Done, FromThread, Task, ToThread } from './messages.ts';

/** Milliseconds between two messages about progress. */
const interval = 100;

let connection: Promise<Connection> | null = null;

/** Reads one target into its file. */
export async function readTarget({ target, reading, way, port }: Task): Promise<Done> {
  const stop = stopOf(port);
  const credentials = credentialsOf(port);
  try {
    connection ??= openConnection(way, allSockets);
    let told = 0;
    const read = await readInto(
      { ...target, credentials },
      await connection,
      reading,
      stop,
      (progress) => {
        const now = performance.now();
        if (now - told < interval) return;
        told = now;
        send(port, { kind: 'progress', progress });
      },
    );
    return { read, stop: stop.reason() };
  } catch (error) {
    if (error instanceof UserError) return { userError: error.message };
    throw error;
  } finally {
    port.close();
  }
}

function send(port: MessagePort, message: FromThread): void {
  port.postMessage(message);
}

/** The end of the scan, heard of from the main thread. */
function stopOf(port: MessagePort): Stop {
  const stop = openStop();
  port.on('message', (message: ToThread) => {
    if (message.kind === 'stop') stop.now(message.reason);
  });
  return stop;
}

/** Credentials that the main thread keeps. */
function credentialsOf(port: MessagePort): Credentials {
  const waiting = new Map<number, (message: Extract<ToThread, { kind: 'credentials' }>) => void>();
  let questions = 0;
  port.on('message', (message: ToThread) => {
    if (message.kind !== 'credentials') return;
    waiting.get(message.question)?.(message);
    waiting.delete(message.question);
  });
  return (options) =>
    new Promise((resolve, reject) => {
      const question = questions++;
      waiting.set(question, ({ given }) => {
        if ('identity' in given) resolve(given.identity);
        else reject(Object.assign(new Error(given.failure.message), { name: given.failure.name }));
      });
      send(port, { kind: 'credentials', question, anew: options?.forceRefresh === true });
    });
}
