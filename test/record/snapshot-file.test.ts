import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openSnapshotFile } from '../../src/record/snapshot/file.ts';
import { snapshotVersion } from '../../src/read/snapshot/format.ts';
import type { KeyRecord, SnapshotHead, SnapshotTail } from '../../src/read/snapshot/format.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kmslint-snapshot-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const head: SnapshotHead = {
  kmslintSnapshot: snapshotVersion,
  tool: { name: 'kmslint', version: '0.0.0' },
  account: '111122223333',
  region: 'eu-central-1',
  startedAt: '2026-01-01T00:00:00.000Z',
};

const tail: SnapshotTail = {
  ListKeys: { ok: { count: 2 } },
  finishedAt: '2026-01-01T00:01:00.000Z',
  stopped: null,
};

const key = (index: number): KeyRecord => ({
  KeyId: `key-${index}`,
  KeyArn: `arn:aws:kms:eu-central-1:111122223333:key/key-${index}`,
  GetKeyPolicy: { ok: { Policy: '{"Version":"2012-10-17","é":"\\u2028"}' } },
});

test.each([
  [0, false],
  [1, false],
  [3, false],
  [3, true],
])('%d keys are written one a line, gzip: %s', async (count, gzip) => {
  const path = join(folder, `whole-${count}-${String(gzip)}.json`);
  const sink = openSnapshotFile(path, { gzip });
  const keys = Array.from({ length: count }, (_, index) => key(index));
  await sink.writeHead(head);
  for (const record of keys) await sink.writeKey(record);
  await sink.finish(tail);
  const bytes = readFileSync(path);
  const text = (gzip ? gunzipSync(bytes) : bytes).toString('utf8');
  expect(JSON.parse(text)).toEqual({ ...head, keys, ...tail });
  const lines = text.split('\n').filter((line) => line.startsWith('{"KeyId"'));
  expect(lines).toHaveLength(count);
});

test('until it is whole there is nothing under its name, and what was there stays', async () => {
  const path = join(folder, 'kept.json');
  writeFileSync(path, 'yesterday');
  const sink = openSnapshotFile(path, { gzip: false });
  await sink.writeHead(head);
  await sink.writeKey(key(1));
  expect(readFileSync(path, 'utf8')).toBe('yesterday');
  await sink.abandon();
  expect(readFileSync(path, 'utf8')).toBe('yesterday');
  expect(readdirSync(folder).filter((name) => name.startsWith('kept'))).toEqual(['kept.json']);
});

test('two who write the same snapshot do not get into each other', async () => {
  const path = join(folder, 'both.json');
  const [one, two] = [0, 1].map(() => openSnapshotFile(path, { gzip: false }));
  await one?.writeHead(head);
  await two?.writeHead({ ...head, region: 'eu-west-1' });
  await one?.finish(tail);
  await two?.finish(tail);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ region: 'eu-west-1', keys: [] });
});

test('a folder that is not there is one clear line', async () => {
  const path = join(folder, 'missing', 'snapshot.json');
  const sink = openSnapshotFile(path, { gzip: false });
  const attempt = sink.writeHead(head).then(() => sink.finish(tail));
  await expect(attempt).rejects.toThrow(UserError);
  await expect(attempt).rejects.toThrow(
    /missing\/snapshot\.json: .*; the snapshot was not written$/,
  );
  await sink.abandon();
});

test('a process that dies leaves no half snapshot under its name', () => {
  const name = 'killed.json';
  const script = `
    import { openSnapshotFile } from ${JSON.stringify(join(folder, 'sink.mjs'))};
    const sink = openSnapshotFile(${JSON.stringify(join(folder, name))}, { gzip: false });
    await sink.writeHead({ kmslintSnapshot: 1 });
    for (let i = 0; i < 2000; i++) await sink.writeKey({ KeyId: String(i), KeyArn: 'x'.repeat(500) });
    process.kill(process.pid, 'SIGKILL');`;
  const source = join(import.meta.dirname, '../../src/record/snapshot/file.ts');
  spawnSync(process.execPath, [
    join(import.meta.dirname, '../../node_modules/esbuild/bin/esbuild'),
    source,
    '--bundle',
    '--platform=node',
    '--format=esm',
    `--outfile=${join(folder, 'sink.mjs')}`,
    '--log-level=error',
  ]);
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect(signal).toBe('SIGKILL');
  const left = readdirSync(folder).filter((entry) => entry.startsWith(name));
  expect(left).not.toContain(name);
  expect(left.every((entry) => entry.endsWith('.tmp'))).toBe(true);
});
