import { describe, expect, test } from 'vitest';
import { accounts, snapshotOf } from '../support/build/organisation.ts';
import {
  keyId,
  notRotating,
  otherId,
  refused,
  rotating,
  type SnapshotSpec,
} from '../support/build/snapshot-builder.ts';
import { kmslint } from '../support/cli/run-main.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { eventErrors } from '../support/report/ocsf-events.ts';
import { errorsOf } from '../support/report/sarif-samples.ts';

const [first, second, third] = accounts;
const [off, on] = [notRotating, rotating()].map((answer) => ({
  answers: { GetKeyRotationStatus: answer },
}));
const keys = (...all: readonly (typeof off)[]): SnapshotSpec => ({
  keys: all.map((key, i) => ({ ...key, id: i === 0 ? keyId : otherId })),
});
const then = { startedAt: '2026-01-18T06:00:00.000Z' };

/** Where a scan files the snapshot of an account. */
const filed = (account: string, date: string, region = 'eu-west-1'): string =>
  `kept/account=${account}/region=${region}/date=${date}/${account}_${region}.snapshot.json`;

/** The first account was mended and got worse, the second is as it was, the third has no earlier snapshot. */
const files = {
  [filed(first, '2026-01-18')]: snapshotOf(first, { ...keys(off, on), ...then }),
  [filed(first, '2026-01-31')]: snapshotOf(first, keys(on, off)),
  [filed(second, '2026-01-18')]: snapshotOf(second, { ...keys(off), ...then }),
  [filed(second, '2026-01-31')]: snapshotOf(second, keys(off)),
  [filed(third, '2026-01-31')]: snapshotOf(third, keys(off)),
  'elsewhere.json': snapshotOf(second, { ...keys(off), ...then, region: 'us-east-1' }),
};

const rule = ['--no-config', '--rule', 'rotation-disabled'];
const run = (argv: readonly string[], all: Readonly<Record<string, string>> = files) =>
  inScratch(all, (directory) => kmslint(directory, [...argv, ...rule]));
const compared = ['kept', '--previous', 'kept', '--previous', 'elsewhere.json'];
const reportOf = async (argv: readonly string[], all?: Readonly<Record<string, string>>) =>
  JSON.parse((await run([...argv, '-f', 'json'], all)).out);

