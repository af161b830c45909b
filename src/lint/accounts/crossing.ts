import { rules as everyRule } from '../../../rules/index.ts';
import { UserError } from '../../errors.ts';
import {
  snapshotIn,
  type Account,
  type SnapshotFile,
  type SnapshotHead,
  type SnapshotInput,
} from '../../read/accounts.ts';
import type { Options } from '../../rule/rule.ts';
import type { Met, Told } from '../beside.ts';
import type { Config } from '../config/config.ts';
import { applySettings } from '../config/settings.ts';
import type { Dated, Piece } from '../parts/piece.ts';
import type { KeySummary } from '../report.ts';
import { judgeAccount, type JudgedAccount } from './judge-account.ts';

// What goes from one thread to another is plain data: the same functions judge on either side.

/** What of a run no account is judged by, or cannot leave its thread. */
type Left =
  | 'rules'
  | 'optionsOf'
  | 'config'
  | 'inputs'
  | 'stdin'
  | 'baseline'
  | 'suggest'
  | 'isIgnored'
  | 'gaps'
  | 'previous'
  | 'drafts'
  | 'assignments'
  | 'environment'
  | 'environments';

/** What all accounts of a run are judged by. */
export interface Setting {
  readonly options: Omit<Dated, Left>;
  readonly config: Config | null;
  /** Options by the ids of the rules that judge. */
  readonly rules: ReadonlyMap<string, Options>;
  readonly told: Told;
}

/** An account to judge, by the heads of its snapshots. */
export interface Task {
  readonly account: string | null;
  readonly snapshots: readonly Head[];
  readonly earlier: readonly Head[];
}

type Head = SnapshotHead & { readonly file: SnapshotFile };

/** An account that was judged, or what the user is to be told instead. */
export type Done =
  | { readonly piece: Piece; readonly keys: readonly KeySummary[]; readonly met: Met }
  | { readonly userError: string };

/** The rules must be kmslint's own, as the configuration sets them. */
export function settingOf(run: Dated, told: Told): Setting {
  const {
    rules,
    optionsOf,
    config = null,
    inputs: _1,
    stdin: _2,
    baseline: _3,
    suggest: _4,
    isIgnored: _5,
    gaps: _6,
    previous: _7,
    drafts: _8,
    assignments: _9,
    environment: _10,
    environments: _11,
    ...options
  } = run;
  return {
    options,
    config: config === null ? null : { ...config, environments: [] },
    rules: new Map(rules.map((rule) => [rule.id, optionsOf(rule)])),
    told,
  };
}

/** Null for an account that no other thread can read. */
export function taskOf({ account, snapshots, earlier }: Account): Task | null {
  const heads = [snapshots, earlier].map((some) =>
    some.flatMap(({ file, isNamed, path, scope, account: own, startedAt }) =>
      file === null ? [] : [{ file, isNamed, path, scope, account: own, startedAt }],
    ),
  );
  const [now = [], before = []] = heads;
  const isWhole = now.length === snapshots.length && before.length === earlier.length;
  return isWhole ? { account, snapshots: now, earlier: before } : null;
}

/** Does a task, in the thread that was given it. */
export async function doTask(
  { account, snapshots, earlier }: Task,
  { options, config, rules, told }: Setting,
): Promise<Done> {
  const chosen = everyRule.filter(({ id }) => rules.has(id));
  const run: Dated = {
    ...options,
    inputs: [],
    stdin: (async function* () {})(),
    config,
    rules: applySettings(chosen, config?.rules ?? {}, true),
    optionsOf: ({ id }) => rules.get(id) ?? {},
  };
  const read = { account, snapshots: snapshots.map(inputOf), earlier: earlier.map(inputOf) };
  try {
    const { piece, keys, met } = await judgeAccount(read, told, run);
    return { piece, keys: options.needsKeys === false ? [] : keys(), met };
  } catch (error) {
    if (error instanceof UserError) return { userError: error.message };
    throw error;
  }
}

function inputOf({ file, ...head }: Head): SnapshotInput {
  return snapshotIn(file, head);
}

/** @throws UserError that the thread met */
export function takeDone(done: Done): JudgedAccount {
  if ('userError' in done) throw new UserError(done.userError);
  const { piece, keys, met } = done;
  return { piece, keys: () => keys, met };
}

/** Threads that judge accounts; whoever opens them closes them. */
export interface Threads {
  readonly judge: (task: Task) => Promise<Done>;
}

/** How the accounts of a run are shared among threads. */
export interface Sharing {
  /** How many are to judge such accounts; where it is one, the calling one judges, and none is started. */
  readonly count: (tasks: readonly Task[]) => number;
  readonly open: (count: number, setting: Setting) => Promise<Threads>;
}
