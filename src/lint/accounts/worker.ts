// The entry of a thread that judges accounts.
import { parentPort, workerData } from 'node:worker_threads';
import { doTask, type Setting, type Task } from './crossing.ts';

const setting: Setting = workerData;
/** One account at a time: what is being read stands in memory. */
let turn = Promise.resolve();

parentPort?.on('message', (task: Task) => {
  turn = turn.then(async () => {
    parentPort?.postMessage(await doTask(task, setting), []);
  });
});
