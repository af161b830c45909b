import { expect, test } from 'vitest';
import { frameOf, type State } from '../../src/cli/progress/frame.ts';
import { openProgress } from '../../src/cli/progress/progress.ts';
import type { PlannedTarget } from '../../src/record/targets/expand.ts';

const target = (region: string): PlannedTarget => ({
  account: '111122223333',
  region,
  credentials: async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }),
  failure: null,
});

const state = (changes: Partial<State> = {}): State => ({
  began: 0,
  targets: 4,
  ended: 1,
  keys: 100,
  reading: new Map([[target('eu-west-1'), { listed: 200, done: 100 }]]),
  ...changes,
});

test('a picture tells targets, keys, the rate and the time that is left', () => {
  expect(frameOf(state(), 10_000)).toEqual([
    '1 of 4 targets · 200 keys · 20 keys/s · 17 s left',
    '  111122223333 eu-west-1 · 100 of 200 keys',
  ]);
  expect(frameOf(state({ targets: 4000 }), 10_000)[0]).toMatch(/ · 7 h 25 min left$/);
  expect(frameOf(state({ ended: 0, keys: 0, reading: new Map() }), 10_000)).toEqual([
    '0 of 4 targets · 0 keys · 0 keys/s',
  ]);
});

test('a picture has room for some targets, however many are read', () => {
  const reading = new Map(
    Array.from(
      { length: 50 },
      (_, index) => [target(`eu-west-${index}`), { listed: 1, done: 0 }] as const,
    ),
  );
  expect(frameOf(state({ reading }), 1000)).toHaveLength(9);
});

async function told(quiet: boolean): Promise<string> {
  let said = '';
  async function* nothing(): AsyncGenerator<string> {}
  const output = { write: (text: string) => (said += text) };
  const io = { stdin: nothing(), stdout: output, stderr: output, directory: '.', env: {} };
  const progress = await openProgress(io, quiet);
  progress.start(3);
  const ended = { name: 'a.snapshot.json', kept: false, unread: [] };
  progress.ended({ ...ended, target: target('eu-west-1'), keys: 1 });
  progress.ended({ ...ended, target: target('eu-west-2'), keys: 41, kept: true });
  const unread = ['ListKeys: AccessDeniedException: \u001b[2Jno'];
  progress.ended({ ...ended, target: target('eu-west-3'), keys: 0, unread });
  progress.close();
  return said;
}

test('without a terminal it is a line for each target, escaped', async () => {
  expect(await told(false)).toBe(
    [
      '1 of 3 · 111122223333 eu-west-1 · 1 key',
      '2 of 3 · 111122223333 eu-west-2 · 41 keys of an earlier scan',
      '3 of 3 · 111122223333 eu-west-3 · 0 keys · not read: ListKeys: AccessDeniedException: \\u{1b}[2Jno',
      '',
    ].join('\n'),
  );
});

test('--quiet says nothing', async () => {
  expect(await told(true)).toBe('');
});
