import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { member } from '../../src/read/input/json.ts';
import { keptIn, keptName } from '../support/aws/kept.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import {
  gapsOf,
  ownAccount,
  parse,
  restoreEnvironment,
  setEnvironment,
  verdictsOf,
  withinScan,
} from '../support/aws/run-scan.ts';

beforeAll(setEnvironment);
afterAll(restoreEnvironment);

test('scan judges as the snapshot it leaves would be judged, and leaves none unless asked to', async () => {
  await withinScan({}, async ({ run, runPlain, directory }) => {
    const before = readdirSync(tmpdir());
    const scanned = await run(['scan', '--all', '-f', 'json']);
    expect(
      readdirSync(tmpdir()).filter(
        (name) => !before.includes(name) && /^kmslint-\w{6}$/.test(name),
      ),
    ).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
    const recorded = await run(['snapshot']);
    expect(recorded).toMatchObject({ code: 0 });
    expect(recorded.stdout.replace(/\d{4}-\d{2}-\d{2}/, 'DAY')).toBe(
      `snapshots/${keptName(ownAccount, 'eu-central-1')}\n`,
    );
    expect(recorded.stderr).toBe(`1 of 1 · ${ownAccount} eu-central-1 · 24 keys\n`);
    const judged = await runPlain(['snapshots', '--all', '-f', 'json']);
    expect(verdictsOf(scanned.stdout).length).toBeGreaterThan(24);
    expect(verdictsOf(scanned.stdout)).toEqual(verdictsOf(judged.stdout));
    expect(scanned.code).toBe(judged.code);
  });
});

test('reports are written where the command line says, and --quiet says nothing else', async () => {
  await withinScan({ estates: [fakeEstate(1)] }, async ({ run, directory }) => {
    const result = await run([
      'scan',
      '-q',
      '--rule',
      'rotation-disabled',
      '-f',
      'json=report.json',
      '--no-gzip',
      '--snapshot-dir',
      'kept',
    ]);
    expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(member(parse(readFileSync(join(directory, 'report.json'), 'utf8')), 'version')).toBe(1);
    expect(keptIn(join(directory, 'kept'))).toEqual([keptName(ownAccount, 'eu-central-1', '')]);
  });
});

test('a schedule that compares with its own directory begins with a hint, and a path that is missing with a refusal', async () => {
  await withinScan({}, async ({ run, server }) => {
    const kept = ['--snapshot-dir', 'kept', '--no-config'];
    const missing = await run(['scan', ...kept, '--previous', 'kpet']);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/^kmslint: kpet: /)]);
    expect(server.requests).toEqual([]);
    const [alone, beside] = [
      await run(['scan', ...kept, '-f', 'json']),
      await run(['scan', ...kept, '-f', 'json', '--previous', 'kept']),
    ];
    expect(beside.code).toBe(alone.code);
    expect(beside.stderr).toContain('hint: --previous holds nothing that is older');
    expect(verdictsOf(beside.stdout)).toEqual(verdictsOf(alone.stdout));
  });
});

test('only what the chosen rules need is asked', async () => {
  await withinScan({}, async ({ run, server }) => {
    await run(['scan', '--rule', 'rotation-disabled']);
    const asked = new Set(server.requests.map(({ operation }) => operation));
    expect(asked).toEqual(new Set(['ListKeys', 'DescribeKey', 'GetKeyRotationStatus']));
  });
});

test('a Region that is not enabled is a gap, and the others are judged', async () => {
  await withinScan({}, async ({ run }) => {
    const result = await run([
      'scan',
      '-f',
      'json',
      '--region',
      'eu-central-1,me-south-1',
      '--rule',
      'rotation-disabled',
    ]);
    expect(result.code).toBe(3);
    expect(gapsOf(result.stdout).join()).toContain('UnrecognizedClientException');
    // Two of the 24 are AWS's own.
    expect(member(member(parse(result.stdout), 'summary'), 'keys')).toBe(22);
    expect(result.stderr).toContain('me-south-1 · 0 keys · not read: ');
  });
});
