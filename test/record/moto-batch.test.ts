import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quietSdk } from '../../src/record/aws/sdk/quiet.ts';
import { runPart, type EndedPart, type Loss } from '../support/aws/batch-part.ts';
import { makeOrganisation, regions, withoutKeyStores } from '../support/aws/moto-organisation.ts';
import { motoMissing, python, startMoto, type MotoServer } from '../support/aws/moto-server.ts';
import type { Passed } from '../support/aws/relay.ts';
import { environment, restoreEnvironment, setEnvironment } from '../support/aws/run-scan.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { openTables, textOf, type Row, type Tables } from '../support/tables/duckdb.ts';

const missing = motoMissing();
if (missing !== null)
  process.stdout.write(`skipped: an array job against moto_server: ${missing}\n`);

const count = 8;
/** Tasks are lost as this number says, the same in every run. */
const seed = 16;

describe.skipIf(missing !== null)('an array job over fifty accounts, four Regions each', () => {
  let built: Workbench;
  let moto: MotoServer;
  let directory: string;
  let tables: Tables | undefined;
  let whole: EndedPart;
  let parts: readonly EndedPart[];
  let lost: readonly (readonly Loss[])[];

  beforeAll(async () => {
    setEnvironment();
    quietSdk();
    directory = mkdtempSync(join(tmpdir(), 'kmslint-batch-'));
    [built, moto] = await Promise.all([setUp(), startMoto(directory)]);
    await makeOrganisation(moto.url, 50);
    await aws('s3', 'mb', 's3://example-kmslint');
    const common = {
      bin: built.bin,
      url: moto.url,
      directory,
      arguments: [...regions.flatMap((region) => ['--region', region]), ...withoutKeyStores],
    };
    whole = await runPart({ ...common, run: 'whole', index: 0, count: 1, losses: [] });
    const random = randomOf(seed);
    lost = Array.from({ length: count }, () => lossesOf(random));
    parts = await Promise.all(
      lost.map((losses, index) => runPart({ ...common, run: 'parts', index, count, losses })),
    );
    await aws(
      's3',
      'cp',
      '--recursive',
      '--only-show-errors',
      's3://example-kmslint',
      join(directory, 'bucket'),
    );
    tables = await openTables(join(directory, 'bucket'));
  }, 600_000);
  afterAll(async () => {
    await moto.stop();
    tables?.close();
    built.remove();
    rmSync(directory, { recursive: true, force: true });
    restoreEnvironment();
  });

  /** Nothing may wait for it in one go: somebody has to take what moto says. */
  async function aws(...words: readonly string[]): Promise<void> {
    await promisify(execFile)(join(dirname(python), 'aws'), words, {
      env: {
        ...environment,
        PATH: process.env['PATH'],
        HOME: directory,
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL: moto.url,
      },
    });
  }

  test('ends, whatever tasks were lost', () => {
    expect([whole.code, whole.said]).toEqual([0, '']);
    expect(parts.map(({ code }) => code)).toEqual(parts.map(() => 0));
    // A task that has little left to do ends before it would have been lost.
    for (const [i, { attempts }] of parts.entries())
      expect(attempts).toBeLessThanOrEqual((lost[i]?.length ?? 0) + 1);
    expect(parts.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThan(count + 4);
    const signals = lost.flat().map(({ signal, losesDisk }) => `${signal} ${losesDisk}`);
    expect(new Set(signals).size).toBe(4);
  });

  const ask = async (sql: string): Promise<readonly Row[]> => (await tables?.ask(sql)) ?? [];
  const rowsOf = async (table: string, columns: string, run: string) =>
    await ask(`SELECT ${columns} FROM ${table} WHERE runid = '${run}' ORDER BY ALL`);

  test.each([
    ['findings', '* EXCLUDE (runid, recordedat)', 100],
    ['keys', '* EXCLUDE (runid, recordedat)', 201],
    ['scans', '* EXCLUDE (runid, recordedat)', 200],
    ['accounts', 'account', 50],
  ])('its table of %s is the one of the run in one part', async (table, columns, least) => {
    const rows = await rowsOf(table, columns, 'whole');
    expect(rows.length).toBeGreaterThanOrEqual(least);
    expect(await rowsOf(table, columns, 'parts')).toEqual(rows);
  });

  test('an account is in one part, and a multi-Region key is judged there, once', async () => {
    const shared = await ask(`SELECT account FROM (
      SELECT DISTINCT account, filename FROM read_json('keys/*/*.ndjson.gz', filename = true, columns = {account: 'VARCHAR', runId: 'VARCHAR'}) WHERE runid = 'parts'
    ) GROUP BY account HAVING count(*) > 1`);
    expect(shared).toEqual([]);
    const groups = await ask(textOf('multi-region-groups'));
    expect(groups).toMatchObject([{ account: '123456789012', members: 1 }]);
  });

  test('nothing is missing', async () => {
    expect(await ask(textOf('accounts-not-scanned'))).toEqual([]);
  });

  test('what is finished is not read again, though the task was lost', async () => {
    const rows =
      await ask(`SELECT regexp_extract(filename, '-([0-9]+)[.]', 1) AS part, count(*) AS targets
      FROM read_json('scans/*/parts-*.ndjson.gz', filename = true, columns = {runId: 'VARCHAR'}) GROUP BY 1`);
    const targets = new Map(rows.map(({ part, targets: n }) => [part, Number(n)]));
    const read = parts.map(({ passed, attempts }, i) => ({
      hasKept:
        lost[i]?.some(({ signal, losesDisk }) => signal === 'SIGTERM' || !losesDisk) === true,
      again: passed.filter(({ target, attempt }) => target === 'ListKeys' && attempt === attempts)
        .length,
      targets: targets.get(`${i}`) ?? 0,
    }));
    for (const one of read) expect(one.again).toBeLessThanOrEqual(one.targets);
    for (const one of read.filter(({ hasKept }) => !hasKept)) expect(one.again).toBe(one.targets);
    expect(read.filter(({ again, targets: n }) => again < n).length).toBeGreaterThan(1);
  });

  test('the policy of its bucket holds what it asked of S3, and no more', () => {
    const roles = readFileSync(new URL('../../deploy/aws-batch/roles.tf', import.meta.url), 'utf8');
    const [, document = ''] = /"bucket_of_task" \{([\s\S]*?)\n\}/.exec(roles) ?? [];
    const granted = [...document.matchAll(/actions += \["(s3:\w+)"\]/g)].map(
      ([, action]) => action,
    );
    const asked = [whole, ...parts]
      .flatMap(({ passed }) => passed)
      .filter(({ service }) => service === 's3')
      .map(actionOf);
    expect(new Set(asked)).toEqual(new Set(granted));
  });
});

function actionOf({ method, url }: Passed): string {
  const [path = '', query = ''] = url.split('?');
  const isBucket = /^\/[^/]+\/?$/.test(path);
  if (method === 'GET' && isBucket && query.includes('list-type=2')) return 's3:ListBucket';
  if (isBucket) return `${method} of the bucket`;
  return (
    { GET: 's3:GetObject', HEAD: 's3:GetObject', PUT: 's3:PutObject', POST: 's3:PutObject' }[
      method
    ] ?? method
  );
}

/** None, one or two tasks of a part are lost. */
function lossesOf(random: () => number): readonly Loss[] {
  return Array.from({ length: Math.floor(random() * 3) }, () => ({
    after: 20 + Math.floor(random() * 90),
    signal: random() < 0.5 ? ('SIGKILL' as const) : ('SIGTERM' as const),
    losesDisk: random() < 0.5,
  }));
}

/** Mulberry32. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
