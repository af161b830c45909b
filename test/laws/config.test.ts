import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadBaseline } from '../../src/lint/baseline/index.ts';
import { loadConfig } from '../../src/lint/config/index.ts';
import { UserError } from '../../src/errors.ts';
import { inRepository } from '../support/cli/repository.ts';

const numRuns = Number(process.env['KMSLINT_RUNS'] ?? 300);

const valid = {
  rules: {
    'rotation-disabled': 'low',
    'rotation-turned-off': { severity: 'off', options: { maxDays: 90 } },
  },
  ignore: { paths: ['a'], subjects: ['b*'] },
  suppressions: [{ rule: 'rotation-disabled', subject: 'a', reason: 'why', expires: '2026-01-01' }],
  lineage: [{ predecessor: 'a', successor: 'b' }],
  versionPatterns: ['{stem}-{number}'],
  failOn: 'high',
  baseline: 'b.json',
};

/** A part of a text replaced by another. */
const broken = fc
  .record({
    at: fc.nat({ max: JSON.stringify(valid, null, 1).length }),
    length: fc.nat({ max: 12 }),
    by: fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('\n', '{', '[', '"', '&a ', '*a', '!!x ', '- ', '? ', '\t', ': '),
    ),
  })
  .map(({ at, length, by }) => {
    const text = JSON.stringify(valid, null, 1);
    return text.slice(0, at) + by + text.slice(at + length);
  });

const texts = fc.oneof(
  broken,
  fc.json(),
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

test.each(['c.json', 'c.yaml'])(
  'any %s is read or refused, each mistake in one line with its place',
  async (name) => {
    let [read, refused] = [0, 0];
    await inRepository({}, async ({ directory }) => {
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          writeFileSync(join(directory, name), text);
          try {
            await loadConfig(directory, name);
            read++;
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            const lines = error.message.split('\n');
            expect(lines.filter((line) => !/^c\.\w+:\d+:\d+: ./.test(line))).toEqual([]);
            expect(new Set(lines).size).toBe(lines.length);
            refused++;
          }
        }),
        { numRuns },
      );
    });
    expect(read).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(numRuns / 3);
  },
);

test('any baseline is read or refused in one line with its place', async () => {
  await inRepository({}, async ({ directory }) => {
    const path = join(directory, 'b.json');
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        writeFileSync(path, text);
        await expect(loadBaseline(path, directory, false)).rejects.toThrow(/^b\.json:\d+:\d+: /);
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });
});
