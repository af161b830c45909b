import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isObject } from '../../src/read/input/json.ts';
import { filesBelow, keptIn, keptName, keptOf, readKept } from '../support/aws/kept.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import type { Received } from '../support/aws/server.ts';
import {
  gapsOf,
  ownAccount,
  parse,
  restoreEnvironment,
  setEnvironment,
  verdictsOf,
  withinScan,
} from '../support/aws/run-scan.ts';

const first = '444455556666';

beforeAll(setEnvironment);
afterAll(restoreEnvironment);

/** Says `name` to everything from the nth request on. */
const failsAfter = (count: number, name: string) => {
  let seen = 0;
  return () => (++seen > count ? ({ kind: 'error', name, status: 400 } as const) : null);
};
const estates = ['eu-central-1', 'us-east-1', 'eu-west-1'].map((region) =>
  fakeEstate(24, { region }),
);
const everywhere = ['--region', 'eu-central-1,us-east-1,eu-west-1'];

test('expired credentials: what was read is kept, the rest are gaps, and --resume reads what is missing', async () => {
  let expired = true;
  const fails = failsAfter(60, 'ExpiredTokenException');
  const fault = () => (expired ? fails() : null);
  await withinScan({ estates, fault }, async ({ run, runPlain, directory, server }) => {
    const broken = await run([
      'scan',
      ...everywhere,
      '--snapshot-dir',
      'kept',
      '--fail-on',
      'none',
    ]);
    expect(broken.code).toBe(3);
    expect(broken.stdout).toContain('ExpiredTokenException');
    expect(keptIn(join(directory, 'kept'))).toHaveLength(3);
    expired = false;
    const before = server.requests.length;
    const resumed = await run([
      'scan',
      ...everywhere,
      '--resume',
      'kept',
      '--fail-on',
      'none',
      '-f',
      'json',
      '--all',
    ]);
    expect(resumed.code).toBe(0);
    expect(server.requests.length).toBeGreaterThan(before);
    const fresh = await run(['scan', ...everywhere, '-f', 'json', '--all']);
    expect(verdictsOf(resumed.stdout)).toEqual(verdictsOf(fresh.stdout));
    const asked = server.requests.length;
    await run(['scan', ...everywhere, '--resume', 'kept']);
    expect(server.requests.length).toBe(asked);
    expect((await runPlain(['kept', '--fail-on', 'none'])).code).toBe(0);
  });
});

test('the deadline: every target is told of, and nothing hangs', async () => {
  const fault = ({ region }: Received) =>
    region === 'us-east-1' ? ({ kind: 'stall' } as const) : null;
  await withinScan({ estates, fault }, async ({ run }) => {
    const result = await run([
      'scan',
      ...everywhere,
      '--deadline',
      '1s',
      '--fail-on',
      'none',
      '-f',
      'json',
    ]);
    expect(result.code).toBe(3);
    expect(gapsOf(result.stdout).join()).toContain('us-east-1');
    expect(result.stderr).toContain('DeadlineError');
  });
});

test('what a killed scan left half written, and a broken snapshot, are replaced; others’ files stay', async () => {
  await withinScan({}, async ({ run, directory }) => {
    const kept = join(directory, 'kept');
    mkdirSync(kept);
    const name = `${ownAccount}_eu-central-1.snapshot.json`;
    writeFileSync(join(kept, `${name}.0a1b2c3d.tmp`), '{"kmslintSnap');
    writeFileSync(join(kept, `${name}.gz`), 'no gzip');
    writeFileSync(join(kept, name), '{"kmslintSnapshot":1,"account":"');
    const other = `${first}_eu-central-1.snapshot.json.0a1b2c3d.tmp`;
    writeFileSync(join(kept, other), '');
    expect(await run(['snapshot', '--resume', 'kept'])).toMatchObject({ code: 0 });
    expect(keptIn(kept)).toEqual([other, keptName(ownAccount, 'eu-central-1')]);
    expect(isObject(parse(keptOf(kept, 'eu-central-1')))).toBe(true);
  });
});

