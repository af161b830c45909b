import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { operations } from '../../src/record/aws/keys/operations.ts';

const read = (name: string) =>
  readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
const page = read('SIZES.md');

/** The cells of the rows of the table below a line that begins so. */
function tableOf(head: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(head)).split('\n').slice(2);
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const numberOf = (text = '') => Number(/[\d,.]+/.exec(text)?.[0].replaceAll(',', ''));

describe('deploy/SIZES.md', () => {
  const [requests, rate, judging] = tableOf('| figure ').map(([, value]) => numberOf(value));
  const batch = read('aws-batch/batch.tf');
  const perKey = Number(/seconds_per_key = ([\d.]+)/.exec(batch)?.[1]);
  const [, deadline = ''] =
    /"deadline_hours"[\s\S]*?default += (\d+)/.exec(read('aws-batch/variables.tf')) ?? [];
  const half = (Number(deadline) * 3600) / 2;

  test('counts more for a key than was measured, and not twice as much', () => {
    const measured = (requests ?? 0) / (rate ?? 1) + (judging ?? 0);
    expect(measured).toBeCloseTo(0.004, 4);
    expect(perKey).toBeGreaterThan(measured);
    expect(perKey).toBeLessThan(1.5 * measured);
  });

  test.each(tableOf('| keys '))('does its sums: %s keys', (keys, asked, hours, parts, wall) => {
    const count = numberOf(keys);
    const shards = Math.max(2, Math.ceil((count * perKey) / half));
    expect(numberOf(asked)).toBeCloseTo(count * (requests ?? 0), 0);
    expect(numberOf(hours)).toBeCloseTo((count * perKey) / 3600, 2);
    expect(numberOf(parts)).toBe(shards);
    expect(numberOf(wall)).toBe(Math.round((count * perKey) / Math.min(shards, 16) / 60));
  });

  test('names quotas as the recorder minds them', () => {
    expect(page).toContain('GetKeyPolicy and GetKeyRotationStatus are at 1,000');
    expect([operations.GetKeyPolicy.perSecond, operations.GetKeyRotationStatus.perSecond]).toEqual([
      1000, 1000,
    ]);
    expect(operations.ListKeyRotations.perSecond / 2).toBe(50);
  });

  test('sets limits in the templates that the table has', () => {
    const limits = tableOf('| keys of the largest account ').map(([, , limit]) => limit);
    for (const name of ['cronjob.yaml', 'job.yaml']) {
      const [, limit = ''] =
        /limits:\n +cpu: '2'\n +memory: (\S+)/.exec(read(`kubernetes/${name}`)) ?? [];
      expect(limits).toContain(limit.replace('Gi', ' GiB'));
    }
  });

  test('adds up on paper', () => {
    const rows = tableOf('| stage ');
    const total = rows.slice(0, 3).reduce((sum, [, files]) => sum + numberOf(files), 0);
    expect(page).toContain(`Together ${total.toLocaleString('en-US')} requests`);
    expect(numberOf(rows[2]?.[2]) + 0.1 + numberOf(rows[3]?.[2])).toBeCloseTo(37.7, 1);
    expect(total / (rate ?? 1) / 3600).toBeCloseTo(33, 0);
  });
});
