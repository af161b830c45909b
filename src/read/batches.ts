import { UserError } from '../errors.ts';
import { unite } from '../model/unite.ts';
import { accountsOf, groupByAccount, refuseNone, type Account } from './accounts.ts';
import type { Comment } from './configuration/index.ts';
import { readConfigurations, type Configurations } from './configurations.ts';
import type { ReadOptions } from './options.ts';
import { pairUp } from './pairs.ts';
import { collect } from './read.ts';
import { presentOnly, together, type PlanStates, type States } from './states.ts';
import { groupStates, readTogether, type Stored } from './stored.ts';

/** The states of inputs, and the comments of the configuration files that were read, by their paths. */
export interface Reading extends States {
  /** Directories and plans that were passed over, as `isIgnored` asks. */
  readonly ignored: readonly string[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

/** What is judged together: no rule looks further. */
export interface Batch extends Reading {
  /** The account whose snapshots it holds; null for plans, configurations and states, and where snapshots do not tell. */
  readonly account: string | null;
  /** The states that it holds and nothing else, as printed; none where it holds anything else. */
  readonly paths: readonly string[];
  readonly isLast: boolean;
}

/** States with what they hold that are judged together: judging has a price for each batch, and most states hold no key. */
const mostTogether = 500;

/**
 * Reads every input: plan, state, snapshot and configuration files, directories that hold some, `-` for standard input.
 * What a plan tells of the configuration that it was made from is judged once, by the plan.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function readInputs(
  inputs: readonly string[],
  options: ReadOptions,
): Promise<Reading> {
  const batches: Batch[] = [];
  for await (const batch of readBatches(inputs, options)) batches.push(batch);
  const [first] = batches;
  const { ignored = [], comments = new Map() } = first ?? {};
  return { ...together(batches), ignored, comments };
}

/**
 * The same, one batch after the other, so that no more than one stands in memory: first all plans and configurations
 * with the states beside them and the accounts in which their keys are known to be, then the other states, a few at a
 * time, and each other account by itself.
 * @param most how many states, with what they hold, are a few
 * @throws UserError as `readInputs` does; what was named may turn out to be broken after others were given
 */
export async function* readBatches(
  inputs: readonly string[],
  options: ReadOptions,
  most: number = mostTogether,
): AsyncGenerator<Batch> {
  const collected = await collect(inputs, options);
  const { plans, snapshots, configurations } = collected;
  if (options.source !== undefined && plans.length === 0) {
    throw new UserError(
      `--source ${options.source}: no plan is among the inputs; name one, or judge that directory`,
    );
  }
  const { previous = [] } = options;
  const earlier = await collect(previous, options);
  refuseNone(previous, [...earlier.snapshots, ...earlier.states]);
  const unread = earlier.plans.flatMap(({ present }) => present.gaps);
  const gaps = [...collected.gaps, ...earlier.gaps, ...unread];
  const ignored = [...new Set(collected.ignored)];
  const stored = groupStates(collected.states, earlier.states);
  const accounts = groupByAccount(snapshots, earlier.snapshots);
  const { states: declared, comments } = await pairWithPlans(plans, configurations, options);
  const hasCode = plans.length + configurations.inputs.length > 0;
  const isBeside = ({ rootModule }: Stored): boolean => hasCode && rootModule !== null;
  const states: States[] = [
    presentOnly({ gaps }),
    ...declared,
    ...stored.filter(isBeside).map(({ read }) => read()),
  ];
  const written = accountsOf(together(states));
  const isWritten = ({ account }: Account): boolean => account !== null && written.has(account);
  for (const account of accounts.filter(isWritten)) states.push(await account.read());
  const apart = stored.filter((one) => !isBeside(one));
  const others = accounts.filter((one) => !isWritten(one));
  const first = { account: null, paths: [], ignored, comments };
  yield { ...together(states.splice(0)), ...first, isLast: apart.length + others.length === 0 };
  const rest = { ignored: [], comments: new Map() };
  for (const { isLast: isEnd, ...few } of readTogether(apart, most)) {
    yield { ...few, ...rest, account: null, isLast: isEnd && others.length === 0 };
  }
  for (const [index, { account, read }] of others.entries()) {
    yield { ...(await read()), ...rest, account, paths: [], isLast: index === others.length - 1 };
  }
}

/** What a plan tells of the configuration that it was made from is judged once, by the plan. */
async function pairWithPlans(
  plans: readonly PlanStates[],
  configurations: Configurations,
  options: ReadOptions,
): Promise<{ readonly states: readonly States[]; readonly comments: Reading['comments'] }> {
  if (configurations.inputs.length === 0) return { states: plans, comments: new Map() };
  const { modules, comments } = await readConfigurations(configurations, options);
  const paired = pairUp(plans, modules);
  const written = presentOnly(unite(paired.modules));
  return { states: [...paired.plans, written], comments };
}