test('without --resume an old snapshot never stands in for what can no longer be read', async () => {
  let refuses = false;
  const fault = () =>
    refuses ? ({ kind: 'error', name: 'ExpiredTokenException', status: 400 } as const) : null;
  await withinScan({ fault }, async ({ run, directory }) => {
    await run(['snapshot', '--snapshot-dir', 'kept']);
    refuses = true;
    const again = await run(['scan', '--snapshot-dir', 'kept', '-f', 'json', '--all']);
    expect(again.code).toBe(3);
    expect(verdictsOf(again.stdout)).toEqual([]);
    expect(keptIn(join(directory, 'kept'))).toEqual([keptName(ownAccount, 'eu-central-1')]);
  });
});

/** Gives a scan another date, as if it had begun on that day. */
function redate(kept: string, date: string): void {
  for (const path of filesBelow(kept)) {
    const folder = dirname(join(kept, path));
    renameSync(folder, join(dirname(folder), `date=${date}`));
  }
}

test('--resume goes on with the newest scan, whatever the day, and in directories of an older kmslint', async () => {
  await withinScan({ estates }, async ({ run, directory, server }) => {
    const kept = join(directory, 'kept');
    await run(['snapshot', ...everywhere, '--snapshot-dir', 'kept']);
    redate(kept, '2026-11-18');
    await run(['snapshot', ...everywhere, '--snapshot-dir', 'kept']);
    expect(filesBelow(kept)).toHaveLength(6);
    const newest = filesBelow(kept).filter((path) => !path.includes('2026-11-18'));
    const [missing = ''] = newest;
    rmSync(join(kept, missing));
    const before = server.requests.length;
    expect(await run(['snapshot', ...everywhere, '--resume', 'kept'])).toMatchObject({ code: 0 });
    expect(new Set(server.requests.slice(before).map(({ region }) => region)).size).toBe(1);
    expect(filesBelow(kept).filter((path) => !path.includes('2026-11-18'))).toEqual(newest);

    // Flat and plain, as they were: what is whole stays, what is not is filed anew.
    const flat = join(directory, 'flat');
    mkdirSync(flat);
    for (const path of newest) {
      const text = readKept(join(kept, path));
      const isWhole = !path.includes('us-east-1');
      writeFileSync(join(flat, basename(path, '.gz')), isWhole ? text : text.slice(0, 4000));
    }
    expect(await run(['snapshot', ...everywhere, '--resume', 'flat'])).toMatchObject({ code: 0 });
    expect(keptIn(flat)).toEqual([
      `${ownAccount}_eu-central-1.snapshot.json`,
      `${ownAccount}_eu-west-1.snapshot.json`,
      keptName(ownAccount, 'us-east-1'),
    ]);
  });
});

test('a scan that was killed before its first snapshot is the newest all the same', async () => {
  await withinScan({}, async ({ run, directory, server }) => {
    const kept = join(directory, 'kept');
    await run(['snapshot', '--snapshot-dir', 'kept']);
    redate(kept, '2026-11-18');
    const [path = ''] = filesBelow(kept);
    mkdirSync(join(kept, dirname(dirname(path)), 'date=2026-11-19'));
    const before = server.requests.length;
    await run(['snapshot', '--resume', 'kept']);
    expect(server.requests.length).toBeGreaterThan(before);
    expect(filesBelow(kept)).toEqual([path, path.replace('2026-11-18', '2026-11-19')]);
  });
});

test('a directory of several scans is judged by the newest of each account and Region, without a gap', async () => {
  await withinScan({ estates }, async ({ run, runPlain, directory }) => {
    const kept = join(directory, 'kept');
    await run(['snapshot', ...everywhere, '--snapshot-dir', 'kept']);
    redate(kept, '2026-11-18');
    await run(['snapshot', ...everywhere, '--snapshot-dir', 'kept']);
    const judged = await runPlain(['kept', '-f', 'json', '--fail-on', 'none']);
    expect([judged.code, gapsOf(judged.stdout)]).toEqual([0, []]);
    const fresh = await run(['scan', ...everywhere, '-f', 'json', '--fail-on', 'none']);
    expect(verdictsOf(judged.stdout)).toEqual(verdictsOf(fresh.stdout));
    // The same snapshots side by side are a mistake.
    const [older = ''] = filesBelow(kept);
    writeFileSync(join(kept, 'older.json'), readKept(join(kept, older)));
    const beside = await runPlain(['kept', '-f', 'json', '--fail-on', 'none']);
    expect([beside.code, gapsOf(beside.stdout)]).toEqual([
      3,
      [expect.stringContaining('is newer and is judged')],
    ]);
  });
});
