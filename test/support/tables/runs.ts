import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Json } from '../../../src/read/input/resource.ts';
import { snapshotOf } from '../build/organisation.ts';
import type { SnapshotSpec } from '../build/snapshot-builder.ts';
import { kmslint } from '../cli/run-main.ts';

/** A run over an organisation: what was recorded of each account, and which accounts there are. */
export interface Run {
  readonly id: string;
  readonly date: string;
  readonly accounts: readonly string[];
  readonly recorded: readonly (SnapshotSpec & { readonly account: string })[];
}

/**
 * Records nothing and judges as the array job of deploy/aws-batch does: two parts by account, whose rows are laid out
 * below the directory as in the bucket.
 * @returns the JSON report of all of it
 */
export async function writeRun(directory: string, run: Run): Promise<Json> {
  const scratch = join(directory, 'snapshots', run.id);
  mkdirSync(scratch, { recursive: true });
  const finishedAt = `${run.date}T05:00:00.000Z`;
  for (const part of [0, 1]) mkdirSync(join(scratch, `${part}`), { recursive: true });
  for (const [i, { account, ...spec }] of run.recorded.entries()) {
    const part = run.accounts.indexOf(account) % 2;
    const path = join(scratch, `${part}`, `${account}_${i}.json`);
    writeFileSync(path, snapshotOf(account, { ...spec, top: { finishedAt, ...spec.top } }));
  }
  const common = ['--no-config', '--fail-on', 'none', '--run-id', run.id];
  for (const part of [0, 1]) {
    const formats = tables.flatMap(([table, format]) => ['-f', `${format}=${table}`]);
    await kmslint(join(scratch, `${part}`), ['.', ...common, ...formats]);
    for (const [table] of tables) put(table, part, readFileSync(join(scratch, `${part}`, table)));
  }
  const rows = run.accounts.map((account) => `${JSON.stringify({ runId: run.id, account })}\n`);
  put('accounts', 0, Buffer.from(rows.join('')));
  const whole = await kmslint(scratch, ['.', ...common, '-f', 'json']);
  const report: Json = JSON.parse(whole.out);
  return report;

  function put(table: string, part: number, rowsOfPart: Buffer): void {
    const folder = join(directory, table, `date=${run.date}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${run.id}-${part}.ndjson.gz`), gzipSync(rowsOfPart));
  }
}

const tables = [
  ['findings', 'ndjson'],
  ['keys', 'keys'],
  ['scans', 'scans'],
] as const;
