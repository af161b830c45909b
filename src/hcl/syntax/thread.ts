import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { assetText, isOneFile } from '../../text/assets.ts';

/** A thread that answers requests one after the other. */
export interface Thread {
  readonly send: (request: object) => void;
  /** Waits for the next answer; null when it does not come in time. */
  readonly receive: (milliseconds: number) => unknown;
  readonly end: () => Promise<unknown>;
}

/** What a thread is for: V8 may optimise the parser where it runs long. */
export type Work = 'short' | 'long';

/** Starts the parser's thread; it loads while the caller goes on. */
export function startThread(work: Work): Thread {
  compileFor(work);
  const signal = new SharedArrayBuffer(4);
  const answered = new Int32Array(signal);
  let received = 0;
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(isOneFile ? assetText('hcl-worker.cjs') : workerFile(), {
    eval: isOneFile,
    workerData: { port: port2, signal },
    transferList: [port2],
    resourceLimits: { stackSizeMb: 32 },
  });
  worker.on('error', () => undefined);
  worker.unref();
  port1.unref();
  return {
    send: (request) => port1.postMessage(request),
    receive: (milliseconds) => {
      if (Atomics.wait(answered, 0, received, milliseconds) === 'timed-out') return null;
      received++;
      const message: unknown = receiveMessageOnPort(port1)?.message;
      return message;
    },
    end: () => worker.terminate(),
  };
}

/** The last Node.js whose V8 is known to have the option; an unknown one would print a complaint. */
const lastKnownNode = 26;

/**
 * The parser is large and mostly runs but a moment: what V8 spends on optimising it then never comes back, so it is
 * compiled once, simply, and as fast as it loads. From some two hundred modules on the optimising pays.
 */
function compileFor(work: Work): void {
  const [major] = process.versions.node.split('.');
  if (Number(major) > lastKnownNode) return;
  setFlagsFromString(work === 'short' ? '--liftoff-only' : '--no-liftoff-only');
}

/** Beside this module in the sources, beside the bundle when built. */
function workerFile(): URL {
  const source = new URL('./worker.js', import.meta.url);
  return existsSync(fileURLToPath(source)) ? source : new URL('./hcl-worker.js', import.meta.url);
}
