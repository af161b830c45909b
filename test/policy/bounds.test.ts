import { describe, expect, test } from 'vitest';
import {
  allow,
  compare,
  covered,
  deny,
  parseSymbols,
  policy,
  reasons,
  role,
  textOfPolicy,
} from '../support/build/policies.ts';
import type { Json } from '../support/build/policies.ts';

const range = (length: number) => Array.from({ length }, (_, index) => index);
const via = (value: string): Json => ({ Condition: { StringEquals: { 'aws:x': value } } });
/** Generous, as machines are shared: a comparison without a bound takes minutes. */
const seconds = 30_000;

/** Runs a comparison that must end in time. */
function timed<T>(run: () => T): T {
  const started = performance.now();
  const result = run();
  expect(performance.now() - started).toBeLessThan(seconds);
  return result;
}

const mixed = (letter: string) =>
  range(800).map((i) =>
    (i % 2 === 0 ? allow : deny)('*', 'kms:*', {
      Condition: { StringLike: { 'aws:x': `*${i}*${letter}*b*` } },
    }),
  );

const symbolic = (letter: string) =>
  parseSymbols(textOfPolicy(range(900).map((i) => allow({ AWS: `<<${letter}${i}>>` }, 'kms:*'))));

const long = (end: string) =>
  policy(
    allow('*', 'kms:*', {
      Condition: {
        StringLike: { 'aws:x': ['*a?'.repeat(9000) + end, '*b?'.repeat(9000) + end] },
      },
    }),
  );

describe('the worst cases end', () => {
  test('a thousand statements for everyone, each under a condition of its own', () => {
    const list = range(1000).map((i) => allow('*', 'kms:Decrypt', via(`a${i}`)));
    const other = range(1000).map((i) => allow('*', 'kms:Decrypt', via(`b${i}`)));
    expect(timed(() => covered(policy(...list), policy(...list.toReversed())))).toBe(true);
    expect(timed(() => compare(policy(...list), policy(...other))).lost).toHaveLength(1000);
  });

  test('many principals under many actions', () => {
    const names = { AWS: range(1500).map((i) => role(`r${i}`)) };
    const list = allow(
      names,
      range(3000).map((i) => `kms:Get${i}*`),
    );
    expect(timed(() => covered(policy(list), policy(list)))).toBe(true);
  });

  test('Denies and Allows by the hundred under patterns', () => {
    expect(timed(() => covered(policy(...mixed('a')), policy(...mixed('c'))))).toBe(false);
  });

  test('a thousand symbols on each side', () => {
    expect(timed(() => covered(symbolic('a'), symbolic('b')))).toBe('unknown');
  });

  test('patterns of many thousand wildcards are given up, and that is said', () => {
    const result = timed(() => compare(long('x'), long('y')));
    expect(result.covered).toMatchObject({
      is: 'unknown',
      because: [{ reason: 'evaluation-limit' }],
    });
    expect(reasons(result)).toEqual(['the comparison of the two policies']);
  });

  test('what is certainly lost is lost, however little work is allowed', () => {
    const list = [
      allow({ AWS: role('a') }, 'kms:*'),
      ...range(50).map((i) => allow('*', 'kms:Decrypt', via(`a${i}`))),
    ];
    const other = list.slice(1).toReversed();
    expect(covered(policy(...list), policy(...other), { steps: 400 })).toBe(false);
    expect(covered(policy(...list), policy(...list.toReversed()), { steps: 10 })).toBe('unknown');
  });
});
