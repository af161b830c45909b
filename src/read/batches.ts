import { accountsOf, groupByAccount, refuseNone, type Account } from './accounts.ts';
import type { Comment } from './configuration/index.ts';
import { readConfigurations } from './configurations.ts';
import type { ReadOptions } from './options.ts';
import { collect } from './read.ts';
import { presentOnly, together, type States } from './states.ts';

/** The states of inputs, and the comments of the configuration files that were read, by their paths. */
export interface Reading extends States {
  /** Directories and plans that were passed over, as `isIgnored` asks. */
  readonly ignored: readonly string[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

/** What is judged together: no rule looks further. */
export interface Batch extends Reading {
  /** The account whose snapshots it holds; null for plans and configurations, and where snapshots do not tell. */
  readonly account: string | null;
  readonly isLast: boolean;
}

/**
 * Reads every input: plan, snapshot and configuration files, directories that hold some, `-` for standard input.
 * A plan and the configuration beside it are both judged: one is what will happen, the other what is written.
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
 * with the accounts in which their keys are known to be, then each other account by itself.
 * @throws UserError as `readInputs` does; a snapshot that was named may turn out to be broken after others were given
 */
export async function* readBatches(
  inputs: readonly string[],
  options: ReadOptions,
): AsyncGenerator<Batch> {
  const collected = await collect(inputs, options);
  const { states, snapshots, configurations } = collected;
  const ignored = [...new Set(collected.ignored)];
  let comments: Reading['comments'] = new Map();
  if (configurations.inputs.length > 0) {
    const declared = await readConfigurations(configurations, options);
    comments = declared.comments;
    states.push(presentOnly(declared.present));
  }
  const { previous = [] } = options;
  const earlier = await collect(previous, options);
  refuseNone(previous, earlier.snapshots);
  states.push(presentOnly({ gaps: earlier.states.flatMap(({ present }) => present.gaps) }));
  const written = accountsOf(together(states));
  const accounts = groupByAccount(snapshots, earlier.snapshots);
  const isWritten = ({ account }: Account): boolean => account !== null && written.has(account);
  for (const account of accounts.filter(isWritten)) states.push(await account.read());
  const others = accounts.filter((one) => !isWritten(one));
  const isLast = others.length === 0;
  yield { ...together(states.splice(0)), account: null, ignored, comments, isLast };
  for (const [index, { account, read }] of others.entries()) {
    const isFinal = index === others.length - 1;
    yield { ...(await read()), account, ignored: [], comments: new Map(), isLast: isFinal };
  }
}
