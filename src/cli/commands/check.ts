import { resolve } from 'node:path';
import type { BaselineUpdate } from '../../lint/baseline/index.ts';
import { severities } from '../../model/finding.ts';
import { formats } from '../../report/index.ts';
import type { Gap } from '../../model/inventory.ts';
import { exitCodeOf, run } from '../../lint/run.ts';
import { version } from '../../version.ts';
import { writeWhole } from '../streams/write.ts';
import { escapeText } from '../../text/escape.ts';
import { showPath } from '../../lint/config/find.ts';
import { wantsColor, type Io } from '../streams/io.ts';
import { readTargets, writeReports } from '../streams/outputs.ts';
import { readPolicy, type PolicyArguments } from '../options/policy.ts';
import { readAssignments } from '../options/variables.ts';

const failOnChoices = [...severities, 'none'] as const;

const flag = (describe: string, initial: boolean) =>
  ({ describe, type: 'boolean', default: initial }) as const;

/** Without a default: what is not said leaves the word to the configuration file. */
const flagOr = (describe: string, initially: string) =>
  ({ describe, type: 'boolean', defaultDescription: initially }) as const;

const names = (describe: string, initially: string) =>
  ({
    describe,
    type: 'string',
    array: true,
    nargs: 1,
    default: [],
    defaultDescription: initially,
  }) as const;

/** The options of `kmslint [inputs..]`. */
export const checkOptions = {
  format: {
    alias: 'f',
    ...names(`${formats.join(', ')}; as FORMAT=FILE to write a file, and several times`, 'text'),
  },
  output: {
    alias: 'o',
    describe: 'write the report to this file',
    type: 'string',
    requiresArg: true,
  },
  'fail-on': {
    describe: 'lowest severity that makes exit code 1',
    choices: failOnChoices,
    requiresArg: true,
    defaultDescription: 'medium',
  },
  'fail-on-open': flagOr('undecided verdicts also make exit code 1', 'false'),
  'allow-unfetched': flagOr(
    'modules that `terraform init` has not fetched do not make exit code 3; they are told',
    'false',
  ),
  'allow-gaps': flagOr('what could not be read does not make exit code 3', 'false'),
  rule: names('judge by this rule alone; several times, or with commas', 'all'),
  'skip-rule': names('leave this rule out; several times, or with commas', 'none'),
  config: {
    alias: 'c',
    describe: 'configuration file; --no-config for none',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'the nearest kmslint.config.json or .kmslint.yaml',
  },
  baseline: {
    describe: 'file with findings that do not count; --no-baseline for none',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'what the configuration names',
  },
  'update-baseline': flag(
    'write what is found into the baseline, and leave out what is gone',
    false,
  ),
  'config-suppressions': flag(
    'let the configuration suppress findings; --no-config-suppressions passes over that',
    true,
  ),
  'inline-suppressions': flag(
    'let comments suppress findings; --no-inline-suppressions passes over them',
    true,
  ),
  workspace: {
    describe: 'what terraform.workspace is',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'TF_WORKSPACE, or default where the state is not kept remotely',
  },
  var: names('value of a variable, as name=value; several times', 'none'),
  'var-file': names('file with values of variables; several times', 'none'),
  previous: names(
    'an earlier snapshot, or a directory of them, as the state before; several times',
    'none',
  ),
  all: flag('report every verdict, passes too: evidence for an auditor', false),
  quiet: { alias: 'q', ...flag('report failures alone, and nothing where there is none', false) },
  verbose: {
    alias: 'v',
    ...flag('report fingerprints too, and the time it took on standard error', false),
  },
  color: flag('colour on a terminal; --no-color or NO_COLOR for none', true),
} as const;

/** What the command line says of `kmslint [inputs..]`. */
export interface CheckArguments extends PolicyArguments {
  readonly inputs: readonly string[];
  readonly format: readonly string[];
  readonly output?: string | undefined;
  readonly configSuppressions: boolean;
  readonly inlineSuppressions: boolean;
  readonly workspace?: string | undefined;
  readonly previous: readonly string[];
  readonly all: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
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
): Promise<number> {
  const started = performance.now();
  const targets = readTargets(args.format, args.output);
  const { thresholds, ...policy } = await readPolicy(args, io.directory);
  const report = await run({
    inputs: args.inputs.length === 0 && args.gaps === undefined ? ['.'] : args.inputs,
    directory: args.shownFrom ?? io.directory,
    gaps: args.gaps ?? [],
    stdin: io.stdin,
    assignments: readAssignments(argv, io.directory),
    environment: io.env,
    ...(args.workspace === undefined ? {} : { workspace: args.workspace }),
    previous: previousOf(args, io),
    everyVerdict: args.all,
    ...policy,
    version,
    configSuppressions: args.configSuppressions,
    inlineSuppressions: args.inlineSuppressions,
  });
  const { all, quiet, verbose } = args;
  const { failOnOpen } = thresholds;
  const time = new Date().toISOString();
  const color = wantsColor(io, args.color);
  await writeReports(report, targets, { all, failOnOpen, quiet, verbose, color, time }, io);
  if (report.baselineUpdate !== null) writeBaseline(report.baselineUpdate, io);
  if (verbose) io.stderr.write(`judged in ${Math.round(performance.now() - started)} ms\n`);
  return exitCodeOf(report, thresholds);
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
