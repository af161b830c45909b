import { resolve } from 'node:path';
import type { BaselineUpdate } from './baseline/index.ts';
import { showPath } from './config/find.ts';
import { addControls, type ControlCounts } from './controls.ts';
import { emptyInventory, type Gap, type Inventory } from '../model/inventory.ts';
import { repositoryOf } from '../read/input/root-module.ts';
import type { ReportEnd, ReportPart, Scan } from './report.ts';
import type { Account } from '../read/accounts.ts';
import { openInputs, type Batch } from '../read/batches.ts';
import type { ReadOptions } from '../read/options.ts';
import type { Config } from './config/config.ts';
import { UserError } from '../errors.ts';
import { openJudges } from './accounts/judge-accounts.ts';
import type { Sharing } from './accounts/crossing.ts';
import { openBeside } from './beside.ts';
import { compareText } from '../text/compare.ts';
import { checkBatch, compareAccounts } from './checked.ts';
import type { RunOptions } from './options.ts';
import { addSummaries, emptySummary } from './parts/summary.ts';
import { absentScans } from './trend/scans.ts';
import { firstHints } from './trend/first.ts';
import { staleHints } from './trend/stale.ts';
import { ignoring, openStages, toPart } from './part.ts';
import { toPiece, type Made, type Surroundings } from './parts/piece.ts';

export type { RunOptions } from './options.ts';

/** The end of a report, and the baseline that is to be written. */
export interface RunEnd extends ReportEnd {
  readonly baselineUpdate: BaselineUpdate | null;
}

/**
 * Reads the inputs, judges what belongs together, tells the result, and lets it go before it reads on: memory follows
 * the largest account, and not the organisation.
 * @param sharing how accounts are shared among threads; this one judges them all unless told otherwise
 */
export async function* judge(
  given: RunOptions,
  sharing: Sharing | null = null,
): AsyncGenerator<ReportPart, RunEnd> {
  const { config = null, today = new Date().toISOString().slice(0, 10) } = given;
  const options = { ...given, today, hasPrevious: (given.previous ?? []).length > 0 };
  const stages = await openStages(options);
  const gaps: Gap[] = [];
  const passedOver: string[] = [];
  const dates: string[] = [];
  const scans: Scan[] = [];
  let controls: readonly ControlCounts[] = [];
  let summary = emptySummary;
  const monitors = options.rules.some(({ needs = [] }) => needs.includes('monitor'));
  const { written, named, apart, others, absent } = await openInputs(options.inputs, {
    ...options,
    monitors,
    ...ignoring(config),
    ...environmentsOf(config),
  });
  if (options.unmanaged === true) refuseOneSided(written.present, [...named, ...others]);
  const note = async (made: Made, isLast: boolean): Promise<ReportPart> => {
    const { part, ignored } = await toPart(made, stages, options, isLast);
    passedOver.push(...ignored);
    gaps.push(...part.gaps);
    scans.push(...(part.scans ?? []));
    summary = addSummaries(summary, part.summary);
    controls = addControls([controls, part.controls ?? []]);
    if (typeof part.asOf === 'string') dates.push(part.asOf);
    return part;
  };
  const code = checkBatch(written, options.gaps ?? [], options, stages.fingerprints);
  const beside = openBeside(written, code.findings);
  const judgeInOrder = await openJudges([...named, ...others], beside.told, options, sharing);
  for await (const judged of judgeInOrder(named)) {
    beside.add(judged.met);
    yield await note(judged, false);
  }
  const seen = beside.account();
  const placed = { ...code, findings: beside.place(code.findings) };
  const compared = compareAccounts(placed, seen, options);
  const own = await toPiece(compared, { ...nothingBeside, account: seen }, options);
  passedOver.push(...written.ignored);
  yield { ...(await note(own, written.isLast)), isCode: true };
  for (const few of apart()) {
    const checked = checkBatch(few, [], options, stages.fingerprints);
    const alone = compareAccounts(checked, emptyInventory, options);
    yield await note(await toPiece(alone, nothingBeside, options), few.isLast);
  }
  let left = others.length;
  for await (const judged of judgeInOrder(others)) yield await note(judged, --left === 0);
  return {
    gaps,
    ...hintsOf(written, hintsOfAccounts([...named, ...others])),
    ...(passedOver.length === 0 ? {} : { ignored: passedOver }),
    asOf: dates.toSorted(compareText).at(-1) ?? null,
    controls,
    scans: [...scans, ...absentScans(absent)],
    summary: { ...summary, ignored: passedOver.length },
    baselineUpdate: stages.comparing?.end(wholeOf(options)) ?? null,
  };
}

function environmentsOf(config: Config | null): Pick<ReadOptions, 'environments'> {
  if (config === null || config.environments.length === 0) return {};
  return { environments: { base: config.base, all: config.environments } };
}

function hintsOfAccounts(accounts: readonly Account[]): readonly string[] {
  return [...staleHints(accounts), ...firstHints(accounts)];
}

/** So many names are told. */
const mostNamed = 5;

/** What nobody asked for, and may be meant; and what was asked for in vain. */
function hintsOf({ idle, unmet }: Batch, more: readonly string[]): Pick<ReportEnd, 'hints'> {
  const hints: string[] = [...more];
  if (idle.length > 0) {
    const what = idle.length === 1 ? 'gives values' : 'give values';
    hints.push(
      `${listed(idle)} ${what} that nobody loads: name them with --var-file, or in "environments" of the configuration`,
    );
  }
  if (unmet.length > 0) {
    hints.push(
      `nothing was judged under ${listed(unmet)} of "environments": no root module with keys has all of the files; correct varFiles, or name the module`,
    );
  }
  return hints.length === 0 ? {} : { hints };
}

function listed(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return [...names.slice(0, mostNamed), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

const nothingBeside: Surroundings = {
  isElsewhere: () => false,
  account: emptyInventory,
  unmanaged: null,
  trend: null,
};

/** @throws UserError where there is nothing to compare */
function refuseOneSided({ scopes }: Inventory, accounts: readonly Account[]): void {
  const isKnown = scopes.some(({ source }) => source !== 'hcl' && source !== 'live');
  if (isKnown && accounts.length > 0) return;
  const missing =
    accounts.length > 0 ? 'a plan or a state' : isKnown ? 'a snapshot' : 'a plan and a snapshot';
  throw new UserError(
    `--unmanaged compares plans and states with snapshots of the accounts that they are about; name ${missing} besides`,
  );
}

/** Where the baseline may drop what was not found again. */
function wholeOf({ config = null, directory, inputs }: RunOptions) {
  const repository = repositoryOf(directory) ?? directory;
  const { isIgnored = () => false } = ignoring(config);
  return {
    directories: inputs
      .filter((input) => input !== '-')
      .map((input) => showPath(resolve(directory, input), repository)),
    isPassedOver: (place: string) => isIgnored(resolve(repository, place)),
  };
}
