import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { python } from './moto-server.ts';
import { openRelay, type Passed } from './relay.ts';
import { environment } from './run-scan.ts';

const script = fileURLToPath(new URL('../../../deploy/aws-batch/image/run.sh', import.meta.url));

/** How a task is lost: after so many requests, with a signal, and with or without what it had on its disk. */
export interface Loss {
  readonly after: number;
  readonly signal: 'SIGKILL' | 'SIGTERM';
  readonly losesDisk: boolean;
}

export interface PartOptions {
  readonly bin: string;
  /** The emulator. */
  readonly url: string;
  readonly directory: string;
  readonly run: string;
  readonly index: number;
  readonly count: number;
  readonly arguments: readonly string[];
  readonly losses: readonly Loss[];
}

export interface EndedPart {
  readonly code: number | null;
  readonly said: string;
  readonly attempts: number;
  readonly passed: readonly (Passed & { readonly attempt: number })[];
}

/** Runs a part of the array job as AWS Batch does: another task for each that is lost, with the same index and id. */
export async function runPart(options: PartOptions): Promise<EndedPart> {
  const passed: (Passed & { readonly attempt: number })[] = [];
  let [attempts, said] = [0, ''];
  for (const loss of [...options.losses, null]) {
    attempts += 1;
    const disk = join(options.directory, `${options.run}-${options.index}`);
    mkdirSync(disk, { recursive: true });
    const ended = await runTask(options, attempts, disk, loss, passed);
    said += ended.said;
    const isLost = ended.code === null || ended.code === 143;
    if (!isLost) return { code: ended.code, said, attempts, passed };
    if (loss?.losesDisk === true) rmSync(disk, { recursive: true, force: true });
  }
  return { code: null, said, attempts, passed };
}

async function runTask(
  { bin, url, run, index, count, arguments: words }: PartOptions,
  attempt: number,
  disk: string,
  loss: Loss | null,
  passed: (Passed & { readonly attempt: number })[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  let asked = 0;
  let lose: () => void = () => undefined;
  const relay = await openRelay(url, (one) => {
    passed.push({ ...one, attempt });
    asked += 1;
    if (asked === loss?.after) lose();
  });
  const child = spawn(script, words, {
    env: {
      ...environment,
      PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`,
      HOME: disk,
      AWS_ENDPOINT_URL: relay.url,
      AWS_BATCH_JOB_ID: `${run}:${index}`,
      AWS_BATCH_JOB_ARRAY_INDEX: `${index}`,
      AWS_BATCH_JOB_ARRAY_SIZE: `${count}`,
      AWS_BATCH_JOB_ATTEMPT: `${attempt}`,
      KMSLINT_BUCKET: 'example-kmslint',
      KMSLINT_ROLE: 'arn:aws:iam::{account}:role/kmslint-read',
      KMSLINT_RUN_AT: '2026-11-26T04:17:00Z',
      KMSLINT_WORK: disk,
      KMSLINT_SAVE_EVERY: '30',
      KMSLINT_COMMAND: `${process.execPath} ${bin}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  // A container's end is that of all of its processes; a scheduler's signal reaches the first of them.
  lose = () => {
    const { pid = 0 } = child;
    process.kill(loss?.signal === 'SIGKILL' ? -pid : pid, loss?.signal);
  };
  let said = '';
  const take = (chunk: Buffer) => (said += chunk.toString());
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  await relay.close();
  return { code, said };
}
