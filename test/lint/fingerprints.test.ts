import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { check } from '../../src/lint/check.ts';
import { completeOptions } from '../../src/rule/options.ts';
import { emptyInventory } from '../../src/model/inventory.ts';
import { stateBeside } from '../support/judge/judge-state.ts';
import { keyValues, raw } from '../support/judge/state-samples.ts';

// Two violations never share a fingerprint: not in one part of a run, and not in two.

test('what one part of a run gave, a later one does not give again', () => {
  const { present } = stateBeside(JSON.stringify(raw([{ values: keyValues('1') }])), []);
  const fingerprints = new Map<string, number>();
  const optionsOf = (rule: (typeof rules)[number]) => completeOptions(rule, {});
  const printsOf = (seen?: Map<string, number>): readonly string[] =>
    check(present, {
      rules,
      prior: emptyInventory,
      optionsOf,
      ...(seen === undefined ? {} : { fingerprints: seen }),
    }).map(({ fingerprint }) => fingerprint);
  const first = printsOf(fingerprints);
  const parts = [...first, ...printsOf(fingerprints), ...printsOf(fingerprints)];
  expect(first).toEqual(printsOf());
  expect(new Set(parts).size).toBe(3 * first.length);
});
