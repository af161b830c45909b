import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../support/build/policies.ts';
import { compare, parseSymbols, textOfPolicy } from '../support/build/policies.ts';

interface Pair {
  readonly old: readonly Json[];
  readonly new: readonly Json[];
  readonly answer: 'covered' | 'lost';
}

// Written by `npm run test:policy-oracle`: an IAM engine of other authors and the naive evaluator agree about each pair. Half
// are told apart by few requests among thousands, half have much to say and lose nothing.
const pairs = readFileSync(new URL('hard-pairs.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Pair => JSON.parse(line));

test('the hardest pairs are compared as both engines answer them', () => {
  expect(pairs).toHaveLength(500);
  const document = (list: readonly Json[]) => parseSymbols(textOfPolicy(list));
  const differing = pairs.filter((pair) => {
    const { covered } = compare(document(pair.old), document(pair.new));
    return covered.is !== (pair.answer === 'covered');
  });
  expect(differing).toEqual([]);
});
