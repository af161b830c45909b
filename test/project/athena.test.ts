import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elementsOf, member } from '../../src/read/input/json.ts';
import { compareText } from '../../src/text/compare.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { openTables, queries, textOf, type Row, type Tables } from '../support/tables/duckdb.ts';
import {
  asText,
  columnOf,
  countBy,
  datesOf,
  findingsOf,
  keysOf,
  named,
  namesOf,
  ownerOf,
  text,
  textsOf,
} from '../support/tables/answers.ts';
import { accounts, runs } from '../support/tables/organisation.ts';
import { writeRun } from '../support/tables/runs.ts';

let directory: string;
let tables: Tables;
let reports: readonly Json[];
const asked = new Set<string>();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kmslint-tables-'));
  const told: Json[] = [];
  for (const run of runs) told.push(await writeRun(directory, run));
  reports = told;
  tables = await openTables(directory);
});
afterAll(() => {
  tables.close();
  rmSync(directory, { recursive: true, force: true });
});

async function ask(query: string): Promise<readonly Row[]> {
  asked.add(query);
  return await tables.ask(textOf(query));
}

const last = () => reports.at(-1) ?? null;
const previous = () => reports.at(-2) ?? null;

describe('a query of the tables', () => {
  test('trend-per-week: the last run of each week', async () => {
    const summaries = [reports[0], reports[2]].map((report) => member(report ?? null, 'summary'));
    expect(await ask('trend-per-week')).toEqual(
      summaries.map((summary, i) => ({
        week: ['2026-01-19', '2026-01-26'][i],
        date: ['2026-01-20', '2026-01-31'][i],
        accounts: [2, 3][i],
        keys: member(summary, 'keys'),
        failures: member(summary, 'fail'),
        undecided: expect.any(Number),
        not_read: member(summary, 'gaps'),
      })),
    );
  });

  test('new-and-fixed: what was not read again is not said to be fixed', async () => {
    const failed = (report: Json) =>
      new Map(
        findingsOf(report, 'fail').map((one) => [
          `${text(one, 'ruleId')} ${text(one, 'subject')}`,
          one,
        ]),
      );
    const [now, before] = [failed(last()), failed(previous())];
    const rows = await ask('new-and-fixed');
    const said = (state: string) =>
      rows
        .filter((row) => row['state'] === state)
        .map((row) => textsOf(row, 'rule', 'subject'))
        .toSorted(compareText);
    const gone = [...before].filter(([name]) => !now.has(name));
    const isRead = ([, one]: readonly [string, Json]) => text(one, 'account') === accounts[0];
    expect(said('new')).toEqual(
      [...now.keys()].filter((name) => !before.has(name)).toSorted(compareText),
    );
    expect(said('fixed')).toEqual(
      gone
        .filter(isRead)
        .map(([name]) => name)
        .toSorted(compareText),
    );
    expect(said('unsure')).toEqual(
      gone
        .filter((one) => !isRead(one))
        .map(([name]) => name)
        .toSorted(compareText),
    );
    for (const state of ['new', 'fixed', 'unsure']) expect(said(state).length).toBeGreaterThan(0);
  });

  test('new-critical: the material that expired since', async () => {
    const rows = await ask('new-critical');
    expect(rows.map(({ rule, account, region }) => [rule, account, region])).toEqual([
      ['imported-material-expiring', accounts[0], 'eu-west-1'],
    ]);
  });

  test('keys-without-owner, with the zeros of account ids', async () => {
    const wanted = keysOf(last()).filter(
      (key) => ownerOf(key) === undefined && datesOf(key, 'deletionAt') === null,
    );
    const rows = await ask('keys-without-owner');
    expect(named(rows)).toEqual(namesOf(wanted));
    expect(rows.some(({ account }) => account === '000123456789')).toBe(true);
  });

  test('findings-by-owner', async () => {
    const subjects = new Map(keysOf(last()).map((key) => [text(key, 'subject'), ownerOf(key)]));
    const wanted = countBy(
      findingsOf(last(), 'fail'),
      (one) => subjects.get(text(one, 'subject')) ?? '(nobody)',
    );
    const rows = await ask('findings-by-owner');
    expect(columnOf(rows, 'failures', 'owner')).toEqual(wanted);
  });

  test('controls-by-account', async () => {
    const rows = await ask('controls-by-account');
    const pairs = findingsOf(last(), 'fail').flatMap((one) =>
      elementsOf(member(one, 'compliance')).map(
        (control) => `${asText(control)} ${text(one, 'account')}\n${text(one, 'subject')}`,
      ),
    );
    const wanted = countBy([...new Set(pairs)], (pair) => asText(pair).split('\n')[0] ?? '');
    const failing = rows.filter((row) => row['failing'] !== 0);
    expect(columnOf(failing, 'failing', 'control', 'account')).toEqual(wanted);
    expect(rows.find(({ account }) => account === accounts[1])).toMatchObject({
      keys_of_account: 6,
    });
  });

  test('oldest-material: by the last rotation, else by the creation', async () => {
    const rows = await ask('oldest-material');
    expect(rows[0]).toMatchObject({
      account: accounts[1],
      since: '2019-05-04T09:00:00.000Z',
      days: 2464,
    });
    const kept = keysOf(last()).filter(
      (key) => datesOf(key, 'createdAt') !== null && datesOf(key, 'deletionAt') === null,
    );
    expect(named(rows)).toEqual(namesOf(kept));
  });

  test.each([
    ['rotations-next-month', 'nextRotationAt', '2026-01-31', '2026-02-28'],
    ['expiring-material', 'expiresAt', '', '2026-05-01'],
    ['deletions-pending', 'deletionAt', '', '9999'],
  ])('%s: by %s', async (query, date, from, to) => {
    const wanted = keysOf(last()).filter((key) => {
      const day = datesOf(key, date);
      return day !== null && day >= from && day < to;
    });
    const rows = await ask(query);
    expect(wanted.length).toBeGreaterThan(0);
    expect(named(rows)).toEqual(namesOf(wanted));
    expect(rows.map(({ day }) => day)).toEqual(
      wanted.map((key) => datesOf(key, date) ?? '').toSorted(compareText),
    );
  });

  test('undecided-by-reason', async () => {
    const wanted = countBy(
      findingsOf(last(), 'open'),
      (one) =>
        `${text(elementsOf(member(one, 'because'))[0] ?? null, 'reason')} ${text(one, 'ruleId')}`,
    );
    const rows = await ask('undecided-by-reason');
    expect(rows.length).toBeGreaterThan(0);
    expect(columnOf(rows, 'verdicts', 'reason', 'rule')).toEqual(wanted);
  });

  test('top-rules', async () => {
    const rows = await ask('top-rules');
    const wanted = countBy(findingsOf(last(), 'fail'), (one) => text(one, 'ruleId') ?? '');
    expect(columnOf(rows, 'failures', 'rule')).toEqual(wanted);
    expect(rows[0]?.['failures']).toBe(Math.max(...Object.values(wanted)));
    expect(rows.find(({ rule }) => rule === 'imported-material-expiring')).toMatchObject({
      worst: 1,
    });
  });

  test('accounts-not-scanned: what has no row, and what was read in part', async () => {
    expect(await ask('accounts-not-scanned')).toEqual([
      { account: accounts[3], state: 'not scanned', not_read: 0 },
      {
        account: accounts[2],
        state: 'partly',
        not_read: elementsOf(member(last(), 'gaps')).length,
      },
    ]);
  });

  test('multi-region-groups', async () => {
    const members = keysOf(last()).filter((key) => text(key, 'multiRegionKeyType') !== null);
    expect(await ask('multi-region-groups')).toEqual([
      {
        account: accounts[1],
        keyid: text(members[0] ?? null, 'keyId'),
        members: members.length,
        primary_region: 'eu-west-1',
        states: 2,
        most_failures: expect.any(Number),
      },
    ]);
  });

  test('rotation-by-account', async () => {
    const can = keysOf(last()).filter(
      (key) =>
        text(key, 'keySpec') === 'SYMMETRIC_DEFAULT' &&
        text(key, 'origin') === 'AWS_KMS' &&
        text(key, 'keyState') === 'Enabled' &&
        text(key, 'multiRegionKeyType') !== 'REPLICA',
    );
    const accountOf = (key: Json) => text(key, 'account') ?? '';
    const rows = await ask('rotation-by-account');
    const column = (name: string) =>
      Object.fromEntries(rows.map((row) => [row['account'], row[name]]).filter(([, n]) => n !== 0));
    expect(column('can_rotate')).toEqual(countBy(can, accountOf));
    expect(column('rotate')).toEqual(
      countBy(
        can.filter((key) => member(key, 'rotationEnabled') === true),
        accountOf,
      ),
    );
    expect(column('unknown')).toEqual(
      countBy(
        can.filter((key) => member(key, 'rotationEnabled') === null),
        accountOf,
      ),
    );
  });

  test('is among those that were asked here', () => {
    expect(queries.length).toBeGreaterThanOrEqual(12);
    expect([...asked].toSorted(compareText)).toEqual(queries.toSorted(compareText));
  });
});
