import yargs, { type Argv } from 'yargs';
import { version } from '../version.ts';
import { checkOptions } from './options/check-options.ts';
import type { Io } from './streams/io.ts';
import { permissionOptions, targetOptions } from './targets/scan-options.ts';
import { refuseMistyped, refuseTwice, refuseWords, usageError, wordsOf } from './usage.ts';

/** Parses the arguments, runs the command they name, and tells its exit code. */
export async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const { parser, code } = declareCommands(argv, io);
  let output = '';
  const args = await parser.parseAsync([...argv], {}, (_error, _arguments, told) => {
    output = told;
  });
  if (args['help'] === true) {
    const { printHelp } = await import('./help/help.ts');
    const { describeCommands } = await import('./completion/describe-commands.ts');
    printHelp(args._.map(String), describeCommands(declareCommands([], io).parser), io);
  } else if (output !== '') io.stdout.write(`${output}\n`);
  return code();
}

/** The parser with every command, and the exit code of the one that it ran. */
export function declareCommands(
  argv: readonly string[],
  io: Io,
): { readonly parser: Argv; readonly code: () => number } {
  let code = 0;
  const parser: Argv = yargs([...argv])
    .scriptName('kmslint')
    .command(
      '$0',
      'judge configurations, plans and states as JSON, and snapshots of live accounts',
      (command) => command.options(checkOptions),
      async (args) => {
        const { checkCommand } = await import('./commands/check.ts');
        code = await checkCommand({ ...args, inputs: wordsOf(args) }, argv, io);
      },
    )
    .command(
      'rules',
      'list the rules',
      (command) =>
        command.option('format', {
          alias: 'f',
          describe: 'how they are printed',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
        }),
      async (args) => {
        refuseWords('rules', args);
        const { rulesCommand } = await import('./commands/index.ts');
        code = rulesCommand(args.format, io);
      },
    )
    .command(
      'explain <rule>',
      "print a rule's page",
      (command) =>
        command
          .positional('rule', { describe: 'name of the rule', type: 'string', demandOption: true })
          .option('color', checkOptions.color),
      async ({ rule, color }) => {
        const { explainCommand } = await import('./commands/index.ts');
        code = explainCommand(rule, color, io);
      },
    )
    .command(
      'policy-diff',
      "tell what a new key's policy loses against the old one's",
      (command) => command.options(policyDiffOptions),
      async (args) => {
        const { policyDiffCommand } = await import('./commands/index.ts');
        code = await policyDiffCommand({ ...args, policies: wordsOf(args).slice(1) }, io);
      },
    )
    .command(
      'runbook',
      'print the manual rotation of one key, step by step; run nothing of it',
      (command) => command.options(runbookOptions),
      async (args) => {
        const { runbookCommand } = await import('./commands/runbook.ts');
        code = await runbookCommand({ ...args, words: wordsOf(args).slice(1) }, argv, io);
      },
    )
    .command(
      'scan',
      'judge the keys of live AWS accounts',
      (command) => command.options({ ...targetOptions, ...judgingOptions }),
      async (args) => {
        refuseWords('scan', args);
        const { scanCommand } = await import('./commands/scan.ts');
        code = await scanCommand({ ...args, inputs: [] }, argv, io);
      },
    )
    .command(
      'snapshot',
      'record live AWS accounts to snapshot files, and judge nothing',
      (command) =>
        command.options({
          ...targetOptions,
          config: checkOptions.config,
          quiet: checkOptions.quiet,
        }),
      async (args) => {
        refuseWords('snapshot', args);
        const { snapshotCommand } = await import('./commands/scan.ts');
        code = await snapshotCommand(args, io);
      },
    )
    .command(
      'iam-policy',
      'print the least-privilege IAM policy that scan needs with the same options',
      (command) => command.options({ ...permissionOptions, rule, 'skip-rule': skipRule }),
      async (args) => {
        refuseWords('iam-policy', args);
        const { iamPolicyCommand } = await import('./commands/index.ts');
        code = iamPolicyCommand(args, io);
      },
    )
    .command(
      'init',
      'write configuration, pre-commit hook and CI job for this repository',
      (command) => command.options(initOptions),
      async (args) => {
        refuseWords('init', args);
        const { initCommand } = await import('./commands/index.ts');
        code = initCommand(args, io);
      },
    )
    .command(
      'completion <shell>',
      'print a script that completes commands, options and their values',
      (command) =>
        command.positional('shell', {
          describe: 'the shell that will read it',
          choices: ['bash', 'zsh', 'fish'] as const,
          demandOption: true,
        }),
      async ({ shell }) => {
        const { completionCommand } = await import('./commands/index.ts');
        code = completionCommand(shell, declareCommands([], io).parser, io);
      },
    )
    .strictOptions()
    // What stands behind `--` is an input, whatever it is called.
    .parserConfiguration({ 'parse-positional-numbers': false, 'populate--': true })
    .middleware((args) => {
      refuseMistyped(args._.map(String), io.directory);
      refuseTwice(args, parser);
    }, true)
    .version(version)
    .alias('version', 'V')
    .help()
    .alias('help', 'h')
    .locale('en')
    .exitProcess(false)
    .fail((message, error) => {
      throw usageError(message, error, argv, parser);
    });
  return { parser, code: () => code };
}

const {
  var: assignment,
  'var-file': variableFile,
  source,
  workspace,
  unmanaged: _,
  fix: _f,
  diff: __,
  'unsafe-fixes': ___,
  force: ____,
  shard: _____,
  threads: ______,
  rule,
  'skip-rule': skipRule,
  ...others
} = checkOptions;

/** Snapshots know no variables and no configuration, and nothing of them can be changed. */
const judgingOptions = { ...others, rule, 'skip-rule': skipRule } as const;

const keyOption = (which: string) =>
  ({
    describe: `ARN of the ${which} key, or its account id`,
    type: 'string',
    requiresArg: true,
  }) as const;

const initOptions = {
  ci: {
    describe: 'write the job of this CI, recognised or not; several times',
    choices: ['github', 'gitlab'],
    array: true,
    nargs: 1,
    default: [],
    defaultDescription: 'what is recognised',
  },
  'dry-run': { describe: 'print the files and write none', type: 'boolean', default: false },
} as const;

const policyDiffOptions = {
  'old-key': keyOption('old'),
  'new-key': keyOption('new'),
  format: {
    alias: 'f',
    describe: 'how it is printed',
    choices: ['text', 'json', 'markdown', 'html'],
    default: 'text',
  },
} as const;

const runbookOptions = {
  format: {
    alias: 'f',
    describe: 'Markdown, lines for the AWS CLI, or blocks to add and lines to change',
    choices: ['markdown', 'sh', 'hcl'],
    default: 'markdown',
  },
  date: {
    describe: 'day of the rotation, YYYYMMDD: the end of the dated alias',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'that of the plan or snapshot, else today',
  },
  var: assignment,
  'var-file': variableFile,
  workspace,
  source,
  config: checkOptions.config,
} as const;
