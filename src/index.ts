import { rules as allRules } from '../rules/index.ts';
import { check as judgeAll } from './lint/check.ts';
import type { Finding } from './model/finding.ts';
import { emptyInventory, type Inventory } from './model/inventory.ts';
import { completeOptions } from './rule/options.ts';
import { readPlanText } from './read/documents.ts';
import type { States } from './read/read.ts';
import type { Options, Rule } from './rule/rule.ts';

export { UserError, InputError } from './errors.ts';
export { completeOptions } from './rule/options.ts';
export type * from './model/finding.ts';
export type * from './model/inventory.ts';
export type * from './model/location.ts';
export type * from './model/value.ts';
export type { ReadOptions } from './read/options.ts';
export { readInputs, type Reading } from './read/batches.ts';
export type { States } from './read/read.ts';
export { rules } from '../rules/index.ts';
export type { Options, Rule, Verdict } from './rule/rule.ts';

/**
 * Reads a plan as `terraform show -json` or `tofu show -json` prints it: its text, or the object that it parses to.
 * No file is read and nothing is reached over the network.
 * @param name what locations and messages call it
 * @returns what the plan leads to, and what was there before
 * @throws InputError where it is something else than a plan; its message is one line for people
 */
export function readPlan(plan: string | object, name = 'plan.json'): States {
  return readPlanText(typeof plan === 'string' ? plan : JSON.stringify(plan), name);
}

/** What `check` may be told besides the inventory; nothing of it is needed. */
export interface CheckOptions {
  /** The rules to judge by; all of `rules` but the opt-in ones where they are not named. */
  readonly rules?: readonly Rule[];
  /** The state before a change, for the rules about changes: `readPlan(…).prior`. */
  readonly prior?: Inventory;
  /** What a plan found changed outside of Terraform: `readPlan(…).lastKnown`. */
  readonly lastKnown?: Inventory;
  /** Options of the rules that have some, each a complete set; the defaults where it is left out. */
  readonly optionsOf?: (rule: Rule) => Options;
}

/**
 * Judges an inventory by the rules, one verdict for each subject that a rule looks at, in a stable order. `kind` tells
 * `fail` from `open` (it cannot be told, and `because` says why), `pass` and `notApplicable`.
 * Beside `present.gaps` that are not empty, no inventory is clean: something was not read.
 * @throws UserError where an option of a rule is wrong
 */
export function check(
  inventory: Inventory,
  {
    rules = allRules.filter(({ isOptIn = false }) => !isOptIn),
    prior = emptyInventory,
    lastKnown = emptyInventory,
    optionsOf,
  }: CheckOptions = {},
): readonly Finding[] {
  return judgeAll(inventory, {
    rules,
    prior,
    lastKnown,
    optionsOf: (rule) => completeOptions(rule, optionsOf?.(rule) ?? {}),
  });
}
