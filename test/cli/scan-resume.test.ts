import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isObject } from '../../src/read/input/json.ts';
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
    expect(readdirSync(join(directory, 'kept'))).toHaveLength(3);
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
    expect(readdirSync(kept).toSorted()).toEqual([name, other].toSorted());
    expect(isObject(parse(readFileSync(join(kept, name), 'utf8')))).toBe(true);
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
    expect(existsSync(join(directory, 'kept', `${ownAccount}_eu-central-1.snapshot.json`))).toBe(
      true,
    );
  });
});
