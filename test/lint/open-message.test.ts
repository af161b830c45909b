import { expect, it } from 'vitest';
import { check } from '../../src/lint/check.ts';
import { emptyInventory } from '../../src/model/inventory.ts';
import { no, undecided, yes } from '../../src/model/truth.ts';
import { judge } from '../../src/rule/rule.ts';
import { sampleRule, shell } from '../support/report/report-samples.ts';
import { at, sampleInventory, sampleKey, untold } from '../support/build/sample.ts';

function messageFor(...what: readonly string[]): string | undefined {
  const because = undecided(...what.map((fact) => untold(fact)));
  const remedy = () => shell('never shown');
  const rule = sampleRule('sample', {
    check: () => [
      judge(sampleKey(), { applies: yes, complies: because, at, message: '', holds: '', remedy }),
    ],
  });
  const [finding] = check(sampleInventory({ keys: [sampleKey()] }), {
    rules: [rule],
    prior: emptyInventory,
    optionsOf: () => ({}),
  });
  expect(finding?.remedy).toBeUndefined();
  return finding?.message;
}

const reason = 'the plan leaves it to be known after apply';

it('names a fact once, and counts those beyond three', () => {
  expect(messageFor('a', 'a')).toBe(`cannot tell whether it is so (a: ${reason})`);
  expect(messageFor('a', 'b', 'a', 'c', 'd', 'd')).toMatch(/\(a: .*; b: .*; c: .*; and 1 more\)$/);
});

it('keeps the remedy for failures', () => {
  expect(
    [no, yes].map(
      (complies) =>
        judge(sampleKey(), {
          applies: yes,
          complies,
          at,
          message: '',
          holds: '',
          remedy: () => shell('fix'),
        }).remedy,
    ),
  ).toEqual([shell('fix'), []]);
});
