import { UserError } from '../errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { unite } from '../model/unite.ts';
import { accountsOf, groupByAccount, refuseNone, type Account } from './accounts.ts';
import type { Comment } from './configuration/index.ts';
import { readConfigurations, type Configurations } from './configurations.ts';
import type { ReadOptions } from './options.ts';
import { pairUp } from './pairs.ts';
import { collect } from './read.ts';
import {
  presentOnly,
  together,
  type InEnvironment,
  type PlanStates,
  type States,
} from './states.ts';

/** The states of inputs, and the comments of the configuration files that were read, by their paths. */
export interface Reading extends States {
  /** Directories and plans that were passed over, as `isIgnored` asks. */
  readonly ignored: readonly string[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
  /** Root modules to which environments apply, once for each; none of them is in `present`. */
  readonly environments: readonly InEnvironment[];
  /** Files with values of variables that nobody loads. */
  readonly idle: readonly string[];
}

/** What is judged together: no rule but those that compare code with accounts looks further. */
export interface Batch extends Reading {
  /** The account whose snapshots it holds; null for plans and configurations, and where snapshots do not tell. */
  readonly account: string | null;
}

/** Everything that is to be judged; of accounts no more was read than which they are. */
export interface Inputs {
  /** All plans and configurations. */
  readonly written: Batch;
  /** Accounts in which keys of these are known to be. */
  readonly named: readonly Account[];
  readonly others: readonly Account[];
}

/**
 * Reads every input: plan, snapshot and configuration files, directories that hold some, `-` for standard input.
 * What a plan tells of the configuration that it was made from is judged once, by the plan.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function readInputs(
  inputs: readonly string[],
  options: ReadOptions,
): Promise<Reading> {
  const { written, named, others } = await openInputs(inputs, options);
  const states: States[] = [written];
  for (const account of [...named, ...others]) states.push(await account.read());
  const { ignored, comments, environments, idle } = written;
  return { ...together(states), ignored, comments, environments, idle };
}

/**
 * Reads plans and configurations, and looks which accounts there are: these are read one after the other, so that no
 * more than one stands in memory.
 * @throws UserError as `readInputs` does; a snapshot that was named may turn out to be broken when it is read
 */
export async function openInputs(inputs: readonly string[], options: ReadOptions): Promise<Inputs> {
  const collected = await collect(inputs, options);
  const { plans, snapshots, configurations } = collected;
  if (options.source !== undefined && plans.length === 0) {
    throw new UserError(
      `--source ${options.source}: no plan is among the inputs; name one, or judge that directory`,
    );
  }
  const { previous = [] } = options;
  const earlier = await collect(previous, options);
  refuseNone(previous, earlier.snapshots);
  const unread = earlier.plans.flatMap(({ present }) => present.gaps);
  const gaps = [...collected.gaps, ...earlier.gaps, ...unread];
  const ignored = [...new Set(collected.ignored)];
  const { states: declared, ...rest } = await pairWithPlans(plans, configurations, options);
  const written = together([presentOnly({ gaps }), ...declared]);
  const accounts = groupByAccount(snapshots, earlier.snapshots);
  const names = accountsOf(together([written, ...rest.environments.map(presentOnlyOf)]));
  const isNamed = ({ account }: Account): boolean => account !== null && names.has(account);
  return {
    written: { ...written, account: null, ignored, ...rest },
    named: accounts.filter(isNamed),
    others: accounts.filter((account) => !isNamed(account)),
  };
}

/** The batch of one account. @throws UserError where a snapshot of it that was named is broken */
export async function readAccount({ account, read }: Account): Promise<Batch> {
  const nothing = { ignored: [], comments: new Map(), environments: [], idle: [] };
  return { ...(await read()), account, ...nothing };
}

function presentOnlyOf({ present }: InEnvironment): States {
  return presentOnly(present);
}

interface Declared extends Pick<Reading, 'comments' | 'environments' | 'idle'> {
  readonly states: readonly States[];
}

/** What a plan tells of the configuration that it was made from is judged once, by the plan. */
async function pairWithPlans(
  plans: readonly PlanStates[],
  configurations: Configurations,
  options: ReadOptions,
): Promise<Declared> {
  if (configurations.inputs.length === 0) {
    return { states: plans, comments: new Map(), environments: [], idle: [] };
  }
  const { modules, comments, idle } = await readConfigurations(configurations, options);
  const paired = pairUp(plans, modules);
  const inventoriesOf = (name: string | null): readonly Inventory[] =>
    paired.modules.flatMap(({ environment, inventory }) =>
      environment === name ? [inventory] : [],
    );
  const names = new Set(paired.modules.flatMap(({ environment }) => environment ?? []));
  const environments = [...names].map((name) => ({ name, present: unite(inventoriesOf(name)) }));
  const written = presentOnly(unite(inventoriesOf(null)));
  return { states: [...paired.plans, written], comments, environments, idle };
}
