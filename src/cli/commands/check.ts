import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { BaselineUpdate } from '../../lint/baseline/index.ts';
import type { Gap } from '../../model/inventory.ts';
import { judge, type RunEnd, type RunOptions } from '../../lint/run.ts';
import { exitCodeOf, isFailing, type Thresholds } from '../../lint/thresholds.ts';
import { version } from '../../version.ts';
import { writeWhole } from '../streams/write.ts';
import { escapeText } from '../../text/escape.ts';
import { showPath } from '../../lint/config/find.ts';
import { tellsKeys } from '../../report/index.ts';
import { wantsColor, type Io } from '../streams/io.ts';
import { openReports, readTargets, type Reports, type ReportTarget } from '../streams/outputs.ts';
import { refuseOverwriting } from '../streams/overwrite.ts';
import { changesOf } from '../options/changes.ts';
import { readFailOnOpen } from '../options/fail-on-open.ts';
import { readGrouping } from '../options/grouping.ts';
import { shorteningOf } from '../options/shortening.ts';
import { readPolicy, type Policy, type PolicyArguments } from '../options/policy.ts';
import { describeSettings } from '../options/settings.ts';
import { shareAmong, type ThreadsOfRun } from '../options/sharing.ts';
import { readAssignments } from '../options/variables.ts';
import { readNamedShard } from '../targets/shard.ts';

/** What the command line says of `kmslint [inputs..]`. */
export interface CheckArguments extends PolicyArguments {
  readonly inputs: readonly string[];
  readonly format: readonly string[];
  readonly output?: string | undefined;
  readonly configSuppressions: boolean;
  readonly inlineSuppressions: boolean;
  readonly workspace?: string | undefined;
  readonly previous: readonly string[];
  readonly source?: string | undefined;
  readonly varFile?: readonly string[];
  readonly unmanaged?: boolean;
  readonly groupBy?: string | undefined;
  readonly all: boolean;
  readonly max?: string | undefined;
  readonly summary?: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly unsafeFixes?: boolean;
  readonly force?: boolean;
  readonly runId?: string | undefined;
  readonly threads?: number | undefined;
  readonly shard?: string | undefined;
  /** What the paths of the inputs are shown relative to; the working directory unless given. */
  readonly shownFrom?: string;
  /** What a scan could not read, beside its snapshots. */
  readonly gaps?: readonly Gap[];
}

/** Judges the inputs, writes the reports, and tells the exit code. */
export async function checkCommand(
  args: CheckArguments,
  argv: readonly string[],
  io: Io,
  threads: ThreadsOfRun = shareAmong(args.threads),
): Promise<number> {
  const started = performance.now();
  const targets = readTargets(args.format, args.output);
  const given = readFailOnOpen(argv) ?? args.failOnOpen;
  const whole = await readPolicy({ ...args, failOnOpen: given }, io.directory);
  const { thresholds, ...policy } = whole;
  refuseOverwriting(targets, namedFiles(args, policy), io.directory);
  const { all, quiet, verbose } = args;
  const shortening = shorteningOf(
    args,
    targets.map(({ format }) => format),
  );
  const groupBy = readGrouping(args.groupBy, targets);
  const run = {
    ...runOptions(args, argv, policy, targets, io),
    groupTag: groupBy?.by === 'tag' ? groupBy.tag : null,
  };
  const changing = changesOf(args);
  if (changing !== null) {
    const { fix, printPatch } = await import('../changes/change.ts');
    if (changing.isPrinted) return await printPatch(run, changing, thresholds, io);
    await fix(run, changing, io);
  }
  const reports = await openReports(
    targets,
    {
      tool: { name: 'kmslint', version },
      rules: policy.rules,
      settings: describeSettings(args, whole, io.directory),
    },
    {
      all,
      quiet,
      verbose,
      failOnOpen: thresholds.failOnOpen,
      color: wantsColor(io, args.color),
      time: new Date().toISOString(),
      runId: args.runId ?? randomUUID(),
      ...(groupBy === null ? {} : { groupBy }),
      ...shortening,
    },
    io,
  );
  const suggest = await suggesting(run, targets);
  const judging = judge({ ...run, ...suggest }, threads);
  try {
    const { hasFailed, end } = await report(
      judging,
      reports,
      thresholds,
      policy.baseline?.isUpdated === true,
    );
    if (end === null) return hasFailed ? 1 : 0;
    if (!quiet) for (const hint of end.hints ?? []) io.stderr.write(`hint: ${escapeText(hint)}\n`);
    if (end.baselineUpdate !== null) writeBaseline(end.baselineUpdate, io);
    if (verbose) io.stderr.write(`judged in ${Math.round(performance.now() - started)} ms\n`);
    return exitCodeOf(hasFailed, end.gaps, thresholds);
  } catch (error) {
    reports.abandon();
    throw error;
  } finally {
    await threads.close();
  }
}

