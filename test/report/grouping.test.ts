import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ReportPart } from '../../src/lint/report.ts';
import type { Grouping } from '../../src/lint/owner/owners.ts';
import { openGroupSpool } from '../../src/report/groups/group-spool.ts';
import { openReport } from '../../src/report/index.ts';
import { accounts, endOf, head, partOf } from '../support/report/part-samples.ts';
import { hostileNames, quiet } from '../support/report/report-samples.ts';

test('a spool gives back every text of a group, in its order, however little memory it has', () => {
  const entries = fc.array(
    fc.tuple(fc.option(fc.constantFrom('a', 'b', 'ü', '')), fc.string({ unit: 'grapheme' })),
  );
  fc.assert(
    fc.property(entries, fc.nat(40), (added, limit) => {
      const spool = openGroupSpool(limit);
      for (const [group, text] of added) spool.add(group, text);
      const taken: [string | null, string][] = [];
      for (const [group, texts] of spool.take()) taken.push([group, [...texts].join('')]);
      const names = [...new Set(added.map(([group]) => group))];
      const sorted = names.filter((name) => name !== null).toSorted();
      const wanted = [...sorted, ...names.filter((name) => name === null)].map((name) => [
        name,
        added.flatMap(([group, text]) => (group === name ? [text] : [])).join(''),
      ]);
      expect(taken).toEqual(wanted);
    }),
  );
});

const owners = ['search', 'payments', null] as const;
const parts = accounts.map((account, i): ReportPart => {
  const part = partOf(account, 6, i === 1 ? 'critical' : 'high');
  const findings = part.findings.map((finding, at) => {
    const owner = owners[at % owners.length] ?? null;
    const tags = owner === null ? {} : { [i === 0 ? 'owner' : 'Owner']: owner };
    return { ...finding, owner: { aliases: [], description: null, tags } };
  });
  return { ...part, findings };
});

async function reportOf(
  format: 'text' | 'markdown',
  groupBy: Grouping,
  given: readonly ReportPart[] = parts,
) {
  const reporter = await openReport(format, head, { ...quiet, groupBy });
  const texts = given.flatMap((part) => [...reporter.part(part)]);
  return [...texts, ...reporter.end(endOf(given))].join('');
}

const byOwner = { by: 'tag', tag: 'OWNER' } as const;

describe('groups', () => {
  it('go on from one account to the next in text, with their counts', async () => {
    const text = await reportOf('text', byOwner);
    const heads = text.split('\n').filter((line) => line.startsWith('OWNER'));
    expect(heads).toEqual([
      'OWNER=payments  6 findings',
      'OWNER=search  6 findings',
      'OWNER not known  6 other verdicts',
    ]);
    const [, payments = ''] = text.split(/^OWNER.*$/m);
    for (const account of accounts) expect(payments).toContain(account);
    expect(payments).not.toContain('owner=search');
    const count = (name: string) => text.split(`${name} `).length - 1;
    for (const { findings } of parts)
      for (const { subject } of findings) expect(count(subject)).toBeLessThanOrEqual(1);
    expect(await reportOf('text', byOwner)).toBe(text);
  });

  it.each([
    [{ by: 'account' }, accounts],
    [{ by: 'region' }, ['eu-west-1']],
    [{ by: 'rule' }, ['rotation-disabled']],
  ] as const)('are those of %s', async (grouping, wanted) => {
    const text = await reportOf('text', grouping);
    const heads = text
      .split('\n')
      .flatMap((line) => /^(\S.*?) {2}\d+ finding/.exec(line)?.[1] ?? []);
    expect(heads).toEqual(wanted);
  });

  it('stand together in markdown, and the worst of them fit', async () => {
    const page = await reportOf('markdown', byOwner);
    const rows = page.split('\n').filter((line) => /^\| (?:critical|high|\|)/.test(line));
    expect(rows.filter((row) => row.includes('**'))).toEqual([
      '| | **OWNER=payments** | | |',
      '| | **OWNER=search** | | |',
      '| | **OWNER not known** | | |',
    ]);
    const many = accounts.map((account, i) => partOf(account, 900, i === 1 ? 'critical' : 'high'));
    const full = await reportOf('markdown', { by: 'account' }, many);
    expect(Buffer.byteLength(full)).toBeLessThanOrEqual(65_536);
    // Of the last account the one that is worse than the others stands there.
    expect(full).toContain(`${accounts[2]}:key/0`);
    expect(full).not.toContain(`${accounts[2]}:key/1`);
    expect(full).toMatch(/…and \d+ more, left out here for length/);
  });

  it('act on nothing, whatever they are called', async () => {
    for (const [, name] of hostileNames) {
      const [part] = parts;
      const findings = (part?.findings ?? []).map((finding) => ({
        ...finding,
        owner: { aliases: [], description: null, tags: { Owner: name } },
      }));
      for (const format of ['text', 'markdown'] as const) {
        const text = await reportOf(
          format,
          byOwner,
          part === undefined ? [] : [{ ...part, findings }],
        );
        expect(text).not.toContain('\u001b');
        expect(text).not.toContain('\u202e');
        expect(text).not.toMatch(/<script>|^::(?!error|warning)[a-z]/m);
      }
    }
  });
});
