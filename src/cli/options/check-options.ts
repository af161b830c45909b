import { severities } from '../../model/finding.ts';
import { formats } from '../../report/format.ts';

const failOnChoices = [...severities, 'none'] as const;

/** What is on unless it is turned off is described as what `--no-…` does. */
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
  'fail-on-open': flagOr(
    'undecided verdicts also make exit code 1; as --fail-on-open=RULE,RULE those of these rules alone',
    'false',
  ),
  'allow-unfetched': flagOr(
    'modules that `terraform init` has not fetched do not make exit code 3; they are told',
    'false',
  ),
  'allow-gaps': flagOr('what could not be read does not make exit code 3', 'false'),
  rule: names('judge by this rule alone; several times, or with commas', 'all'),
  'skip-rule': names('leave this rule out; several times, or with commas', 'none'),
  config: {
    alias: 'c',
    describe: 'configuration file',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'the nearest kmslint.config.json or .kmslint.yaml',
  },
  baseline: {
    describe: 'file with findings that do not count',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'what the configuration names',
  },
  'update-baseline': flag(
    'write what is found into the baseline, and leave out what is gone',
    false,
  ),
  'config-suppressions': flag('let the configuration suppress no finding', true),
  'inline-suppressions': flag('let comments suppress no finding', true),
  workspace: {
    describe: 'what terraform.workspace is',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'TF_WORKSPACE, or default where the state is not kept remotely',
  },
  var: names('value of a variable, as name=value; several times', 'none'),
  'var-file': names('file with values of variables; several times', 'none'),
  source: {
    describe:
      'directory of the configuration that the plans were made from; their findings show its lines',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'where a plan lies, or an input that declares what it does',
  },
  previous: names(
    'an earlier snapshot or state, or a directory of them, as what was before; several times',
    'none',
  ),
  unmanaged: flag(
    'tell which keys of the accounts no plan or state knows: a count in the summary, their ARNs in json',
    false,
  ),
  fix: flag(
    'change the configuration where one change is certainly right, and report what is left',
    false,
  ),
  diff: flag('print what --fix would change as a patch, in the place of a report', false),
  'unsafe-fixes': flag('with --fix or --diff: changes too that a person should look at', false),
  force: flag('with --fix: change files too that are not committed', false),
  'group-by': {
    describe:
      'what text, markdown and html group findings by: account, region, rule, root, or tag:NAME',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'the input',
  },
  all: flag('report every verdict, passes too: evidence for an auditor', false),
  max: {
    describe:
      'show at most so many findings in text and markdown, the worst; the exit code is that of all',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'all of them',
  },
  summary: flag('show counts by rule in text and markdown, and no finding', false),
  quiet: { alias: 'q', ...flag('report failures alone, and nothing where there is none', false) },
  verbose: {
    alias: 'v',
    ...flag('report fingerprints too, and the time it took on standard error', false),
  },
  'run-id': {
    describe: 'name of the run in the rows of ndjson, keys and scans',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'a random one',
  },
  shard: {
    describe: 'judge part I/N of the accounts, from 1/N, by their snapshots',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'all',
  },
  threads: {
    describe: 'threads that judge accounts side by side',
    type: 'number',
    requiresArg: true,
    defaultDescription: 'as many as there are cores and as pay for their start, 8 at most',
  },
  color: flag('print without colour, as with NO_COLOR', true),
} as const;