function runOptions(
  args: CheckArguments,
  argv: readonly string[],
  policy: Omit<Policy, 'thresholds'>,
  targets: readonly ReportTarget[],
  io: Io,
): RunOptions {
  return {
    inputs: args.inputs.length === 0 && args.gaps === undefined ? ['.'] : args.inputs,
    directory: args.shownFrom ?? io.directory,
    gaps: args.gaps ?? [],
    stdin: io.stdin,
    assignments: readAssignments(argv, io.directory),
    environment: io.env,
    ...(args.workspace === undefined ? {} : { workspace: args.workspace }),
    previous: previousOf(args, io),
    source: args.source,
    shard: readNamedShard(args.shard),
    unmanaged: args.unmanaged === true,
    everyVerdict: args.all,
    needsKeys: targets.some(({ format }) => tellsKeys(format)),
    tallies: targets.some(({ format }) => format === 'keys'),
    ...policy,
    version,
    configSuppressions: args.configSuppressions,
    inlineSuppressions: args.inlineSuppressions,
  };
}

/** SARIF and Markdown show the edits that mend a finding. */
async function suggesting(
  run: RunOptions,
  targets: readonly ReportTarget[],
): Promise<Pick<RunOptions, 'suggest'>> {
  const isAsked = (wanted: string): boolean => targets.some(({ format }) => format === wanted);
  const hasPatches = isAsked('markdown');
  if (!hasPatches && !isAsked('sarif')) return {};
  const { suggestions } = await import('../changes/suggestions.ts');
  return { suggest: await suggestions(run, hasPatches) };
}

/**
 * Writes the reports of what is judged. There is no end where nobody reads on and nobody else needs it: what is left is
 * not judged.
 */
async function report(
  judging: ReturnType<typeof judge>,
  reports: Reports,
  thresholds: Thresholds,
  isNeeded: boolean,
): Promise<{ readonly hasFailed: boolean; readonly end: RunEnd | null }> {
  let hasFailed = false;
  for (;;) {
    const { done, value } = await judging.next();
    if (done === true) {
      await reports.end(value);
      return { hasFailed, end: value };
    }
    hasFailed ||= isFailing(value.findings, thresholds);
    if (!(await reports.part(value)) && !isNeeded) return { hasFailed, end: null };
  }
}

/** What the run reads because it was named. */
function namedFiles(
  { inputs, previous, varFile = [] }: CheckArguments,
  { config, baseline }: Pick<Policy, 'config' | 'baseline'>,
): readonly string[] {
  const read = [config?.path, baseline?.path].filter((path) => path !== undefined);
  return [...inputs.filter((input) => input !== '-'), ...previous, ...varFile, ...read];
}

/** A scan shows the paths of its snapshots relative to where these are; what was named stands where it did. */
function previousOf({ previous, shownFrom }: CheckArguments, io: Io): readonly string[] {
  return shownFrom === undefined ? previous : previous.map((path) => resolve(io.directory, path));
}

/** Says on standard error what became of the baseline. */
function writeBaseline({ path, text, added, removed, kept }: BaselineUpdate, io: Io): void {
  if (text !== null) writeWhole(path, text);
  const name = escapeText(showPath(path, io.directory));
  io.stderr.write(`${name}: ${added} added, ${removed} removed, ${kept} kept\n`);
}
