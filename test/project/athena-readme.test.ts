import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts, failing, snapshotOf } from '../support/build/organisation.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { athena, openTables, queries, textOf } from '../support/tables/duckdb.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
});
afterAll(() => bench.remove());

/** What the page says of making the folders without the array job. */
const [, lines = ''] =
  /```sh\n(run=.*?)```/s.exec(readFileSync(join(athena, 'README.md'), 'utf8')) ?? [];

test('the lines of the page make folders that every query reads', async () => {
  for (const account of accounts)
    bench.write(`snapshots/${account}.json`, snapshotOf(account, failing));
  const script = `kmslint() { "$NODE" "$BIN" "$@"; }\n${lines}`;
  const { status, stderr } = spawnSync('sh', ['-c', script], {
    cwd: bench.directory,
    env: { PATH: process.env['PATH'] ?? '', NODE: process.execPath, BIN: bench.bin },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  const tables = await openTables(bench.directory);
  try {
    for (const query of queries) await tables.ask(textOf(query));
    const [{ count } = {}] = await tables.ask('SELECT count(*) AS count FROM keys');
    expect(count).toBe(accounts.length);
  } finally {
    tables.close();
  }
});
