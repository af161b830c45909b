import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** What the parser says: an expression's tree as JSON, nothing for an accepted file, or why not. */
export interface Answer {
  readonly ast?: string;
  /** Terraform's own diagnostic. */
  readonly error?: string;
  /** The parser crashed or hung, and was restarted. */
  readonly crashed?: true;
}

/** HashiCorp's parser in a thread of its own, called synchronously. */
export interface HclParser {
  /** Starts on a file; the function that is returned waits for the answer. No other call may come between. */
  readonly file: (path: string, text: string) => () => Answer;
  readonly expression: (path: string, text: string) => Answer;
  readonly close: () => Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly send: (request: object) => void;
  readonly receive: (milliseconds: number) => unknown;
}

/** The first answer includes loading the parser. */
const startMilliseconds = 30_000;

/** Starts the parser's thread at once, so that it loads while the caller goes on. */
export function startParser(deadline = 5_000): HclParser {
  let thread: Thread | null = startThread();
  let isWarm = false;
  const call = (kind: 'file' | 'expression', path: string, text: string): (() => Answer) => {
    const asked = (thread ??= startThread());
    asked.send({ kind, path, text });
    return () => {
      const reply = asked.receive(isWarm ? deadline : startMilliseconds + deadline);
      isWarm = isAnswer(reply) && !isOverflow(reply);
      if (isAnswer(reply) && isWarm) return reply;
      void asked.worker.terminate();
      thread = null;
      return { crashed: true };
    };
  };
  return {
    file: (path, text) => call('file', path, text),
    expression: (path, text) => call('expression', path, text)(),
    close: async () => {
      await thread?.worker.terminate();
      thread = null;
    },
  };
}

function startThread(): Thread {
  const signal = new SharedArrayBuffer(4);
  const flag = new Int32Array(signal);
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(workerFile(), {
    workerData: { port: port2, signal },
    transferList: [port2],
    resourceLimits: { stackSizeMb: 32 },
  });
  worker.on('error', () => undefined);
  worker.unref();
  port1.unref();
  return {
    worker,
    send: (request) => {
      Atomics.store(flag, 0, 0);
      port1.postMessage(request);
    },
    receive: (milliseconds) => {
      if (Atomics.wait(flag, 0, 0, milliseconds) === 'timed-out') return null;
      const received: unknown = receiveMessageOnPort(port1)?.message;
      return received;
    },
  };
}

/** Beside this module in the sources, beside the bundle when built. */
function workerFile(): URL {
  const source = new URL('./worker.js', import.meta.url);
  return existsSync(fileURLToPath(source)) ? source : new URL('./hcl-worker.js', import.meta.url);
}

function isAnswer(reply: unknown): reply is Answer {
  return typeof reply === 'object' && reply !== null;
}

/** After a stack overflow the instance never answers again. */
function isOverflow(answer: Answer): boolean {
  return (
    answer.error?.includes('call stack') === true ||
    answer.error?.includes('stack exhausted') === true
  );
}