describe('--previous tells what is new, known and fixed', () => {
  test('account by account, and nothing where there is no earlier snapshot', async () => {
    const { findings, fixed, summary, scans } = await reportOf(compared);
    const states = findings.map((one: { account: string; previousState: string | null }) => [
      one.account,
      one.previousState,
    ]);
    expect(states).toEqual([
      [first, 'new'],
      [second, 'unchanged'],
      [third, null],
    ]);
    expect(fixed).toMatchObject([
      { ruleId: 'rotation-disabled', account: first, subject: expect.stringContaining(keyId) },
    ]);
    const since = '2026-01-18T06:00:00.000Z';
    expect(summary.trend).toEqual({ new: 1, known: 1, fixed: 1, since });
    expect(summary.fail).toBe(3);
    const times = scans.map((one: { scope: string; now: unknown; previous: unknown }) => [
      one.scope,
      one.now !== null,
      one.previous !== null,
    ]);
    expect(times).toEqual([
      [`${first} eu-west-1`, true, true],
      [`${second} eu-west-1`, true, true],
      [`${third} eu-west-1`, true, false],
      [`${second} us-east-1`, false, true],
    ]);
  });

  test('for people: the summary, what is fixed, and what was not read again', async () => {
    const { out, code } = await run(compared);
    expect(code).toBe(1);
    expect(out).toContain(
      '3 findings (3 high) · 1 new, 1 known, 1 not compared, 1 fixed since 2026-01-18 · 4 keys judged',
    );
    expect(out).toMatch(/^fixed\n\n {2}high rotation-disabled: arn:\S+$/m);
    expect(out).toContain(`${second} us-east-1 (last read 2026-01-18)`);
    const markdown = (await run([...compared, '-f', 'markdown'])).out;
    expect(markdown).toContain('Fixed: 1');
    expect(markdown).toContain('**Read before, and not now:**');
    const html = (await run([...compared, '-f', 'html'])).out;
    expect(html).toContain('1 new, 1 known, 1 not compared, 1 fixed since 2026-01-18');
    expect(html).toContain(`${second} us-east-1`);
  });

  test('for programs', async () => {
    const sarif = JSON.parse((await run([...compared, '-f', 'sarif'])).out);
    expect(errorsOf(sarif)).toEqual([]);
    expect(
      sarif.runs[0].results.map((one: { baselineState?: string }) => one.baselineState),
    ).toEqual(['new', 'unchanged', undefined]);
    const rows = (await run([...compared, '-f', 'csv'])).out.trimEnd().split('\r\n');
    expect(rows.map((row) => row.split(',').at(-1))).toEqual(['previous', 'new', 'unchanged', '']);
    const lines = (await run([...compared, '-f', 'ocsf'])).out.trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line));
    expect(events.flatMap(eventErrors)).toEqual([]);
    expect(events.map((event) => event.activity_name)).toEqual([
      'Create',
      'Close',
      'Update',
      'Create',
    ]);
    expect(events[1]).toMatchObject({ status: 'Resolved', compliance: { status: 'Fixed' } });
  });

  test('what was fixed does not count, and without --previous nothing is said', async () => {
    const mended = { ...files, [filed(first, '2026-01-31')]: snapshotOf(first, keys(on, on)) };
    const only = [`kept/account=${first}`, '--previous', 'kept'];
    const { out, code } = await run(only, mended);
    expect([code, out]).toEqual([0, expect.stringContaining('0 new, 0 known, 1 fixed')]);
    const { summary, fixed, findings } = await reportOf(['kept']);
    expect([summary.trend, fixed, findings[0].previousState]).toEqual([null, null, null]);
  });

  test('what cannot be told any more is not fixed, and what could not be told is not new', async () => {
    const hidden = { ...keys(off), top: { ListKeys: refused() } };
    const now = {
      ...files,
      [filed(first, '2026-01-31')]: snapshotOf(first, { ...hidden, keys: [] }),
    };
    const before = {
      ...files,
      [filed(first, '2026-01-18')]: snapshotOf(first, { ...hidden, ...then, keys: [] }),
    };
    const only = [`kept/account=${first}`, '--previous', 'kept'];
    expect(await reportOf(only, now)).toMatchObject({
      fixed: [],
      summary: { trend: { fixed: 0 } },
    });
    expect(await reportOf(only, before)).toMatchObject({
      findings: [{ previousState: null }],
      summary: { trend: { new: 0, known: 0, fixed: 0 } },
    });
  });

  test('a list that the rule does not need may be missing', async () => {
    const top = { ListAliases: null, DescribeCustomKeyStores: refused() };
    const few = {
      [filed(first, '2026-01-18')]: snapshotOf(first, { ...keys(off, on), ...then, top }),
      [filed(first, '2026-01-31')]: snapshotOf(first, { ...keys(on, off), top }),
    };
    const { summary } = await reportOf(['kept', '--previous', 'kept'], few);
    expect(summary.trend).toMatchObject({ new: 1, known: 0, fixed: 1 });
  });

  test('an account that the newest scan does not hold is told', async () => {
    const { [filed(first, '2026-01-31')]: _gone, ...few } = files;
    const { err } = await run(['kept'], few);
    expect(err).toBe(
      `hint: the scan of 2026-01-31 does not hold all that was judged: ${first} eu-west-1 of 2026-01-18; delete what is gone\n`,
    );
    expect((await run(['kept'])).err).toBe('');
  });

  test('what the configuration ignores is not told as fixed', async () => {
    const config = JSON.stringify({ ignore: { subjects: [`*${keyId}`] } });
    const all = { ...files, 'kmslint.config.json': config };
    const argv = [...compared, '--rule', 'rotation-disabled', '-f', 'json'];
    const { out } = await inScratch(all, (directory) => kmslint(directory, argv));
    expect(JSON.parse(out)).toMatchObject({ fixed: [], summary: { trend: { new: 1, known: 0 } } });
  });
});

describe('on the first day of a schedule', () => {
  const today = Object.fromEntries(Object.entries(files).filter(([path]) => /-31/.test(path)));
  const hint = 'hint: --previous holds nothing that is older than what is judged';

  test('there is nothing to compare with, which is a hint and no fault', async () => {
    const { code, err } = await run(['kept', '--previous', 'kept'], today);
    expect([code, err]).toEqual([1, expect.stringContaining(hint)]);
    const { summary, fixed } = await reportOf(['kept', '--previous', 'kept'], today);
    expect([summary.trend, fixed]).toEqual([null, []]);
    const named = await run([filed(first, '2026-01-31'), '--previous', 'kept'], today);
    expect([named.code, named.err]).toEqual([1, expect.stringContaining(hint)]);
  });

  test('what was named, and what is newer than what is judged, is still refused', async () => {
    const one = filed(first, '2026-01-31');
    for (const [now, previous] of [
      [one, one],
      [filed(first, '2026-01-18'), 'kept'],
      [filed(first, '2026-01-18'), one],
    ] as const) {
      const { code, err } = await run([now, '--previous', previous]);
      expect([now, previous, code, err]).toEqual([
        now,
        previous,
        2,
        expect.stringContaining('older than'),
      ]);
    }
  });

  test('and from the second on nothing is hinted', async () => {
    expect((await run(['kept', '--previous', 'kept'])).err).not.toContain(hint);
  });
});
