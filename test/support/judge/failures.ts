import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Inventory, Source } from '../../../src/model/inventory.ts';
import { emptyInventory } from '../../../src/model/inventory.ts';
import { completeOptions } from '../../../src/rule/options.ts';
import type { Rule } from '../../../src/rule/rule.ts';
import { casesOf, examplesOf, readAccount, readOptions, readStates } from './examples.ts';

/** A failure of an example, with what was read of it. */
export interface Failure {
  readonly rule: Rule;
  readonly source: Source;
  /** `rotation-disabled/fail.tf`. */
  readonly name: string;
  readonly finding: Finding;
  readonly inventories: readonly Inventory[];
}

/** Every failure of every rule's own examples. */
export async function exampleFailures(): Promise<readonly Failure[]> {
  const judged = rules
    .filter(({ about }) => about === undefined)
    .flatMap((rule) =>
      casesOf(rule)
        .filter(({ name }) => name.startsWith('fail'))
        .map(async (example) => {
          const { folder } = examplesOf(rule);
          const { present, prior, lastKnown = emptyInventory } = await readStates(folder, example);
          const account = readAccount(folder, example);
          const options = completeOptions(rule, readOptions(folder, example.name));
          const findings = check(present, {
            rules: [rule],
            prior,
            lastKnown,
            account,
            optionsOf: () => options,
          });
          return findings
            .filter(({ kind }) => kind === 'fail')
            .map((finding): Failure => ({
              rule,
              source: example.source,
              name: `${rule.id}/${example.name}`,
              finding,
              inventories: [present, prior, account],
            }));
        }),
    );
  return (await Promise.all(judged)).flat();
}
