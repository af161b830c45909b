import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { UserError } from '../src/errors.ts';
import { decodeInput, parsePlan } from '../src/read/recognise.ts';
import { judgePlan, type Judged } from './judge-plan.ts';

const corpus = fileURLToPath(new URL('../../shared/corpus', import.meta.url));
const isHere = existsSync(join(corpus, 'labels.tsv'));

interface Label {
  readonly input: string;
  readonly path: string;
  readonly address: string;
  readonly expected: string;
}

const labels: readonly Label[] = isHere
  ? readFileSync(join(corpus, 'labels.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, input = '', folder = '', file = '', address = '', expected = ''] =
          line.split('\t');
        return { input, path: join(folder, file), address, expected };
      })
      .filter(({ input }) => input === 'plan')
  : [];

const ruleOf: Readonly<Record<string, string>> = {
  'no-rotation': 'rotation-disabled',
  'ineligible-without-alias-scheme': 'manual-rotation-alias-missing',
};

function judgeFile(path: string): Judged {
  return judgePlan(parsePlan(decodeInput(readFileSync(path), path), basename(path)));
}

function answerTo({ path, address }: Label): readonly string[] {
  const { findings } = judgeFile(join(corpus, path));
  const own = findings.filter(({ subject }) => subject === address);
  expect(own.length).toBeGreaterThan(0);
  return own.filter(({ kind }) => kind === 'fail').map(({ ruleId }) => ruleId);
}

function describeFile(path: string): string {
  try {
    const { all, gaps } = judgeFile(path);
    const counts = (['fail', 'open', 'pass', 'notApplicable'] as const).map(
      (kind) => `${all(kind).length} ${kind}`,
    );
    return [...counts, `${gaps.length} gaps`].join(', ');
  } catch (error) {
    if (error instanceof UserError) return `refused: ${error.message}`;
    throw error;
  }
}

function print(rows: readonly (readonly string[])[]): void {
  process.stdout.write(`${rows.map((row) => row.join('\t')).join('\n')}\n`);
}

describe.skipIf(!isHere)('public plans', () => {
  test('every labelled plan is answered as labelled', () => {
    expect(labels.length).toBeGreaterThanOrEqual(6);
    print(
      labels.map((label) => [label.path, label.address, label.expected, answerTo(label).join(' ')]),
    );
    for (const label of labels) {
      const rule = ruleOf[label.expected];
      const answer = answerTo(label).filter((id) => rule === undefined || id === rule);
      expect([label.address, ...answer]).toEqual(
        rule === undefined ? [label.address] : [label.address, rule],
      );
    }
  });

  test('every plan is judged or refused without a crash', () => {
    const files = readdirSync(join(corpus, 'plans'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .toSorted();
    expect(files.length).toBeGreaterThan(0);
    const rows = files.map((file) => [file, describeFile(join(corpus, 'plans', file))]);
    print(rows);
    expect(rows.filter(([, answer = '']) => answer.startsWith('refused'))).toEqual([]);
  });
});

if (!isHere) process.stdout.write('public plans: skipped, because ../shared/corpus is not here\n');
