import { rules } from '../../rules/index.ts';
import type { Gap } from '../model/inventory.ts';
import { severities, type Severity } from '../model/finding.ts';
import { completeOptions } from '../options.ts';
import { exitCodeOf, run } from '../run.ts';
import { version } from '../version.ts';
import { wantsColor, type Io } from './io.ts';
import { readTargets, writeReports } from './outputs.ts';
import { selectRules } from './select.ts';
import { readAssignments } from './variables.ts';

const failOnChoices = [...severities, 'none'] as const;

const flag = (describe: string, initial: boolean) =>
  ({ describe, type: 'boolean', default: initial }) as const;

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
    ...names('text, json or sarif; as FORMAT=FILE to write a file, and several times', 'text'),
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
    default: 'medium',
  },
  'fail-on-open': flag('undecided verdicts also make exit code 1', false),
  'allow-gaps': flag('what could not be read does not make exit code 3', false),
  rule: names('judge by this rule alone; several times, or with commas', 'all'),
  'skip-rule': names('leave this rule out; several times, or with commas', 'none'),
  'inline-suppressions': flag(
    'let comments suppress findings; --no-inline-suppressions passes over them',
    true,
  ),
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
export interface CheckArguments {
  readonly inputs: readonly string[];
  readonly format: readonly string[];
  readonly output?: string | undefined;
  readonly failOn: Severity | 'none';
  readonly failOnOpen: boolean;
  readonly allowGaps: boolean;
  readonly rule: readonly string[];
  readonly skipRule: readonly string[];
  readonly inlineSuppressions: boolean;
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
  const chosen = selectRules(rules, args.rule, args.skipRule);
  const report = await run({
    inputs: args.inputs.length === 0 && args.gaps === undefined ? ['.'] : args.inputs,
    directory: args.shownFrom ?? io.directory,
    gaps: args.gaps ?? [],
    stdin: io.stdin,
    assignments: readAssignments(argv, io.directory),
    environment: io.env,
    previous: args.previous,
    everyVerdict: args.all,
    rules: chosen,
    optionsOf: (rule) => completeOptions(rule, {}),
    version,
    inlineSuppressions: args.inlineSuppressions,
  });
  const { all, quiet, verbose, failOnOpen } = args;
  const color = wantsColor(io, args.color);
  await writeReports(report, targets, { all, failOnOpen, quiet, verbose, color }, io);
  if (verbose) io.stderr.write(`judged in ${Math.round(performance.now() - started)} ms\n`);
  const failOn = args.failOn === 'none' ? null : args.failOn;
  return exitCodeOf(report, { failOn, failOnOpen, allowGaps: args.allowGaps });
}
