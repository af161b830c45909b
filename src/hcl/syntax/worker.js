// Runs HashiCorp's parser where it may overflow its stack or hang without taking the process along.
import { parentPort, workerData } from 'node:worker_threads';

/** @type {{ port: import('node:worker_threads').MessagePort, signal: SharedArrayBuffer }} */
const { port, signal } = workerData;
const answered = new Int32Array(signal);
const loaded = import('@cdktf/hcl2json');

/**
 * @param {{ kind: 'file' | 'expression', path: string, text: string }} request
 * @returns {Promise<{ ast?: string, error?: string }>}
 */
async function answer({ kind, path, text }) {
  const parser = await loaded;
  try {
    if (kind === 'file') await parser.parse(path, text);
    else return { ast: JSON.stringify(await parser.getExpressionAst(path, text)) };
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** One after the other: what does not end is the request whose answer comes next. */
let queue = Promise.resolve();
port.on('message', (request) => {
  queue = queue.then(async () => {
    port.postMessage(await answer(request));
    Atomics.add(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
});
parentPort?.unref();
