import { UserError } from '../errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { isInShard } from '../model/place/shard.ts';
import { unite } from '../model/unite.ts';
import {
  absentFrom,
  accountsOf,
  groupByAccount,
  readEarlierStates,
  readStates,
  refuseNone,
  type Account,
  type SnapshotInput,
} from './accounts.ts';
import type { Comment } from './configuration/index.ts';
import { readConfigurations, type Configurations } from './configurations.ts';
import type { ReadOptions } from './options.ts';
import { pairUp } from './pairs.ts';
import { collect, shownPath, type Collected } from './read.ts';
import {
  presentOnly,
  together,
  type InEnvironment,
  type PlanStates,
  type States,
} from './states.ts';
import { groupStates, readTogether, type Stored } from './stored.ts';

/** The states of inputs, and the comments of the configuration files that were read, by their paths. */
export interface Reading extends States {
  /** Directories and plans that were passed over, as `isIgnored` asks. */
  readonly ignored: readonly string[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
  /** Root modules to which environments apply, once for each; none of them is in `present`. */
  readonly environments: readonly InEnvironment[];
  /** Files with values of variables that nobody loads. */
  readonly idle: readonly string[];
  /** Environments that apply to no root module. */
  readonly unmet: readonly string[];
}

/** What is judged together: no rule but those that compare code with accounts looks further. */
export interface Batch extends Reading {
  /** The account whose snapshots it holds; null for plans, configurations and states, and where snapshots do not tell. */
  readonly account: string | null;
  /** The states that it holds and nothing else, as printed; none where it holds anything else. */
  readonly paths: readonly string[];
  readonly isLast: boolean;
}

/** Everything that is to be judged; of accounts and of states apart no more was read than which they are. */
export interface Inputs {
  /** All plans and configurations, with the states beside them; every state where accounts are compared with it. */
  readonly written: Batch;
  /** Accounts in which keys of these are known to be. */
  readonly named: readonly Account[];
  /** The other states, a few at a time. */
  readonly apart: () => Iterable<Batch>;
  readonly others: readonly Account[];
  /** The newest earlier snapshot of each account and Region of which there is none to judge. */
  readonly absent: readonly SnapshotInput[];
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
  const { written, named, apart, others } = await openInputs(inputs, options);
  const states: States[] = [written, ...apart()];
  for (const account of [...named, ...others]) states.push(await readStates(account));
  const { ignored, comments, environments, idle, unmet } = written;
  return { ...together(states), ignored, comments, environments, idle, unmet };
}

/**
 * Reads plans and configurations, and looks which states and accounts there are: these are read one after the other, so
 * that few stand in memory.
 * @param most how many states, with what they hold, are a few
 * @throws UserError as `readInputs` does; what was named may turn out to be broken when it is read
 */
export async function openInputs(
  inputs: readonly string[],
  options: ReadOptions,
  most: number = mostTogether,
): Promise<Inputs> {
  const collected = await collect(inputs, options);
  const { plans, snapshots, configurations } = collected;
  if (options.source !== undefined && plans.length === 0) {
    throw new UserError(
      `--source ${options.source}: no plan is among the inputs; name one, or judge that directory`,
    );
  }
  const { previous = [], shard = null } = options;
  if (shard !== null) refuseCode(collected, options.directory);
  const earlier = await collect(previous, options);
  refuseNone(previous, [...earlier.snapshots, ...earlier.states]);
  const unread = earlier.plans.flatMap(({ present }) => present.gaps);
  // Of what is no account's, one shard tells.
  const isFirst = shard === null || shard.index === 0;
  const gaps = isFirst ? [...collected.gaps, ...earlier.gaps, ...unread] : [];
  const ignored = [...new Set(collected.ignored)];
  const stored = groupStates(collected.states, earlier.states);
  const accounts = groupByAccount(snapshots, earlier.snapshots).filter(({ account }) =>
    isInShard(account, shard),
  );
  const { states: declared, ...rest } = await pairWithPlans(plans, configurations, options);
  const hasCode = plans.length + configurations.inputs.length > 0;
  // States are compared with accounts too: they hold little, and what is compared stands in memory.
  const isBeside = ({ rootModule }: Stored): boolean =>
    accounts.length > 0 || (hasCode && rootModule !== null);
  const beside = stored.filter(isBeside).map(({ read }) => read());
  const written = together([presentOnly({ gaps }), ...declared, ...beside]);
  const names = accountsOf(together([written, ...rest.environments.map(presentOnlyOf)]));
  const isNamed = ({ account }: Account): boolean => account !== null && names.has(account);
  const apart = stored.filter((one) => !isBeside(one));
  const others = accounts.filter((account) => !isNamed(account));
  const isLast = apart.length + others.length === 0;
  return {
    written: { ...written, account: null, paths: [], ignored, ...rest, isLast },
    named: accounts.filter(isNamed),
    apart: () => readApart(apart, most, others.length === 0),
    others,
    absent: absentFrom(snapshots, earlier.snapshots).filter(({ account }) =>
      isInShard(account, shard),
    ),
  };
}

const nothingElse = { ignored: [], comments: new Map(), environments: [], idle: [], unmet: [] };

function* readApart(stored: readonly Stored[], most: number, areLast: boolean): Generator<Batch> {
  for (const few of readTogether(stored, most)) {
    yield { ...few, ...nothingElse, account: null, isLast: few.isLast && areLast };
  }
}

/** The batch of one account. @throws UserError where a snapshot of it that was named is broken */
export async function readAccount(account: Account, isLast: boolean): Promise<Batch> {
  const states = await readStates(account);
  return { ...states, ...nothingElse, account: account.account, paths: [], isLast };
}

/** The batch of an account as `--previous` holds it; null where it holds none of it. */
export async function readEarlier(account: Account): Promise<Batch | null> {
  const states = await readEarlierStates(account);
  if (states === null) return null;
  return { ...states, ...nothingElse, account: account.account, paths: [], isLast: false };
}

/** All batches, one after the other, in the order in which they are told. */
export async function* readBatches(
  inputs: readonly string[],
  options: ReadOptions,
  most: number = mostTogether,
): AsyncGenerator<Batch> {
  const { written, named, apart, others } = await openInputs(inputs, options, most);
  for (const account of named) yield await readAccount(account, false);
  yield written;
  yield* apart();
  for (const [i, account] of others.entries()) {
    yield await readAccount(account, i === others.length - 1);
  }
}

/** @throws UserError where there is anything but accounts, which every shard would tell again */
function refuseCode({ plans, states, configurations }: Collected, directory: string): void {
  const [plan] = plans.flatMap(({ present }) => present.scopes.map(({ id }) => id));
  const [written] = configurations.inputs.map((path) => shownPath(path, directory));
  const found = plan ?? states[0]?.path ?? written;
  if (found === undefined) return;
  throw new UserError(
    `--shard splits accounts, and ${found} is no snapshot; judge plans, states and configurations in a run without it`,
  );
}

function presentOnlyOf({ present }: InEnvironment): States {
  return presentOnly(present);
}

interface Declared extends Pick<Reading, 'comments' | 'environments' | 'idle' | 'unmet'> {
  readonly states: readonly States[];
}

/** What a plan tells of the configuration that it was made from is judged once, by the plan. */
async function pairWithPlans(
  plans: readonly PlanStates[],
  configurations: Configurations,
  options: ReadOptions,
): Promise<Declared> {
  if (configurations.inputs.length === 0) {
    return { states: plans, comments: new Map(), environments: [], idle: [], unmet: [] };
  }
  const { modules, comments, idle, unmet } = await readConfigurations(configurations, options);
  const paired = pairUp(plans, modules);
  const inventoriesOf = (name: string | null): readonly Inventory[] =>
    paired.modules.flatMap(({ environment, inventory }) =>
      environment === name ? [inventory] : [],
    );
  const names = new Set(paired.modules.flatMap(({ environment }) => environment ?? []));
  const environments = [...names].map((name) => ({ name, present: unite(inventoriesOf(name)) }));
  const written = presentOnly(unite(inventoriesOf(null)));
  return { states: [...paired.plans, written], comments, environments, idle, unmet };
}
