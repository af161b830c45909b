import { resolve } from 'node:path';
import type { BaselineUpdate } from './baseline/index.ts';
import { showPath } from './config/find.ts';
import { addControls, type ControlCounts } from './controls.ts';
import { emptyInventory, type Gap, type Inventory } from '../model/inventory.ts';
import { repositoryOf } from '../read/input/root-module.ts';
import type { ReportEnd, ReportPart } from './report.ts';
import { addSummaries, emptySummary } from './summary.ts';
import type { Account } from '../read/accounts.ts';
import { openInputs, readAccount, type Batch } from '../read/batches.ts';
import type { ReadOptions } from '../read/options.ts';
import type { Config } from './config/config.ts';
import { UserError } from '../errors.ts';
import { isCustomerManaged } from '../model/keys/eligibility.ts';
import { openBeside, type Beside } from './beside.ts';
import { compareText } from '../text/compare.ts';
import { checkBatch, compareAccounts } from './checked.ts';
import type { RunOptions } from './options.ts';
import { absentScans, scansOf, type Scan } from './trend/scans.ts';
import { noTrend, seeEarlier, trendOf } from './trend/trend.ts';
import { ignoring, openStages, toPart, type Surroundings } from './part.ts';

export type { RunOptions } from './options.ts';

/** The end of a report, and the baseline that is to be written. */
export interface RunEnd extends ReportEnd {
  readonly baselineUpdate: BaselineUpdate | null;
}

/**
 * Reads the inputs, judges what belongs together, tells the result, and lets it go before it reads on: memory follows
 * the largest account, and not the organisation.
 */
export async function* judge(options: RunOptions): AsyncGenerator<ReportPart, RunEnd> {
  const { config = null } = options;
  const stages = await openStages(options);
  const gaps: Gap[] = [];
  const passedOver: string[] = [];
  const dates: string[] = [];
  let controls: readonly ControlCounts[] = [];
  let summary = emptySummary;
  const hasPrevious = (options.previous ?? []).length > 0;
  const scans: Scan[] = [];
  const monitors = options.rules.some(({ needs = [] }) => needs.includes('monitor'));
  const { written, named, apart, others, absent } = await openInputs(options.inputs, {
    ...options,
    monitors,
    ...ignoring(config),
    ...environmentsOf(config),
  });
  if (options.unmanaged === true) refuseOneSided(written.present, [...named, ...others]);
  const note = (part: ReportPart, ignored: readonly string[]): ReportPart => {
    passedOver.push(...ignored);
    gaps.push(...part.gaps);
    summary = addSummaries(summary, part.summary);
    controls = addControls([controls, part.controls ?? []]);
    if (typeof part.asOf === 'string') dates.push(part.asOf);
    return part;
  };
  const code = checkBatch(written, options.gaps ?? [], options, stages.fingerprints);
  const beside = openBeside(written, code.findings);
  const judgeAccount = async (account: Account, isLast: boolean): Promise<ReportPart> => {
    const earlier = hasPrevious ? await seeEarlier(account, options) : null;
    const checked = checkBatch(await readAccount(account, isLast), [], options);
    scans.push(...scansOf(checked.present.scopes, earlier?.scopes ?? []));
    const trend = earlier === null ? noTrend : trendOf(earlier, checked);
    const findings = beside.meet(checked.findings, checked.present);
    const alone = {
      isElsewhere: beside.isJudged,
      account: emptyInventory,
      unmanaged: options.unmanaged === true ? unmanagedIn(checked.present, beside) : null,
      trend: hasPrevious ? trend : null,
    };
    const { part, ignored } = await toPart({ ...checked, findings }, alone, stages, options);
    return note(part, ignored);
  };
  for (const account of named) yield await judgeAccount(account, false);
  const seen = beside.account();
  const compared = compareAccounts(
    { ...code, findings: beside.place(code.findings) },
    seen,
    options,
  );
  const around = { ...nothingBeside, account: seen };
  const { part: own, ignored: ownIgnored } = await toPart(compared, around, stages, options);
  yield note({ ...own, isCode: true }, [...written.ignored, ...ownIgnored]);
  for (const few of apart()) {
    const checked = checkBatch(few, [], options, stages.fingerprints);
    const alone = compareAccounts(checked, emptyInventory, options);
    const { part, ignored } = await toPart(alone, nothingBeside, stages, options);
    yield note(part, ignored);
  }
  for (const [i, account] of others.entries()) {
    yield await judgeAccount(account, i === others.length - 1);
  }
  return {
    gaps,
    ...hintsOf(written),
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

/** So many names are told. */
const mostNamed = 5;

/** What nobody asked for, and may be meant; and what was asked for in vain. */
function hintsOf({ idle, unmet }: Batch): Pick<ReportEnd, 'hints'> {
  const hints: string[] = [];
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

/** ARNs of customer keys that no plan or state knows. A key of which is not known whose it is may be AWS's own. */
function unmanagedIn({ keys }: Inventory, { isNamed }: Beside): readonly string[] {
  return keys
    .filter((key) => isCustomerManaged(key).is === true && !isNamed(key))
    .map(({ subject }) => subject)
    .toSorted(compareText);
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
